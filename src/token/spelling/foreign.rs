//! Keys in the forms of other programs, which are not read, and the command that
//! writes each as PEM.

/// What to do about a key of OpenSSH.
pub(in crate::token) const OPENSSH_PRIVATE: &str = "the key is a private key of OpenSSH: `ssh-keygen -p -m PEM -f FILE` writes it as PEM, in the place of the file (an Ed25519 key it leaves as it is: make a new one with `openssl genpkey -algorithm ed25519`, or read it with `load_ssh_private_key` of Python's cryptography)";
/// What to do about the public half of one.
pub(in crate::token) const OPENSSH_PUBLIC: &str = "the key is a public key of OpenSSH: `ssh-keygen -e -m PKCS8 -f FILE` prints it as PEM (an Ed25519 key it refuses: `load_ssh_public_key` of Python's cryptography reads that)";
const PUTTY: &str = "the key is one of PuTTY: `puttygen FILE -O private-openssh -o KEY` and then `ssh-keygen -p -m PEM -f KEY` write it as PEM";
const XML: &str = "the key is the XML of .NET: `ExportPkcs8PrivateKeyPem()` or `ExportSubjectPublicKeyInfoPem()` write it as PEM";

const ADDRESS: &str = "the key is an address and not what lies there: fetch it, or give the address of a JWK Set to what fetches one (`remoteKeySet`, `jwks` of a guard)";
const HTML: &str = "the key is a page of HTML: what should give the key has answered with something else, such as an error or a login";

/// How such a page begins.
const HTML_BEGINS: [&str; 2] = ["<!doctype html", "<html"];

/// What begins the lines of OpenSSH's public keys.
const OPENSSH_NAMES: [&str; 4] = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

/// What to do about a text of another program.
pub(super) fn text(text: &str) -> Option<&'static str> {
    if OPENSSH_NAMES.iter().any(|name| text.starts_with(name)) || text.contains("---- BEGIN SSH2") {
        return Some(OPENSSH_PUBLIC);
    }
    if text.starts_with("PuTTY-User-Key-File") {
        return Some(PUTTY);
    }
    let begins = |start: &&str| {
        let beginning = text.get(..start.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    };
    if HTML_BEGINS.iter().any(begins) {
        return Some(HTML);
    }
    if ["https://", "http://"].iter().any(begins) {
        return Some(ADDRESS);
    }
    text.contains("<RSAKeyValue>").then_some(XML)
}

/// What to do about the bytes that such a text stands for.
pub(super) fn bytes(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"openssh-key-v1\0") {
        return Some(OPENSSH_PRIVATE);
    }
    // RFC 4253 section 6.6: a length of four bytes, then the name.
    let name = match bytes {
        [0, 0, 0, _, name @ ..] => name,
        _ => return None,
    };
    let is_public = OPENSSH_NAMES
        .iter()
        .any(|own| name.starts_with(own.as_bytes()));
    is_public.then_some(OPENSSH_PUBLIC)
}
