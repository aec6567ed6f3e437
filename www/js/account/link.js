// The links of mails: `/#verify=kwm_…` and `/#reset=kwm_…`.

/**
 * Takes the token of a mail's link out of the address: who looks over a shoulder, into the history or at a bookmark finds
 * none. Null where there is none.
 *
 * @returns {{ purpose: string, token: string } | null}
 */
export function takeLink() {
  const [, purpose, token] = /^#(verify|reset)=(.*)$/.exec(location.hash) ?? [];
  if (!purpose) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return { purpose, token };
}
