//! A request body that is a JSON object, with FastAPI's answers to one that is not.

use http::{HeaderMap, Request, StatusCode};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use super::body::Body;
use super::form;
use super::media_type;
use super::refusal::Refusal;
use super::validation::FieldError;
use crate::account::address;
use crate::json::{Object, Value};

/// Members that no answer repeats.
const SECRET: [&str; 4] = ["password", "current_password", "new_password", "token"];

/// A body; it may hold a password, so it is wiped after use.
pub(in crate::oauth) struct JsonBody(Content);

enum Content {
    Nothing,
    /// Of another media type.
    Other,
    Json(Zeroizing<String>),
}

/// The members of a body, each asked for once, and what is wrong with them.
pub(in crate::oauth) struct Members<'a> {
    object: Object<'a>,
    /// Whether the error about a member that is missing repeats the others.
    tells: bool,
    errors: Vec<FieldError>,
}

/// Reads the body of a request.
///
/// # Errors
/// Why it cannot be read.
pub(in crate::oauth) async fn read<B: Body>(request: Request<B>) -> Result<JsonBody, Refusal> {
    let (parts, body) = request.into_parts();
    let bytes = form::bytes(body).await?;
    if bytes.is_empty() {
        return Ok(JsonBody(Content::Nothing));
    }
    if !is_json(&parts.headers) {
        return Ok(JsonBody(Content::Other));
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(JsonBody(Content::Json(Zeroizing::new(text.to_owned())))),
        Err(_) => {
            let detail = "There was an error parsing the body";
            Err(Refusal::new(StatusCode::BAD_REQUEST, detail))
        }
    }
}

/// `application/json`, or a type that ends with `+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let media_type = media_type::without_parameters(&media_type::with_parameters(headers));
    let subtype = media_type.strip_prefix("application/");
    subtype.is_some_and(|subtype| subtype == "json" || subtype.ends_with("+json"))
}

fn read_object(text: &str) -> Result<Object<'_>, Refusal> {
    Object::read(text)
        .map_err(|problem| Refusal::unprocessable(vec![FieldError::no_json(&problem.to_string())]))
}

impl JsonBody {
    /// Its members, where FastAPI has a model for the body.
    ///
    /// # Errors
    /// 422 where it is no object.
    pub(in crate::oauth) fn members(&self) -> Result<Members<'_>, Refusal> {
        let error = match self.object()? {
            Some(object) => return Ok(Members::of(object, true)),
            None if matches!(self.0, Content::Nothing) => FieldError::no_body(),
            None => FieldError::no_object(),
        };
        Err(Refusal::unprocessable(vec![error]))
    }

    /// Its members, where FastAPI has a parameter for each: what is no object has none.
    ///
    /// # Errors
    /// 422 where it is no JSON.
    pub(in crate::oauth) fn fields(&self) -> Result<Members<'_>, Refusal> {
        let object = match self.object()? {
            Some(object) => object,
            None => read_object("{}")?,
        };
        Ok(Members::of(object, false))
    }

    fn object(&self) -> Result<Option<Object<'_>>, Refusal> {
        let Content::Json(text) = &self.0 else {
            return Ok(None);
        };
        let value = serde_json::from_str::<&serde_json::value::RawValue>(text);
        match value.is_ok_and(|value| !value.get().starts_with('{')) {
            true => Ok(None),
            false => read_object(text).map(Some),
        }
    }
}

impl<'a> Members<'a> {
    fn of(object: Object<'a>, tells: bool) -> Self {
        Self {
            object,
            tells,
            errors: Vec::new(),
        }
    }

