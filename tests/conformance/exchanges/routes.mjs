// Paths and methods: which route answers, and how the others are refused.

import { ask, login } from "./make.mjs";

const READS = ["/users/me/", "/users/me/items/", "/protected", "/status/"];
const METHODS = ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** `token` is bare's, `disabled` alice's; both good. */
export function routes({ token, disabled }) {
  const good = `Bearer ${token}`;
  const at = (name, target, authorization = good, method = "GET") => ask(name, authorization, { target, method });

  const reads = READS.flatMap((target) => [
    at(`GET ${target} with a good token`, target),
    ask(`GET ${target} without a token`, undefined, { target }),
    at(`GET ${target} with a bad token`, target, "Bearer x"),
    at(`GET ${target} as a disabled user`, target, `Bearer ${disabled}`),
  ]);

  const methods = [
    ...READS.flatMap((target) => METHODS.map((method) => at(`${method} ${target}`, target, good, method))),
    ...["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) =>
      at(`${method} /token`, "/token", good, method),
    ),
    at("an unknown method", "/users/me/", good, "PROPFIND"),
    ask("OPTIONS as a browser's preflight without CORS", undefined, {
      target: "/token",
      method: "OPTIONS",
      headers: [
        ["Origin", "https://app.example"],
        ["Access-Control-Request-Method", "POST"],
      ],
    }),
    at("a method that is refused needs no token", "/users/me/", undefined, "DELETE"),
    ask("a method header does not override the method", good, { headers: [["X-HTTP-Method-Override", "DELETE"]] }),
  ];

  const slashes = [
    at("/users/me without the slash", "/users/me"),
    ask("/users/me without the slash and without a token", undefined, { target: "/users/me" }),
    at("/users/me/items without the slash", "/users/me/items"),
    at("/users/me without the slash keeps the query", "/users/me?a=1&b=%20"),
    at("POST /users/me without the slash", "/users/me", good, "POST"),
    at("HEAD /users/me without the slash", "/users/me", good, "HEAD"),
    at("OPTIONS /users/me without the slash", "/users/me", good, "OPTIONS"),
    at("/status without the slash", "/status"),
    at("/status without the slash keeps the query", "/status?a=1&b=%20"),
    at("/protected with a slash", "/protected/"),
    login("POST /token/ with a slash", "username=bare&password=secret", { target: "/token/" }),
    at("GET /token/ with a slash", "/token/"),
    at("two slashes at the end", "/users/me//"),
    at("two slashes after /protected", "/protected//"),
    at("two slashes after /token", "/token//"),
    at("two slashes after /status", "/status//"),
    at("two slashes in front", "//users/me/"),
    at("two slashes inside", "/users//me/"),
  ];

  const paths = [
    at("the root", "/"),
    at("an unknown path", "/nothing"),
    at("an unknown path below a known one", "/users/me/friends/"),
    at("/users", "/users"),
    at("/users/", "/users/"),
    at("a path in another case", "/Users/Me/"),
    at("a POST to an unknown path", "/nothing", good, "POST"),
    at("an OPTIONS to an unknown path", "/nothing", good, "OPTIONS"),
    at("a HEAD to an unknown path", "/nothing", good, "HEAD"),
    ask("an unknown path without a token", undefined, { target: "/nothing" }),
    at("a query string is ignored", "/users/me/?a=1&a=2"),
    at("an empty query string is ignored", "/users/me/?"),
    at("an odd query string is ignored", "/users/me/?%zz=%&=&&"),
    at("a percent-encoded letter in the path", "/users/m%65/"),
    at("a percent-encoded slash in the path", "/users%2Fme/"),
    at("a percent-encoded slash at the end", "/protected%2F"),
    at("a percent-encoded question mark", "/users/me/%3Fa"),
    at("a percent-encoded NUL", "/users/me/%00"),
    at("a bad escape in the path", "/users/me/%zz"),
    at("an escaped byte that is not UTF-8", "/items/%ff/"),
    at("dot segments in the path", "/users/../users/me/"),
    at("a semicolon parameter in the path", "/users/me/;x"),
    at("a path of four thousand characters", `/${"a".repeat(4000)}`),
    ask("a body on a GET is ignored", good, {
      headers: [
        ["Content-Length", "0"],
        ["Content-Type", "application/json"],
      ],
    }),
    ask("an unacceptable Accept header is ignored", good, { headers: [["Accept", "image/png"]] }),
    ask("a conditional request is answered in full", good, { headers: [["If-None-Match", "*"]] }),
    ask("a range request is answered in full", good, { headers: [["Range", "bytes=0-3"]] }),
  ];

  return [...reads, ...methods, ...slashes, ...paths];
}
