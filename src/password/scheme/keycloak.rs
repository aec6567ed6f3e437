//! Keycloak: the credential of a user as its export and its admin interface
//! give it, a JSON object with the two fields `secretData` and
//! `credentialData`, both JSON text again (or the objects themselves):
//!
//! ```json
//! {"secretData":"{\"value\":\"…\",\"salt\":\"…\",\"additionalParameters\":{}}",
//!  "credentialData":"{\"hashIterations\":210000,\"algorithm\":\"pbkdf2-sha512\",\"additionalParameters\":{}}"}
//! ```
//!
//! Take only these two from the export: nothing else is read, so nothing else
//! is accepted.

use base64ct::Base64;
use serde_json::{Map, Value};

use super::{Parts, argon2, pbkdf2};
use crate::error::{Error, Result};
use crate::password::argon2::{Algorithm, Parameters, Version};
use crate::password::encoding::{base64, decimal, malformed};
use crate::password::function::argon2::Argon2;
use crate::password::function::pbkdf2::Prf;

/// Reads what follows `{"`.
pub(super) fn read(rest: &str) -> Result<Parts> {
    let mut credential = object(&format!("{{\"{rest}"))?;
    let mut secret = take_object(&mut credential, "secretData")?;
    let mut data = take_object(&mut credential, "credentialData")?;
    let value = base64::<Base64>(&take_text(&mut secret, "value")?)?;
    let salt = base64::<Base64>(&take_text(&mut secret, "salt")?)?;
    if take_additional(&mut secret)?.is_some_and(|more| !more.is_empty()) {
        return Err(wrong());
    }
    let algorithm = take_text(&mut data, "algorithm")?;
    let iterations = data
        .remove("hashIterations")
        .and_then(|iterations| iterations.as_u64())
        .and_then(|iterations| u32::try_from(iterations).ok())
        .ok_or_else(wrong)?;
    let mut more = take_additional(&mut data)?.unwrap_or_default();
    let parts = match algorithm.as_str() {
        "argon2" => argon2(iterations, &mut more, salt, value)?,
        "pbkdf2" => pbkdf2::from_parts(Prf::Sha1, Some(iterations), salt, value)?,
        "pbkdf2-sha256" => pbkdf2::from_parts(Prf::Sha256, Some(iterations), salt, value)?,
        "pbkdf2-sha512" => pbkdf2::from_parts(Prf::Sha512, Some(iterations), salt, value)?,
        _ => {
            return Err(malformed(
                "the algorithm of a Keycloak credential is argon2, pbkdf2, pbkdf2-sha256 or pbkdf2-sha512",
            ));
        }
    };
    match [credential, secret, data, more].iter().all(Map::is_empty) {
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

/// An object, or one written as text.
fn take_object(from: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>> {
    match from.remove(name) {
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
        "a Keycloak credential is an object of secretData and credentialData as its export writes them",
    )
}
