//! Keycloak: the credential of a user as its export, its admin interface and its
//! table `CREDENTIAL` have it, a JSON object with `secretData` and `credentialData`,
//! both JSON text again (or the objects themselves):
//!
//! ```json
//! {"type":"password","createdDate":1690887741455,
//!  "secretData":"{\"value\":\"…\",\"salt\":\"…\",\"additionalParameters\":{}}",
//!  "credentialData":"{\"hashIterations\":210000,\"algorithm\":\"pbkdf2-sha512\",\"additionalParameters\":{}}"}
//! ```
//!
//! Before version 8 it was one object with `hashedSaltedValue`, `salt`,
//! `hashIterations` and `algorithm`. What lies beside these (`id`, `createdDate`,
//! `userLabel`, …) says nothing about the hash; within them nothing is accepted that
//! is not read. A list, as the export of a user has it, may hold credentials of other
//! types too.

use serde_json::{Map, Value};

use super::{Parts, argon2, pbkdf2};
use crate::error::{Error, Result};
use crate::password::argon2::{Algorithm, Parameters, Version};
use crate::password::digest::Digest;
use crate::password::encoding::{b64, decimal, malformed};
use crate::password::function::argon2::Argon2;

/// Members that nobody else has.
const MARKS: [&str; 3] = ["\"secretData\"", "\"secret_data\"", "\"hashedSaltedValue\""];

/// `None` for another text.
pub(super) fn read(encoded: &str) -> Option<Result<(&'static str, Parts)>> {
    let is_its = encoded.starts_with(['{', '[']) && MARKS.iter().any(|mark| encoded.contains(mark));
    is_its.then(|| {
        let parts = password(encoded).and_then(credential)?;
        Ok(("keycloak", parts))
    })
}

/// The credential that is a password.
fn password(encoded: &str) -> Result<Map<String, Value>> {
    let value = serde_json::from_str(encoded).map_err(|_| {
        malformed("the JSON of a Keycloak credential is not well-formed: was it cut?")
    })?;
    let list = match value {
        Value::Array(list) => list,
        value => vec![value],
    };
    let mut passwords = list.into_iter().filter_map(|value| match value {
        Value::Object(object) if is_password(&object) => Some(object),
        _ => None,
    });
    match (passwords.next(), passwords.next()) {
        (Some(password), None) => Ok(password),
        _ => Err(malformed(
            "one Keycloak credential with the type `password` is a hash",
        )),
    }
}

fn is_password(credential: &Map<String, Value>) -> bool {
    credential
        .get("type")
        .is_none_or(|kind| kind.as_str() == Some("password"))
}

fn credential(mut credential: Map<String, Value>) -> Result<Parts> {
    if let Some(value) = credential.remove("hashedSaltedValue") {
        let secret = Map::from_iter([
            ("value".to_owned(), value),
            (
                "salt".to_owned(),
                credential.remove("salt").unwrap_or_default(),
            ),
        ]);
        let data = ["hashIterations", "algorithm"]
            .map(|name| (name.to_owned(), credential.remove(name).unwrap_or_default()));
        return from_data(secret, Map::from_iter(data));
    }
    let secret = take_object(&mut credential, ["secretData", "secret_data"])?;
    let data = take_object(&mut credential, ["credentialData", "credential_data"])?;
    from_data(secret, data)
}

fn from_data(mut secret: Map<String, Value>, mut data: Map<String, Value>) -> Result<Parts> {
    let value = b64(
        "the value of a Keycloak credential",
        &take_text(&mut secret, "value")?,
    )?;
    let salt = b64(
        "the salt of a Keycloak credential",
        &take_text(&mut secret, "salt")?,
    )?;
    if take_additional(&mut secret)?.is_some_and(|more| !more.is_empty()) {
        return Err(wrong());
    }
    let algorithm = take_text(&mut data, "algorithm")?;
    let iterations = data
        .remove("hashIterations")
        .and_then(|iterations| iterations.as_u64())
        .and_then(|iterations| u32::try_from(iterations).ok())
        .ok_or_else(|| malformed("the hashIterations of a Keycloak credential are no number"))?;
    let mut more = take_additional(&mut data)?.unwrap_or_default();
    let parts = match algorithm.as_str() {
        "argon2" => argon2(iterations, &mut more, salt, value)?,
        "pbkdf2" => pbkdf2::from_parts(Digest::Sha1, Some(iterations), salt, value)?,
        "pbkdf2-sha256" => pbkdf2::from_parts(Digest::Sha256, Some(iterations), salt, value)?,
        "pbkdf2-sha512" => pbkdf2::from_parts(Digest::Sha512, Some(iterations), salt, value)?,
        _ => {
            return Err(malformed(
                "the algorithm of a Keycloak credential is argon2, pbkdf2, pbkdf2-sha256 or pbkdf2-sha512",
            ));
        }
    };
    match [secret, data, more].iter().all(Map::is_empty) {
        true => Ok(parts),
        false => Err(wrong()),
    }
}

/// `Argon2PasswordHashProvider`: each parameter is a list of one text.
fn argon2(
    iterations: u32,
    more: &mut Map<String, Value>,
    salt: Vec<u8>,
    tag: Vec<u8>,
) -> Result<Parts> {
    let algorithm = match take_parameter(more, "type")?.as_str() {
        "id" => Algorithm::Argon2id,
        "i" => Algorithm::Argon2i,
        "d" => Algorithm::Argon2d,
        _ => return Err(wrong()),
    };
    let version = match take_parameter(more, "version")?.as_str() {
        "1.3" => Version::V0x13,
        "1.0" => Version::V0x10,
        _ => return Err(wrong()),
    };
    let mut number =
        |name| take_parameter(more, name).and_then(|text| decimal(&text).ok_or_else(wrong));
    let parameters = Parameters {
        algorithm,
        version,
        memory: number("memory")?,
        iterations,
        parallelism: number("parallelism")?,
    };
    if number("hashLength")? as usize != tag.len() {
        return Err(wrong());
    }
    let kdf = Argon2 {
        parameters,
        salt,
        data: Vec::new(),
        keyid: Vec::new(),
    };
    argon2::checked(kdf, tag)
}

fn object(text: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(text).map_err(|_| wrong())
}

/// An object, or one written as text, under one of its names.
fn take_object(from: &mut Map<String, Value>, names: [&str; 2]) -> Result<Map<String, Value>> {
    match names.iter().find_map(|name| from.remove(*name)) {
        Some(Value::String(text)) => object(&text),
        Some(Value::Object(object)) => Ok(object),
        _ => Err(wrong()),
    }
}

fn take_text(from: &mut Map<String, Value>, name: &str) -> Result<String> {
    match from.remove(name) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(wrong()),
    }
}

fn take_additional(from: &mut Map<String, Value>) -> Result<Option<Map<String, Value>>> {
    match from.remove("additionalParameters") {
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(Value::Null) | None => Ok(None),
        _ => Err(wrong()),
    }
}

/// The only element of a list.
fn take_parameter(from: &mut Map<String, Value>, name: &str) -> Result<String> {
    match from.remove(name) {
        Some(Value::Array(mut list)) if list.len() == 1 => match list.pop() {
            Some(Value::String(text)) => Ok(text),
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

fn wrong() -> Error {
    malformed(
        "a Keycloak credential has secretData and credentialData as its export writes them, and nothing in them that is not read",
    )
}
