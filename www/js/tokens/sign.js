// "Edit and sign": the claims of the token above, changed and signed with the key above.
import { $, el, failure, latest, verdict } from "../dom.js";
import { call } from "../engine.js";
import { duration } from "../format.js";
import { PROBLEMS } from "./words.js";

const ALGORITHMS = ["HS256", "HS384", "HS512", "ES256", "ES384", "ES512", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];
/** RSA keys are brought along: finding primes takes a browser too long. */
const isMadeHere = (algorithm) => !/^[RP]S/.test(algorithm);

/** Starts the panel; `look` is the one above. */
export function startSign(look) {
  const algorithm = $("sign-algorithm");
  const claims = $("sign-claims");
  const out = $("sign-verdict");
  algorithm.append(...ALGORITHMS.map((name) => el("option", { value: name }, name)));
  const offer = () => ($("sign-generate").hidden = !isMadeHere(algorithm.value));
  algorithm.addEventListener("change", offer);

  look.onToken(({ header, claims: read }) => {
    claims.value = JSON.stringify(read, null, 2);
    if (ALGORITHMS.includes(header.alg)) algorithm.value = header.alg;
    offer();
  });

  const sign = latest(async () => {
    let edited;
    verdict(out, null, "Signing …");
    try {
      edited = JSON.parse(claims.value);
    } catch (error) {
      return verdict(out, false, "The claims are not JSON.", `${error.message}.`);
    }
    const expiresIn = $("sign-expires").value;
    // A lifetime that is chosen here takes the place of the one in the claims.
    if (expiresIn && edited && typeof edited === "object") delete edited.exp;
    try {
      const { value } = await call("issue", edited, look.key(), look.encoding(), algorithm.value, expiresIn ? { expiresIn } : {});
      await look.show(value.token);
      verdict(out, true, "Signed.", `It took ${duration(value.ms)}.`);
    } catch (error) {
      failure(out, error, PROBLEMS[error.code]);
    }
  });

  $("sign-form").addEventListener("submit", (event) => {
    event.preventDefault();
    sign();
  });
  $("sign-generate").addEventListener("click", async () => {
    try {
      const { whole, half } = (await call("generate", algorithm.value)).value;
      await look.setKey(whole);
      $("sign-public").hidden = !half;
      $("sign-public-jwk").textContent = half ?? "";
      verdict(out, null, `A new key for ${algorithm.value} is above.`, "Sign to use it.");
    } catch (error) {
      failure(out, error, PROBLEMS[error.code]);
    }
  });
}
