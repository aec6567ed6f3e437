// POST /token: what the form says.

import { login, utf8 } from "./make.mjs";

const form = (fields) => new URLSearchParams(fields).toString();
const good = (more = {}) => form({ username: "bare", password: "secret", ...more });

const people = () => [
  login("johndoe logs in with the tutorial's Argon2id hash", form({ username: "johndoe", password: "secret" })),
  login("legacy logs in with the older tutorial's bcrypt hash", form({ username: "legacy", password: "secret" })),
  login("a disabled user gets no token", form({ username: "alice", password: "secret2" })),
  login("a wrong password is refused", form({ username: "johndoe", password: "wrong" })),
  login("a disabled user with a wrong password is refused", form({ username: "alice", password: "secret" })),
  login("a wrong password over a bcrypt hash is refused", form({ username: "legacy", password: "wrong" })),
  login("an unknown user is refused", form({ username: "nobody", password: "secret" })),
  login("user names are case sensitive", form({ username: "JohnDoe", password: "secret" })),
  login("passwords are case sensitive", form({ username: "bare", password: "Secret" })),
  login("a space after the user name is another name", form({ username: "bare ", password: "secret" })),
  login("a space before the password is another password", form({ username: "bare", password: " secret" })),
  login("a user name of one space is a name", form({ username: " ", password: "secret" })),
  login("a user name of punctuation logs in", form({ username: "dots/../and:colons", password: "secret" })),
  login("a user name that is a property of objects is unknown", form({ username: "__proto__", password: "secret" })),
  login("a user name with the store's prefix is unknown", form({ username: "user:bare", password: "secret" })),
  login(
    "a decomposed user name is another name",
    form({ username: "Jürgen Groß".normalize("NFD"), password: "pässwörd ✓" }),
  ),
  login(
    "a decomposed password is another password",
    form({ username: "Jürgen Groß", password: "pässwörd ✓".normalize("NFD") }),
  ),
  login(
    "a user name longer than any key of the store is unknown",
    form({ username: "u".repeat(600), password: "secret" }),
  ),
  login(
    "a user name of two thousand multi-byte characters is unknown",
    form({ username: "ü".repeat(2000), password: "secret" }),
  ),
  login("a user name with control characters is unknown", form({ username: "a\u0001\u007f\nb", password: "secret" })),
  login("a user name outside the basic plane is unknown", form({ username: "😀", password: "secret" })),
  login("a password of 200 bytes logs in", form({ username: "long", password: "x".repeat(200) })),
  login("a password of 199 bytes is another password", form({ username: "long", password: "x".repeat(199) })),
  login("a password of 72 bytes over a bcrypt hash is refused", form({ username: "legacy", password: "p".repeat(72) })),
  login("a password of 73 bytes over a bcrypt hash", form({ username: "legacy", password: "p".repeat(73) })),
  login("a password with a NUL over a bcrypt hash is refused", form({ username: "legacy", password: "secret\0" })),
  login("a password of 4096 bytes is refused as wrong", form({ username: "bare", password: "p".repeat(4096) })),
  login("a password of 4097 bytes", form({ username: "bare", password: "p".repeat(4097) })),
  login("a password of 4097 bytes for an unknown user", form({ username: "nobody", password: "p".repeat(4097) })),
];

const missing = () => [
  login("without a user name", "password=secret"),
  login("without a password", "username=bare"),
  login("with neither user name nor password", "scope="),
  login("with an empty user name", "username=&password=secret"),
  login("with an empty password", "username=bare&password="),
  login("with both empty", "username=&password="),
  login("with an empty user name and no password", "username="),
  login("with a bad grant type and nothing else", "grant_type=nope"),
  login("with a bad grant type and no password", "grant_type=nope&username=bare"),
  login("with a bad grant type and an empty user name", "username=&password=secret&grant_type=nope"),
];

const grants = () => [
  login("grant type password is accepted", good({ grant_type: "password" })),
  login("an empty grant type counts as none", good({ grant_type: "" })),
  login("grant type Password is refused", good({ grant_type: "Password" })),
  login("grant type client_credentials is refused", good({ grant_type: "client_credentials" })),
  login("grant type refresh_token without a refresh token", good({ grant_type: "refresh_token" })),
  login("a grant type with a space after it is refused", good({ grant_type: "password " })),
  login("a grant type with a line feed after it", good({ grant_type: "password\n" })),
  login("a grant type with text before it is refused", good({ grant_type: "xpassword" })),
  login(
    "a grant type with control and non-ASCII characters is echoed",
    good({ grant_type: 'a"\\\u0001\u007fü\u2028😀</script>' }),
  ),
  login(
    "of duplicate grant types the last counts",
    "grant_type=nope&username=bare&password=secret&grant_type=password",
  ),
  login(
    "of duplicate grant types a bad last one counts",
    "grant_type=password&username=bare&password=secret&grant_type=nope",
  ),
  login(
    "a bad grant type is refused before the password is looked at",
    form({ username: "bare", password: "wrong", grant_type: "nope" }),
  ),
];

const options = () => [
  login("a scope may be asked for", good({ scope: "me items" })),
  login("an empty scope is allowed", good({ scope: "" })),
  login("a scope of odd characters is allowed", good({ scope: '  a\tb "c" ü  ' })),
  login("duplicate scopes are allowed", `${good()}&scope=me&scope=items`),
  login("client credentials in the form are allowed", good({ client_id: "web", client_secret: "shh" })),
  login("empty client credentials are allowed", good({ client_id: "", client_secret: "" })),
  login(
    "duplicate client credentials are allowed",
    `${good()}&client_id=a&client_id=b&client_secret=c&client_secret=d`,
  ),
  login("an Authorization header on the login is ignored", good(), {
    headers: [["Authorization", "Basic d2ViOnNoaA=="]],
  }),
  login("a broken bearer token on the login is ignored", good(), { headers: [["Authorization", "Bearer broken"]] }),
  login("an Accept header does not matter", good(), { headers: [["Accept", "text/html"]] }),
  login("a cookie does not matter", good(), { headers: [["Cookie", "token=x"]] }),
  login("an Origin header does not matter", good(), { headers: [["Origin", "https://elsewhere.example"]] }),
  login("a raw UTF-8 scope is allowed", utf8(`${good()}&scope=grün`)),
];

export const fields = () => [...people(), ...missing(), ...grants(), ...options()];
