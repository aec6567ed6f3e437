// `npm run user -- client …`, in a copy of the scripts with files of its own, and with an API of Cloudflare's that is made here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { after, afterEach, before, describe, test } from "node:test";
import { parseEnv } from "node:util";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { temporaryFolder } from "../support/folder.mjs";
import { within } from "../support/patience.mjs";

const folder = temporaryFolder();
const [vars, sent] = [".dev.vars", ".clients.json"].map((name) => join(folder, name));
const mode = (file) => statSync(file).mode & 0o777;
const stored = () => JSON.parse(String(parseEnv(readFileSync(vars, "utf8")).CLIENTS));
const hashOf = (secret) => createHash("sha256").update(secret.trim()).digest("base64url");

before(() => {
  cpSync(inRoot("scripts"), join(folder, "scripts"), { recursive: true });
  for (const name of ["package.json", "wrangler.toml"]) cpSync(inRoot(name), join(folder, name));
  for (const name of ["node_modules", "pkg-template", "src"]) symlinkSync(inRoot(name), join(folder, name));
});
afterEach(() => {
  for (const file of [vars, sent]) rmSync(file, { force: true });
});

async function client(...args) {
  const child = spawn(process.execPath, [join(folder, "scripts/user.mjs"), "client", ...args], { env: environment() });
  child.stdin.end();
  const ended = new Promise((resolve) => child.once("close", resolve));
  const all = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const [code, out, err] = await within(all, `npm run user -- client ${args.join(" ")}`);
  return { code, out, err };
}

async function added(...args) {
  const { code, out, err } = await client("add", ...args);
  assert.equal(code, 0, err);
  // 32 bytes.
  assert.match(out, /^[A-Za-z0-9_-]{43}\n$/);
  assert.ok(!err.includes(out.trim()));
  return out.trim();
}

async function refused(reason, ...args) {
  const { code, out, err } = await client(...args);
  assert.deepEqual({ code, out }, { code: 1, out: "" });
  assert.match(err, reason);
}

/** What the deployed Worker has, as far as wrangler asks; `CLIENTS` is undefined where it has none. */
const deployed = { name: "keyward", CLIENTS: undefined, fails: false };
const api = createServer(async (request, response) => {
  const answer = (status, result, errors = []) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ success: status === 200, errors, messages: [], result }));
  };
  const { pathname } = new URL(request.url ?? "", "http://api");
  if (pathname !== `/accounts/account/workers/scripts/${deployed.name}/secrets`)
    return answer(404, null, [{ code: 10007, message: "This Worker does not exist on your account." }]);
  if (request.method === "GET") return answer(200, deployed.CLIENTS === undefined ? [] : [{ name: "CLIENTS" }]);
  const body = /** @type {any} */ (await json(request));
  if (deployed.fails) return answer(500, null, [{ code: 10013, message: "An unknown error has occurred." }]);
  assert.equal(body.name, "CLIENTS");
  deployed.CLIENTS = body.text;
  answer(200, { name: body.name, type: body.type });
});
before(() => new Promise((resolve) => api.listen(0, "127.0.0.1", () => resolve(undefined))));
after(() => api.close());

function environment() {
  const { port } = /** @type {import("node:net").AddressInfo} */ (api.address());
  return {
    ...process.env,
    CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
    CLOUDFLARE_API_TOKEN: "token",
    CLOUDFLARE_ACCOUNT_ID: "account",
  };
}

