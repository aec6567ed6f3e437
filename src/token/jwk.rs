//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037 section 2): reading,
//! writing, thumbprints (RFC 7638).

use super::algorithm::Algorithm;
use super::ecdsa::{self, NistCurve};
use super::eddsa;
use super::hmac::Secret;
use super::key::Usage;
use super::material::{Material, key, text};
use super::rsa::{self, PrivateNumbers};
use crate::error::{Error, Result};
use crate::json::{self, ObjectWriter, Value};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::ser::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The longest JWK that is read, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// What a JWK says.
pub(super) struct Jwk {
    pub(super) material: Box<dyn Material>,
    pub(super) algorithm: Option<Algorithm>,
    pub(super) key_id: Option<String>,
    pub(super) usage: Usage,
}

/// Reads the text of one JWK.
pub(super) fn read(text: &str) -> Result<Jwk> {
    let object = Object::read(text)?;
    Ok(Jwk {
        usage: object.usage()?,
        algorithm: object.algorithm()?,
        key_id: object.text("kid")?.map(str::to_owned),
        material: object.material()?,
    })
}

/// The `kid` of a JWK that is otherwise not readable.
pub(super) fn key_id(text: &str) -> Option<String> {
    let object = Object::read(text).ok()?;
    object.text("kid").ok()?.map(str::to_owned)
}

/// The members of a JWK, borrowed from its text.
struct Object<'a>(json::Object<'a>);

impl<'a> Object<'a> {
    fn read(text: &'a str) -> Result<Self> {
        if text.len() > MAX_LENGTH {
            return Err(key("the JWK is longer than 64 KiB"));
        }
        json::Object::read(text)
            .map(Self)
            .map_err(|problem| Error::Key(format!("the JWK: {problem}").into()))
    }

    fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.0.get(name)
    }

    fn text(&self, name: &'static str) -> Result<Option<&str>> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(Error::Key(
                format!("the JWK's `{name}` is {}, expected a string", other.kind()).into(),
            )),
        }
    }

    /// The bytes of a member, decoded in constant time.
    fn bytes(&self, name: &'static str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        match Base64UrlUnpadded::decode_vec(text) {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(_) => Err(Error::Key(
                format!("the JWK's `{name}` is not base64url without padding").into(),
            )),
        }
    }

    fn required(&self, name: &'static str) -> Result<Zeroizing<Vec<u8>>> {
        self.bytes(name)?
            .ok_or_else(|| Error::Key(format!("the JWK has no `{name}`").into()))
    }

    /// RFC 7517 sections 4.2 and 4.3.
    fn usage(&self) -> Result<Usage> {
        if !matches!(self.text("use")?, None | Some("sig")) {
            return Err(key("the JWK is not for signatures: its `use` is not `sig`"));
        }
        let operations = match self.get("key_ops") {
            None => return Ok(Usage::ANY),
            Some(Value::Texts(operations)) => operations,
            Some(_) => return Err(key("the JWK's `key_ops` is not a list of strings")),
        };
        let usage = Usage {
            sign: operations.iter().any(|name| name == "sign"),
            verify: operations.iter().any(|name| name == "verify"),
        };
        let repeated = (1..operations.len()).any(|at| operations[..at].contains(&operations[at]));
        match usage {
            _ if repeated => Err(key("the JWK's `key_ops` names an operation twice")),
            Usage {
                sign: false,
                verify: false,
            } => Err(key(
                "the JWK is not for signatures: its `key_ops` has neither `sign` nor `verify`",
            )),
            usage => Ok(usage),
        }
    }

    /// RFC 7517 section 4.4.
    fn algorithm(&self) -> Result<Option<Algorithm>> {
        match self.text("alg")? {
            None => Ok(None),
            Some(name) => name
                .parse()
                .map(Some)
                .map_err(|_| key("the JWK's `alg` is not a signature algorithm known here")),
        }
    }

    /// RFC 7518 section 6, RFC 8037 section 2.
    fn material(&self) -> Result<Box<dyn Material>> {
        match self.text("kty")? {
            Some("oct") => Ok(Box::new(Secret::new(&self.required("k")?)?)),
            Some("EC") => self.ec(),
            Some("OKP") => {
                if self.text("crv")? != Some("Ed25519") {
                    return Err(key("the JWK's `crv` is not Ed25519"));
                }
                let seed = self.bytes("d")?;
                let seed = seed.as_ref().map(|bytes| bytes.as_slice());
                eddsa::read(seed, Some(&self.required("x")?))
            }
            Some("RSA") => self.rsa(),
            Some(_) => Err(key("the JWK's `kty` is none of oct, EC, OKP, RSA")),
            None => Err(key("the JWK has no `kty`")),
        }
    }

    fn ec(&self) -> Result<Box<dyn Material>> {
        let curve = self
            .text("crv")?
            .and_then(NistCurve::from_name)
            .ok_or_else(|| key("the JWK's `crv` is none of P-256, P-384, P-521"))?;
        // RFC 7518 sections 6.2.1.2 and 6.2.2.1: leading zeros are written out.
        let full = |bytes: Zeroizing<Vec<u8>>| {
            if bytes.len() == curve.size() {
                Ok(bytes)
            } else {
                Err(key(
                    "an `x`, `y` or `d` of the JWK is shorter or longer than its curve",
                ))
            }
        };
        let point = [
            &[4],
            full(self.required("x")?)?.as_slice(),
            full(self.required("y")?)?.as_slice(),
        ]
        .concat();
        let scalar = self.bytes("d")?.map(full).transpose()?;
        let scalar = scalar.as_ref().map(|bytes| bytes.as_slice());
        ecdsa::read(curve, scalar, Some(&point))
    }

    fn rsa(&self) -> Result<Box<dyn Material>> {
        let (n, e) = (self.required("n")?, self.required("e")?);
        let Some(d) = self.bytes("d")? else {
            return rsa::read(&n, &e, None);
        };
        if self.get("oth").is_some() {
            return Err(key("RSA keys of more than two primes are not supported"));
        }
        let numbers = PrivateNumbers {
            d: &d,
            p: &self.required("p")?,
            q: &self.required("q")?,
            dp: &self.required("dp")?,
            dq: &self.required("dq")?,
            qi: &self.required("qi")?,
        };
        rsa::read(&n, &e, Some(numbers))
    }
}

