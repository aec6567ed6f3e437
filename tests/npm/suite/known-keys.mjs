// Keys and tokens that are printed in RFCs, and PEM texts.

/** RFC 8037, appendices A.1 to A.4: key, thumbprint and signature of "Example of Ed25519 signing". */
export const rfc8037 = {
  jwk: {
    kty: "OKP",
    crv: "Ed25519",
    d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  },
  thumbprint: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
  jws: "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
};

/** RFC 7515, appendix A.2: RS256. */
export const rfc7515 = {
  jwk: {
    kty: "RSA",
    n: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    e: "AQAB",
  },
  token:
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
};

/** Pairs made with `openssl genpkey` and `openssl pkey -pubout` for these tests: private half, public half, algorithm. */
export const PEM = {
  EC: [
    `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3JEh+1OF0LU/ykEN
MurpA5pY3qw86adx5X2+Y1y8qZ2hRANCAAQVdWOhlD14OmZYUA0EDyKt2dx/PtyW
YgrOO0G8gxD9H13nUmGap9oB5uPmA5HG/oAjnfA/H08GfYiqLHGNm/X4
-----END PRIVATE KEY-----
`,
    `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFXVjoZQ9eDpmWFANBA8irdncfz7c
lmIKzjtBvIMQ/R9d51JhmqfaAebj5gORxv6AI53wPx9PBn2IqixxjZv1+A==
-----END PUBLIC KEY-----
`,
    "ES256",
  ],
  ED25519: [
    `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIMvhw9KqQcmIkXmMwe+PIzcMnGQFwXBeTLgwoTkjR11V
-----END PRIVATE KEY-----
`,
    `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJkUmlUkFiZd1I3dszGZRGSmImB8MsBZgwqXwsi11nLo=
-----END PUBLIC KEY-----
`,
    "EdDSA",
  ],
  RSA: [
    `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCYhfN/aYT4hQRs
/XN7jdWCbjCdpYTCOJZXbpK1ukwHYuyPzMjqmr29yE7I76UrQiZpmD9+xx27o3OF
qA+ZGwgdahfh+cGDtlfcACU7MNHpZivawPz54TScvzwLqV+xYbGO5qxx6nJDheJ2
26KNCkPXYJwOjXiYFROqfB5lLbFGYOrOn1a0QySl9bx5yZvODvCuoig5KrUu9Soy
QwPJqdO8hU3Ib1WL5B7WiTmq3+eHtWdMOQEQWW8AkrcdXk6iyD4dPpn3venNB5s0
MUU+Tntm0+n8X+TEU24/W6/+gjLGdY40fb9O8xk2ViQEJuJOVJ6V5C9Or6Ve3erq
zcHuPF35AgMBAAECggEAGpe8STo6G2SBzYjxMhkcIVYZ9tqNh5l7KPpX7QRyzhTi
3v2bCEB7lZPPnLwfxaeOb/nCFFYeKoGImkSfl5e9dfdx+43ivha0QeDqnOPZrYKJ
YeYlFWI9HJlBHF1nGFPKs/onFeOFEZ3NyuBneoTQKESpYOYsoQOHvsFOQWDSmEz3
q8NXANguX/CIDff8fN6n8KFsChO9u8GACwwUQGSRtozJRWMm8/8j9TD4fOWF0wqK
GxpZ66RkOZvTxqcJvJ6wgnDazwdiRJrrSzjQ331QsG/nvPoq/HlObJNfk9308cwe
792IrF5TnnQv3/sjodPyHRObA9WhjsRNbiKfY06eSQKBgQDGWojpP703SyMnLYWe
og/mm9s/g7MLv2hO1Di+eG5OLUMRyRHaAzg+Q1vnj47hhjrzDfkQ3PiY6mJwZ/lE
t5IZ9Xb+h5j0pYRatMZ3HHSgnsEftF4zQ754jgap53OsRnDT634v/n/xG9++qr7i
nfrnPlmF0D+p1o5BXSpJM+Ne3QKBgQDE2aUc8Sn8uKRGLY9VtGlOWsDM07fDnW2y
hg/uq5S1vKNfBbrJr+YYYEETvJ1CcHW8FvzTjqgYafTI6QSO4iO2A5yEwa38RJPp
YFn9I+tNqfXRWjZGyd7FrvY6kPH8oYiSAMHNWnEpuKxQqqHBAMd/VNCMrCNxBYq0
LJgcuisTzQKBgQC9X66bUrlqUxhKzVFnNL8NovveVfTZYHNL354Va5GUne4MyvV6
Ody2xUS3ff4iHy+k4lBK402NYSl+vCXmj4SzuAFV3UwRNv14RGO/ULGgsDEd/ex5
8VGmc6K1ED8F2XLbQViGpeqs3bnupcH9RmtH3+VEtqAxnKDQkwxOO3X3GQKBgDeC
rJYRx+ZVZzXHCUGA46VN4EqidZK7JUEPnxSN3By3ulZEdl0Dtl4vXoqjSLGApyLI
VLmP5AUmc/noA/oK+UkNkai6OUcHS7KnEhlZdLRs9j34M5AYwzJ52UPAtgyovKt3
fS9cjsbWJfmFdKHJh3h3wWu56zCnAGs4nBiVwyoNAoGAdkM6E1DYqW03QNoN8+iX
81yX4nnn1YslQKXe7EZoYRH5+4w7JouxIOPTNAxIIXfnRJATm59OXI1m7LbbxYFt
7nhg3ywz0raxXu1gOim8bUhHvrZfSjolgHOQAnoN57eRb2ogzRchXTnNa5M0g8wn
WG2v+wt/4MGmDHfYt+TKXcY=
-----END PRIVATE KEY-----
`,
    `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmIXzf2mE+IUEbP1ze43V
gm4wnaWEwjiWV26StbpMB2Lsj8zI6pq9vchOyO+lK0ImaZg/fscdu6NzhagPmRsI
HWoX4fnBg7ZX3AAlOzDR6WYr2sD8+eE0nL88C6lfsWGxjuascepyQ4XidtuijQpD
12CcDo14mBUTqnweZS2xRmDqzp9WtEMkpfW8ecmbzg7wrqIoOSq1LvUqMkMDyanT
vIVNyG9Vi+Qe1ok5qt/nh7VnTDkBEFlvAJK3HV5Oosg+HT6Z973pzQebNDFFPk57
ZtPp/F/kxFNuP1uv/oIyxnWONH2/TvMZNlYkBCbiTlSeleQvTq+lXt3q6s3B7jxd
+QIDAQAB
-----END PUBLIC KEY-----
`,
    "RS256",
  ],
};
