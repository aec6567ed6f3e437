// "Edit and sign": the claims of the token above, changed and signed with the key above.
import { $, el, latest, verdict } from "../dom.js";
import { call } from "../engine.js";
import { problem } from "./words.js";

const ALGORITHMS = ["HS256", "HS384", "HS512", "ES256", "ES384", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
/** RSA keys are brought along: finding primes takes a browser too long. */
const MADE_HERE = ["HS256", "HS384", "HS512", "ES256", "ES384", "EdDSA"];

/** Starts the panel; `look` is the one above. */
export function startSign(look) {
  const algorithm = $("sign-algorithm");
  const claims = $("sign-claims");
  algorithm.append(...ALGORITHMS.map((name) => el("option", { value: name }, name)));
  const offer = () => ($("sign-generate").hidden = !MADE_HERE.includes(algorithm.value));
  algorithm.addEventListener("change", offer);

  look.onToken(({ header, claims: read }) => {
    claims.value = JSON.stringify(read, null, 2);
    if (ALGORITHMS.includes(header.alg)) algorithm.value = header.alg;
    offer();
  });

  const fail = (error) => verdict($("sign-verdict"), false, problem(error.code), `${error.message}.`, el("code", {}, error.code ?? ""));

  const sign = latest(async () => {
    let edited;
    try {
      edited = JSON.parse(claims.value);
    } catch (error) {
      return verdict($("sign-verdict"), false, "The claims are not JSON.", `${error.message}.`);
    }
    const expiresIn = $("sign-expires").value;
    // A lifetime that is chosen here takes the place of the one in the claims.
    if (expiresIn && edited && typeof edited === "object") delete edited.exp;
    try {
      const { value, ms } = await call("issue", edited, look.key(), algorithm.value, expiresIn ? { expiresIn } : {});
      await look.show(value);
      verdict($("sign-verdict"), true, "Signed.", `It took ${ms.toFixed(2)} ms.`);
    } catch (error) {
      fail(error);
    }
  });

  $("sign-form").addEventListener("submit", (event) => {
    event.preventDefault();
    sign();
  });
  $("sign-generate").addEventListener("click", async () => {
    try {
      const { value } = await call("generate", algorithm.value);
      look.setKey(value);
      verdict($("sign-verdict"), null, "A new key is above.", "Sign to use it.");
    } catch (error) {
      fail(error);
    }
  });
}