/// What is written into a JWK.
pub(super) struct Parts<'a> {
    pub(super) material: &'a dyn Material,
    pub(super) algorithm: Option<Algorithm>,
    pub(super) key_id: Option<&'a str>,
    pub(super) usage: Usage,
}

/// A key in the form of a JWK. Serde writes it as an object.
pub struct JwkObject {
    members: Vec<(&'static str, Member)>,
}

/// The values are wiped.
enum Member {
    Text(Zeroizing<String>),
    Operation(&'static str),
}

impl JwkObject {
    /// With the private members or without.
    pub(super) fn new(parts: Parts<'_>, private: bool) -> Self {
        let mut members = parts.material.required_members();
        if private {
            members.extend(parts.material.private_members());
        }
        // `kty` first, as everybody writes it.
        if let Some(at) = members.iter().position(|(name, _)| *name == "kty") {
            let kty = members.remove(at);
            members.insert(0, kty);
        }
        members.extend(parts.key_id.map(|key_id| text("kid", key_id)));
        members.extend(parts.algorithm.map(|one| text("alg", one.name())));
        let operation = match parts.usage {
            Usage {
                sign: true,
                verify: false,
            } => Some("sign"),
            Usage {
                sign: false,
                verify: true,
            } => Some("verify"),
            _ => None,
        };
        let last = match operation.filter(|_| private) {
            Some(operation) => ("key_ops", Member::Operation(operation)),
            None => {
                let (name, value) = text("use", "sig");
                (name, Member::Text(value))
            }
        };
        let texts = members.into_iter();
        let texts = texts.map(|(name, value)| (name, Member::Text(value)));
        Self {
            members: texts.chain([last]).collect(),
        }
    }

    /// The text of the object.
    pub(super) fn to_json(&self) -> String {
        let length = self.members.iter().map(|(name, value)| match value {
            Member::Text(text) => name.len() + text.len() + 6,
            Member::Operation(operation) => name.len() + operation.len() + 8,
        });
        let mut object = ObjectWriter::with_capacity(length.sum::<usize>() + 64);
        for (name, value) in &self.members {
            match value {
                Member::Text(text) => object.string(name, text),
                Member::Operation(operation) => object.strings(name, &[operation]),
            };
        }
        object.finish()
    }
}

impl Serialize for JwkObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.members.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Operation(operation) => [operation].serialize(serializer),
        }
    }
}

/// RFC 7638 section 3.
pub(super) fn thumbprint(material: &dyn Material) -> String {
    let members = material.required_members();
    let length = members
        .iter()
        .map(|(name, value)| name.len() + value.len() + 6);
    let mut object = ObjectWriter::with_capacity(length.sum::<usize>() + 2);
    for (name, value) in &members {
        object.string(name, value);
    }
    let text = Zeroizing::new(object.finish());
    Base64UrlUnpadded::encode_string(&Sha256::digest(text.as_bytes()))
}