    /// A text, wiped after use; `null` is none.
    pub(in crate::oauth) fn text(&mut self, name: &str) -> Option<Zeroizing<String>> {
        match self.object.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::Text(text)) => Some(Zeroizing::new(text.to_string())),
            Some(_) => {
                self.wrong(FieldError::not_a_string(name, self.value(name)));
                None
            }
        }
    }

    /// A text, or `null`, which says that there is none.
    pub(in crate::oauth) fn nullable(&mut self, name: &str) -> Option<Option<String>> {
        match self.object.get(name) {
            Some(Value::Null) => Some(None),
            _ => self.text(name).map(|text| Some(text.to_string())),
        }
    }

    /// A text that has to be there.
    pub(in crate::oauth) fn required(&mut self, name: &str) -> Option<Zeroizing<String>> {
        match self.object.get(name) {
            None => self.wrong(FieldError::missing(name, self.told())),
            Some(Value::Null) => self.wrong(FieldError::not_a_string(name, Json::Null)),
            Some(_) => return self.text(name),
        }
        None
    }

    /// A mail address that has to be there.
    pub(in crate::oauth) fn address(&mut self, name: &str) -> Option<String> {
        let text = self.required(name)?;
        self.as_address(name, &text)
    }

    /// A mail address that need not be there.
    pub(in crate::oauth) fn optional_address(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        self.as_address(name, &text)
    }

    fn as_address(&mut self, name: &str, text: &str) -> Option<String> {
        match address::read(text) {
            Ok(address) => Some(address),
            Err(reason) => {
                self.wrong(FieldError::no_address(name, text, &reason));
                None
            }
        }
    }

    /// Yes or no in the spellings that pydantic takes; `null` is neither.
    pub(in crate::oauth) fn flag(&mut self, name: &str) -> Option<bool> {
        let word = match self.object.get(name) {
            None | Some(Value::Null) => return None,
            Some(Value::Bool(flag)) => return Some(*flag),
            Some(Value::Number(number)) if number.value == 0.0 => return Some(false),
            Some(Value::Number(number)) if number.value == 1.0 => return Some(true),
            Some(Value::Text(text)) => text.to_ascii_lowercase(),
            Some(Value::Number(number)) if number.value.fract() == 0.0 => String::new(),
            Some(_) => {
                self.wrong(FieldError::no_bool(name, self.value(name), "bool_type"));
                return None;
            }
        };
        match word.as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => {
                self.wrong(FieldError::no_bool(name, self.value(name), "bool_parsing"));
                None
            }
        }
    }

    /// A list of texts.
    pub(in crate::oauth) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        match self.object.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::Texts(texts)) => Some(texts.iter().map(|one| one.to_string()).collect()),
            Some(_) => {
                self.wrong(FieldError::no_list(name, self.value(name)));
                None
            }
        }
    }

    /// Checks that nothing was wrong.
    ///
    /// # Errors
    /// 422 with everything that was.
    pub(in crate::oauth) fn check(self) -> Result<(), Refusal> {
        match self.errors.is_empty() {
            true => Ok(()),
            false => Err(Refusal::unprocessable(self.errors)),
        }
    }

    fn wrong(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    /// A value as it was sent, unless it is a secret.
    fn value(&self, name: &str) -> Json {
        let text = self
            .object
            .text_of(name)
            .filter(|_| !SECRET.contains(&name));
        text.and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }

    /// The body as it was sent, without secrets.
    fn told(&self) -> Json {
        if !self.tells {
            return Json::Null;
        }
        let members = self.object.values();
        let open = members.filter(|(name, _)| !SECRET.contains(name));
        let told: Map<String, Json> = open
            .map(|(name, text)| {
                (
                    name.to_owned(),
                    serde_json::from_str(text).unwrap_or_default(),
                )
            })
            .collect();
        told.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, ask: impl FnOnce(&mut Members<'_>)) -> Json {
        let body = JsonBody(Content::Json(Zeroizing::new(text.to_owned())));
        let refusal = body.members().and_then(|mut members| {
            ask(&mut members);
            members.check()
        });
        let reply = refusal.expect_err(text).reply(&|_, _, _| ());
        serde_json::from_slice::<Json>(reply.response.body()).unwrap()["detail"][0].take()
    }

    #[test]
    fn what_is_wrong_is_said_as_pydantic_says_it_and_without_the_password() {
        let missing = told(r#"{"password":"hunter2","plan":1}"#, |members| {
            members.address("email");
        });
        assert_eq!(
            missing,
            serde_json::json!({"type": "missing", "loc": ["body", "email"], "msg": "Field required", "input": {"plan": 1}})
        );
        let password = told(r#"{"password":["hunter2"]}"#, |members| {
            members.required("password");
        });
        assert_eq!(password["input"], Json::Null);
        assert_eq!(password["type"], "string_type");
        let address = told(r#"{"email":"ann"}"#, |members| {
            members.address("email");
        });
        assert_eq!(
            address["msg"],
            "value is not a valid email address: An email address must have an @-sign."
        );
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for (text, kind) in [
            ("[]", "model_attributes_type"),
            ("\"a\"", "model_attributes_type"),
            ("null", "model_attributes_type"),
            ("{", "json_invalid"),
            (r#"{"a":1,"a":2}"#, "json_invalid"),
        ] {
            assert_eq!(told(text, |_| ())["type"], kind, "{text}");
        }
    }

    #[test]
    fn flags_are_read_as_pydantic_reads_them() {
        let body = JsonBody(Content::Json(Zeroizing::new(
            r#"{"a":true,"b":0,"c":"Yes","d":null,"e":"off"}"#.into(),
        )));
        let mut members = body.members().ok().unwrap();
        let flags = ["a", "b", "c", "d", "e", "f"].map(|name| members.flag(name));
        assert_eq!(
            flags,
            [Some(true), Some(false), Some(true), None, Some(false), None]
        );
        assert!(members.check().is_ok());
        assert_eq!(
            told(r#"{"a":2}"#, |members| {
                members.flag("a");
            })["type"],
            "bool_parsing"
        );
    }
}
