// POST /token: how the form is written, not what it says.

import { chunked } from "../wire.mjs";
import { URLENCODED, login, multipart, part, utf8 } from "./make.mjs";

const GOOD = "username=bare&password=secret";
const FIELDS = [part("username", "bare"), part("password", "secret")];
const FORM_DATA = "multipart/form-data; boundary=XX";

const urlencoded = () => [
  login("a urlencoded login succeeds", GOOD),
  login("the media type's case does not matter", GOOD, { type: "Application/X-WWW-Form-URLEncoded" }),
  login("a charset parameter on urlencoded is allowed", GOOD, { type: `${URLENCODED}; charset=utf-8` }),
  login("an unknown charset parameter on urlencoded is ignored", GOOD, { type: `${URLENCODED}; charset=nonsense` }),
  login("a parameter without a space after the semicolon is allowed", GOOD, { type: `${URLENCODED};charset=UTF-8` }),
  login("a media type ending in a semicolon is allowed", GOOD, { type: `${URLENCODED};` }),
  login("space around the media type is ignored", GOOD, { type: ` ${URLENCODED} ` }),
  login("a chunked body is read", chunked(["user", "name=bare&pass", "word=secret"]), {
    headers: [["Transfer-Encoding", "chunked"]],
  }),
  login("a request that expects 100-continue is answered", GOOD, { headers: [["Expect", "100-continue"]] }),
  login("an empty chunked body misses both fields", chunked([]), { headers: [["Transfer-Encoding", "chunked"]] }),
  login("an empty body misses both fields", "", {}),
  login("no body at all misses both fields", undefined),
  login("a body without a content type misses both fields", GOOD, { type: null }),
  login("neither body nor content type misses both fields", undefined, { type: null }),
  login("an empty content type misses both fields", GOOD, { type: "" }),
  login("a JSON body misses both fields", '{"username":"bare","password":"secret"}', { type: "application/json" }),
  login("a JSON array body misses both fields", "[1,2]", { type: "application/json" }),
  login("broken JSON misses both fields", '{"username":', { type: "application/json" }),
  login("a text body misses both fields", GOOD, { type: "text/plain" }),
  login("an unknown media type misses both fields", GOOD, { type: "application/octet-stream" }),
  login("a media type that only begins like urlencoded is not it", GOOD, { type: `${URLENCODED}x` }),
  login("a parameter of the content type may be latin-1", GOOD, { type: `${URLENCODED}; x=\u00e9` }),
  login("two media types in one header are not a form", GOOD, { type: `${URLENCODED}, ${URLENCODED}` }),
  login("two content type headers, urlencoded first", GOOD, { headers: [["Content-Type", "application/json"]] }),
  login("two content type headers, JSON first", GOOD, {
    type: "application/json",
    headers: [["Content-Type", URLENCODED]],
  }),
  login("JSON under a urlencoded content type is one odd field", '{"username":"bare","password":"secret"}'),
  login("fields in the query string do not count", "", { target: `/token?${GOOD}` }),
  login("a query string beside a good form is ignored", GOOD, { target: "/token?username=alice&x=%zz" }),
  login("a semicolon does not separate fields", "username=bare;password=secret"),
  login("ampersands without fields between are skipped", "&&username=bare&&password=secret&"),
  login("a field without an equals sign is empty", "username&password=secret"),
  login("a value may hold equals signs", "username=bare&password=secret="),
  login("a field with an empty name is ignored", "=x&username=bare&password=secret"),
  login("unknown fields are ignored", `${GOOD}&remember=yes&grant_types=x`),
  login("field names are case sensitive", "Username=bare&password=secret"),
  login("field names may be percent-encoded", "user%6Eame=bare&p%61ssword=secret"),
  login("of duplicate user names the last counts", "username=alice&username=bare&password=secret"),
  login("of duplicate passwords the last counts", "username=bare&password=secret&password=wrong"),
  login("a duplicate empty user name hides the first", "username=bare&username=&password=secret"),
  login("a thousand fields are read", `${GOOD}${"&a=b".repeat(998)}`),
  login("more than a thousand fields are refused", `${GOOD}${"&a=b".repeat(999)}`),
];

