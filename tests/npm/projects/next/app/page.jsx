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
      // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON that this page has made, for the test to read
      dangerouslySetInnerHTML={{ __html: JSON.stringify(await runAll(keyward, pool)) }}
    />
  );
}
