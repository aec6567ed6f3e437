import Suite from "./suite";

export default function Page() {
  return <Suite />;
}