/**
 * A login whose grant type is this text. It is always refused, and the refusal
 * repeats what was read: the way to see how bytes became characters.
 */
const echo = (name, value, options) =>
  login(name, Buffer.concat([Buffer.from("username=bare&password=secret&grant_type="), Buffer.from(value)]), options);

const latin1 = (text) => Buffer.from(text, "latin1");

const escapes = () => [
  login("plus signs are spaces in a login", "username=+space+&password=+secret+"),
  login("percent-encoded spaces are spaces in a login", "username=%20space%20&password=%20secret%20"),
  login("escaped reserved characters are read in a login", "username=ann%40example.com&password=a%2Bb%26c%3Dd%2520+e"),
  login("an unescaped plus in a password is a space", "username=ann@example.com&password=a+b%26c%3Dd%2520+e"),
  login("lower case escapes are read in a login", "username=ann%40example.com&password=a%2bb%26c%3dd%2520%20e"),
  login(
    "escaped UTF-8 is read in a login",
    `username=${encodeURIComponent("Jürgen Groß")}&password=${encodeURIComponent("pässwörd ✓")}`,
  ),
  login("raw UTF-8 bytes in a login", utf8("username=Jürgen Groß&password=pässwörd ✓")),
  echo("plus signs are read as spaces", "+a++b+"),
  echo("reserved characters are read when escaped", "%26%3D%25%2B%23%3B%0D%0A"),
  echo("equals signs stay in the value", "=a=b=="),
  echo("escaped UTF-8 is read", "%C3%BC%e2%9c%93%F0%9F%98%80"),
  echo("raw UTF-8 bytes under urlencoded", utf8("ü✓")),
  echo("raw latin-1 bytes under urlencoded", latin1("a\xfcb")),
  echo("raw bytes with a charset parameter of UTF-8", utf8("ü✓"), { type: `${URLENCODED}; charset=utf-8` }),
  echo("a raw byte and an escape in one value", latin1("\xc3%BC")),
  echo("an escaped latin-1 byte is not UTF-8", "J%FCrgen"),
  echo("an escaped UTF-8 sequence cut short is repaired", "a%E2%9Cb"),
  echo("an overlong escape is not UTF-8", "%c0%afb"),
  echo("an escaped surrogate is not UTF-8", "%ed%a0%80b"),
  echo("an escaped byte order mark belongs to the value", "%ef%bb%bfa"),
  echo("a percent sign at the end stands for itself", "100%"),
  echo("a percent sign with one digit stands for itself", "100%2"),
  echo("a percent sign with bad digits stands for itself", "%zz%2x%%41"),
  echo("escapes are read once", "%2541"),
  echo("a %u escape is not one", "%u00fc"),
  echo("an escaped NUL is read", "a%00b"),
  echo("a raw NUL is read", "a\0b"),
  echo("line feeds at the end belong to the value", "a\r\n"),
  echo("a semicolon belongs to the value", "a;b=c"),
  echo("a question mark and a hash belong to the value", "?a#b"),
  echo("a tab and a raw space belong to the value", "a\tb c"),
];

const echoPart = (name, value, type = FORM_DATA) =>
  login(name, multipart([...FIELDS, part("grant_type", value)]), { type });

const withFile = (disposition, data, fields = [FIELDS[0]]) =>
  multipart([
    ...fields,
    part("", data, [`Content-Disposition: form-data; ${disposition}`, "Content-Type: application/octet-stream"]),
  ]);