describe("a client of the Worker on this machine", () => {
  test("is put into .dev.vars with the hash of its secret, and nothing else there changes", async () => {
    const others = '# mine\nSECRET_KEY=abc # a comment\n  export KEYS=\'{\n "keys": []}\'\nLAST="x\\ny"';
    writeFileSync(vars, others);
    chmodSync(vars, 0o644);
    const secret = await added("api", "--may", "introspect");
    const api = { client_id: "api", hashed_secret: hashOf(secret), may: ["introspect"] };
    assert.deepEqual(stored(), [api]);
    const written = readFileSync(vars, "utf8");
    assert.ok(written.startsWith(`${others}\nCLIENTS='[`), written);
    assert.ok(!written.includes(secret));
    assert.equal(mode(vars), 0o600);

    const other = await added("other");
    assert.notEqual(other, secret);
    assert.deepEqual(stored(), [api, { client_id: "other", hashed_secret: hashOf(other), may: [] }]);
    assert.deepEqual(await client("list"), { code: 0, out: "api: may introspect\nother: may do nothing\n", err: "" });

    assert.equal((await client("rm", "api")).code, 0);
    assert.deepEqual(
      stored().map(({ client_id }) => client_id),
      ["other"],
    );
    assert.equal((await client("rm", "other")).code, 0);
    assert.deepEqual(stored(), []);
    assert.ok(readFileSync(vars, "utf8").startsWith(`${others}\n`));
    assert.ok(!existsSync(sent));
  });

  test("takes its place between other lines, and what was written by hand stays", async () => {
    const mine = { client_id: "it's $HOME", hashed_secret: "x", may: ["introspect"], note: "by hand" };
    const [head, tail] = ["SECRET_KEY=abc\n", " # who may ask\nLAST=1\n"];
    writeFileSync(vars, `${head}export CLIENTS = ${JSON.stringify([mine])}${tail}`, { mode: 0o600 });
    await added("api");
    const written = readFileSync(vars, "utf8");
    assert.ok(written.startsWith(`${head}export CLIENTS ='[`) && written.endsWith(`]'${tail}`), written);
    assert.ok(!written.includes("$HOME"), "nothing that wrangler would expand");
    assert.deepEqual(stored()[0], mine);
  });

  test("comes into a file that is made for it", async () => {
    await added("api");
    assert.match(readFileSync(vars, "utf8"), /^CLIENTS='.*'\n$/);
    assert.equal(mode(vars), 0o600);
  });

  test("is refused where it cannot be put in, and nothing changes", async () => {
    const before = `CLIENTS='[{"client_id":"api","hashed_secret":"x","may":[]}]'\n`;
    writeFileSync(vars, before, { mode: 0o600 });
    await refused(/there is a client api already/, "add", "api");
    await refused(/there is no client b of the Worker on this machine/, "rm", "b");
    await refused(/there is no --may fly; there is --may introspect/, "add", "b", "--may", "fly");
    for (const id of ["a:b", "a b", "ä", "a".repeat(65)]) await refused(/the id of a client has/, "add", id);
    for (const args of [["add"], ["add", "a", "b"], ["rm"], ["list", "a"], ["change", "a"], []])
      await refused(/usage: npm run user/, ...args);
    assert.equal(readFileSync(vars, "utf8"), before);
    for (const wrong of ["{}", "[1]", "nonsense", '[{"client_id":"a"}]']) {
      writeFileSync(vars, `CLIENTS='${wrong}'\n`);
      await refused(/clients in \.dev\.vars are no JSON list/, "add", "b");
    }
    const twice = "CLIENTS=[]\nCLIENTS=[]\n";
    writeFileSync(vars, twice);
    await refused(/take it out of the file/, "add", "b");
    assert.equal(readFileSync(vars, "utf8"), twice);
  });
});

describe("a client of the deployed Worker", () => {
  afterEach(() => Object.assign(deployed, { name: "keyward", CLIENTS: undefined, fails: false }));

  test("is sent with all others, which .clients.json has", async () => {
    const secret = await added("api", "--may", "introspect", "--remote");
    const api = { client_id: "api", hashed_secret: hashOf(secret), may: ["introspect"] };
    assert.deepEqual(JSON.parse(String(deployed.CLIENTS)), [api]);
    assert.deepEqual(JSON.parse(readFileSync(sent, "utf8")), [api]);
    assert.equal(mode(sent), 0o600);
    assert.ok(!existsSync(vars));

    const other = await added("other", "--remote");
    assert.deepEqual(JSON.parse(String(deployed.CLIENTS)), [
      api,
      { client_id: "other", hashed_secret: hashOf(other), may: [] },
    ]);
    assert.equal((await client("list", "--remote")).out, "api: may introspect\nother: may do nothing\n");
    assert.equal((await client("rm", "api", "--remote")).code, 0);
    assert.deepEqual(
      JSON.parse(String(deployed.CLIENTS)).map(({ client_id }) => client_id),
      ["other"],
    );
    assert.equal((await client("list", "--remote")).out, "other: may do nothing\n");
  });

  test("does not take the place of clients that nobody here knows", async () => {
    deployed.CLIENTS = "[]";
    await refused(/cannot be read back, and \.clients\.json is not here/, "add", "api", "--remote");
    assert.equal(deployed.CLIENTS, "[]");
    assert.ok(!existsSync(sent));
  });

  test("is not there, and has no secret, where wrangler fails", async () => {
    deployed.fails = true;
    await refused(/wrangler could not use the secrets/, "add", "api", "--remote");
    assert.ok(!existsSync(sent));
    deployed.name = "another";
    await refused(/wrangler could not use the secrets/, "add", "api", "--remote");
    assert.ok(!existsSync(sent));
  });
});
