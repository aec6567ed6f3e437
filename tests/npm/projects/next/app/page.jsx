import * as keyward from "keyward";
import * as pool from "keyward/pool";
import { runAll } from "../suite.mjs";

export const dynamic = "force-dynamic";

// A server component.
export default async function Page() {
  return (
    <script
      id="results"
      type="application/json"
      dangerouslySetInnerHTML={{ __html: JSON.stringify(await runAll(keyward, pool)) }}
    />
  );
}