const inParts = () => [
  login("a multipart login succeeds", multipart(FIELDS), { type: FORM_DATA }),
  login("multipart with a quoted boundary succeeds", multipart(FIELDS), { type: 'multipart/form-data; boundary="XX"' }),
  login("multipart with a charset parameter succeeds", multipart(FIELDS), { type: `${FORM_DATA}; charset=utf-8` }),
  login("multipart with the charset before the boundary succeeds", multipart(FIELDS), {
    type: "multipart/form-data; charset=utf-8; boundary=XX",
  }),
  login("multipart with an unknown charset succeeds", multipart(FIELDS), { type: `${FORM_DATA}; charset=nonsense` }),
  login("multipart in another case succeeds", multipart(FIELDS), { type: "Multipart/Form-Data; Boundary=XX" }),
  login("multipart with a long boundary succeeds", multipart(FIELDS, { boundary: "-".repeat(30) + "1234567890" }), {
    type: `multipart/form-data; boundary=${"-".repeat(30)}1234567890`,
  }),
  login("multipart reads UTF-8", multipart([part("username", "Jürgen Groß"), part("password", "pässwörd ✓")]), {
    type: FORM_DATA,
  }),
  echoPart("multipart repeats UTF-8", "ü✓😀"),
  echoPart("multipart bytes that are not UTF-8", latin1("a\xfc\xff\x93b")),
  echoPart("multipart bytes under a latin-1 charset", latin1("a\xfc\xff\x93b"), `${FORM_DATA}; charset=latin-1`),
  echoPart("multipart bytes under an iso-8859-1 charset", latin1("a\xfcb"), `${FORM_DATA}; charset=ISO-8859-1`),
  echoPart("multipart bytes under a windows-1252 charset", latin1("\x93a\x94"), `${FORM_DATA}; charset=windows-1252`),
  echoPart("multipart UTF-8 under a us-ascii charset", "ü", `${FORM_DATA}; charset=us-ascii`),
  echoPart("multipart UTF-8 under an unknown charset", "ü", `${FORM_DATA}; charset=nonsense`),
  echoPart("multipart does not decode escapes or plus signs", "b%61re+x"),
  echoPart("multipart keeps line feeds, NULs and spaces", " a\r\nb\0\t "),
  echoPart("multipart keeps something like a boundary in a value", "a\r\n--X\r\n--XY b"),
  login(
    "multipart does not read a plus as a space",
    multipart([part("username", "+space+"), part("password", " secret ")]),
    { type: FORM_DATA },
  ),
  login("multipart keeps spaces", multipart([part("username", " space "), part("password", " secret ")]), {
    type: FORM_DATA,
  }),
  login("multipart with an empty field misses it", multipart([part("username", ""), part("password", "secret")]), {
    type: FORM_DATA,
  }),
  login("multipart without the password misses it", multipart([part("username", "bare")]), { type: FORM_DATA }),
  login("of duplicate multipart fields the last counts", multipart([part("username", "x"), ...FIELDS]), {
    type: FORM_DATA,
  }),
  login(
    "an unquoted part name is read",
    multipart([part("username", "bare", ["Content-Disposition: form-data; name=username"]), FIELDS[1]]),
    {
      type: FORM_DATA,
    },
  ),
  login(
    "part header names are case insensitive",
    multipart([part("", "bare", ['content-disposition: form-data; name="username"']), FIELDS[1]]),
    {
      type: FORM_DATA,
    },
  ),
  login(
    "a part may have a content type",
    multipart([
      part("", "bare", ['Content-Disposition: form-data; name="username"', "Content-Type: text/plain; charset=utf-8"]),
      FIELDS[1],
    ]),
    {
      type: FORM_DATA,
    },
  ),
  login(
    "a file as user name is refused",
    multipart([
      part("", "bare", [
        'Content-Disposition: form-data; name="username"; filename="u.txt"',
        "Content-Type: text/plain",
      ]),
      FIELDS[1],
    ]),
    {
      type: FORM_DATA,
    },
  ),
  login(
    "a file in another field is ignored",
    multipart([
      ...FIELDS,
      part("", "data", ['Content-Disposition: form-data; name="photo"; filename="p.png"', "Content-Type: image/png"]),
    ]),
    {
      type: FORM_DATA,
    },
  ),
  login("an empty file as password misses it", withFile('name="password"; filename=""', ""), { type: FORM_DATA }),
  login("an empty file with a name as password is no text", withFile('name="password"; filename="p.txt"', ""), {
    type: FORM_DATA,
  }),
  login("a file without a name as password is no text", withFile('name="password"; filename=""', "secret"), {
    type: FORM_DATA,
  }),
  login("an empty file after the password hides it", withFile('name="password"; filename=""', "", FIELDS), {
    type: FORM_DATA,
  }),
  login("an empty file as an optional field is ignored", withFile('name="client_id"; filename=""', "", FIELDS), {
    type: FORM_DATA,
  }),
  login("multipart without a boundary is refused", multipart(FIELDS), { type: "multipart/form-data" }),
  login("multipart with an empty boundary is refused", multipart(FIELDS), { type: "multipart/form-data; boundary=" }),
  login("multipart with another boundary than its body's is refused", multipart(FIELDS), {
    type: "multipart/form-data; boundary=YY",
  }),
  login("multipart with an empty body misses both fields", "", { type: FORM_DATA }),
  login("multipart with an empty body and without a boundary", "", { type: "multipart/form-data" }),
  login("multipart without its last boundary", multipart(FIELDS, { end: "" }), { type: FORM_DATA }),
  login("multipart cut inside a value", multipart(FIELDS).subarray(0, 60), { type: FORM_DATA }),
  login("multipart cut inside a part's head", multipart(FIELDS).subarray(0, 20), { type: FORM_DATA }),
  login("multipart with only its last boundary", "--XX--\r\n", { type: FORM_DATA }),
  login("text before the first boundary", Buffer.concat([utf8("preamble\r\n"), multipart(FIELDS)]), {
    type: FORM_DATA,
  }),
  login("text after the last boundary", Buffer.concat([multipart(FIELDS), utf8("epilogue")]), { type: FORM_DATA }),
  login("line feeds alone between multipart lines", multipart(FIELDS).toString().replaceAll("\r\n", "\n"), {
    type: FORM_DATA,
  }),
  login("a part without a content disposition", multipart([part("", "bare", ["X-Other: 1"]), ...FIELDS]), {
    type: FORM_DATA,
  }),
  login("a part without a name", multipart([part("", "bare", ["Content-Disposition: form-data"]), ...FIELDS]), {
    type: FORM_DATA,
  }),
  login("a part with an empty name is ignored", multipart([part("", "x"), ...FIELDS]), { type: FORM_DATA }),
  login(
    "a part's name under NAME in capitals",
    multipart([part("", "bare", ['Content-Disposition: form-data; NAME="username"']), FIELDS[1]]),
    { type: FORM_DATA },
  ),
  login(
    "a line in a value that goes on after the boundary",
    multipart([part("username", "bare"), part("password", "a\r\n--XXb")]),
    { type: FORM_DATA },
  ),
  login(
    "a part with a head of 20 kB",
    multipart([
      part("", "bare", ['Content-Disposition: form-data; name="username"', `X-Long: ${"x".repeat(20_000)}`]),
      FIELDS[1],
    ]),
    { type: FORM_DATA },
  ),
  login("a body of more than 64 KiB", `${GOOD}&more=${"x".repeat(66_000)}`),
  login("urlencoded bytes under a multipart content type", GOOD, { type: FORM_DATA }),
  login("multipart bytes under a urlencoded content type", multipart(FIELDS)),
  login("multipart/mixed is not a form", multipart(FIELDS), { type: "multipart/mixed; boundary=XX" }),
];

export const forms = () => [...urlencoded(), ...escapes(), ...inParts()];
