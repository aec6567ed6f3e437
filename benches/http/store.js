// Workers KV for both: the binding's own protocol over a map in memory. POST /fill?users=N puts users in, all with one hash, and
// POST /late?milliseconds=N has each write take so long.
const records = new Map();
let late = 0;

const record = (username, hashed_password) =>
  JSON.stringify({
    username,
    email: `${username}@example.com`,
    full_name: "John Doe",
    disabled: false,
    hashed_password,
    scopes: ["me", "items"],
    claims: {},
  });

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const key = decodeURIComponent(pathname.slice(1));
    if (request.method === "POST" && key === "late") {
      late = Number(searchParams.get("milliseconds"));
      return new Response();
    }
    if (request.method === "POST") {
      const hash = await request.text();
      records.clear();
      for (let index = 0; index < Number(searchParams.get("users")); index += 1)
        records.set(`user:user-${index}`, record(`user-${index}`, hash));
      return new Response(String(records.size));
    }
    if (request.method === "PUT") {
      await scheduler.wait(late);
      records.set(key, await request.text());
      return new Response();
    }
    if (request.method === "DELETE") {
      records.delete(key);
      return new Response();
    }
    if (key === "") {
      const names = [...records.keys()].filter((name) => name.startsWith(searchParams.get("prefix") ?? ""));
      return Response.json({ keys: names.map((name) => ({ name })), list_complete: true });
    }
    const value = records.get(key);
    return value === undefined ? new Response(null, { status: 404 }) : new Response(value);
  },
};
