//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037 section 2): reading,
//! writing, thumbprints (RFC 7638).

use super::key_ops::KeyOperations;
use crate::error::{Error, Result};
use crate::json::{ObjectWriter, Value};
use crate::token::algorithm::{Algorithm, FAMILIES, Material, Members, key, text};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::ser::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// RFC 7517 section 4.3 has eight.
const MAX_OPERATIONS: usize = 32;

/// What a JWK says.
pub(super) struct Jwk {
    pub(super) material: Box<dyn Material>,
    pub(super) algorithm: Option<Algorithm>,
    pub(super) key_id: Option<String>,
    pub(super) permitted: KeyOperations,
}

/// Reads the text of one JWK.
pub(super) fn read(text: &str) -> Result<Jwk> {
    let jwk = Members::read(text)?;
    Ok(Jwk {
        permitted: permitted(&jwk)?,
        algorithm: algorithm(&jwk)?,
        key_id: jwk.text("kid")?.map(str::to_owned),
        material: material(&jwk)?,
    })
}

/// The `kid` of a JWK that is otherwise not readable.
pub(super) fn key_id(text: &str) -> Option<String> {
    let jwk = Members::read(text).ok()?;
    jwk.text("kid").ok()?.map(str::to_owned)
}

/// RFC 7517 sections 4.2 and 4.3.
fn permitted(jwk: &Members<'_>) -> Result<KeyOperations> {
    if !matches!(jwk.text("use")?, None | Some("sig")) {
        return Err(key("the JWK is not for signatures: its `use` is not `sig`"));
    }
    let operations = match jwk.get("key_ops") {
        None => return Ok(KeyOperations::ALL),
        // An empty list is what some serializers write for one that is not there.
        Some(Value::Texts(operations)) if operations.is_empty() => return Ok(KeyOperations::ALL),
        Some(Value::Texts(operations)) => operations,
        Some(_) => return Err(key("the JWK's `key_ops` is not a list of strings")),
    };
    if operations.len() > MAX_OPERATIONS {
        return Err(Error::Key(
            format!("the JWK's `key_ops` has more than {MAX_OPERATIONS} operations").into(),
        ));
    }
    let permitted = KeyOperations {
        sign: operations.iter().any(|name| name == "sign"),
        verify: operations.iter().any(|name| name == "verify"),
    };
    let repeated = (1..operations.len()).any(|at| operations[..at].contains(&operations[at]));
    match permitted {
        _ if repeated => Err(key("the JWK's `key_ops` names an operation twice")),
        KeyOperations {
            sign: false,
            verify: false,
        } => Err(key(
            "the JWK is not for signatures: its `key_ops` has neither `sign` nor `verify`",
        )),
        permitted => Ok(permitted),
    }
}

/// RFC 7517 section 4.4.
fn algorithm(jwk: &Members<'_>) -> Result<Option<Algorithm>> {
    match jwk.text("alg")? {
        None => Ok(None),
        Some(name) => name
            .parse()
            .map(Some)
            .map_err(|_| key("the JWK's `alg` is not a signature algorithm known here")),
    }
}

/// RFC 7518 section 6, RFC 8037 section 2.
fn material(jwk: &Members<'_>) -> Result<Box<dyn Material>> {
    let key_type = jwk
        .text("kty")?
        .ok_or_else(|| key("the JWK has no `kty`"))?;
    let family = FAMILIES
        .iter()
        .find(|family| family.key_type == key_type)
        .ok_or_else(|| key("the JWK's `kty` is none of oct, EC, OKP, RSA"))?;
    (family.from_jwk)(jwk)
}

/// What is written into a JWK.
pub(super) struct Parts<'a> {
    pub(super) material: &'a dyn Material,
    pub(super) algorithm: Option<Algorithm>,
    pub(super) key_id: Option<&'a str>,
    pub(super) permitted: KeyOperations,
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
        let operation = match parts.permitted {
            KeyOperations {
                sign: true,
                verify: false,
            } => Some("sign"),
            KeyOperations {
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
