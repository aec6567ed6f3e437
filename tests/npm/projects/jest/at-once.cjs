const SECRET = "a secret of more than thirty-two bytes";

/** What a component's test may do, without waiting for anything. */
exports.atOnce = (expect, { hash, verify, issue, decode }) => {
  expect(document.createElement("p").tagName).toBe("P");
  expect(verify("pässwörd", hash("pässwörd"))).toBe(true);
  expect(decode(issue({ sub: "jöhn" }, SECRET), SECRET)).toEqual({ sub: "jöhn" });
};
