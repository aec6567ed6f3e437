//! The options object of an export: every name must be known, every value of
//! its type.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::argument::{self, kind};
use super::thrown::{Result, Thrown};

/// An options object, or none.
pub(super) struct Options(Option<Object>);

impl Options {
    /// Takes an optional argument; `known` are the names it may have.
    pub(super) fn read(value: &JsValue, known: &[&str]) -> Result<Self> {
        if value.is_undefined() {
            return Ok(Self(None));
        }
        if !value.is_object() || Array::is_array(value) || value.is_instance_of::<Uint8Array>() {
            return Err(argument::wrong(value, "options", "an object"));
        }
        let object: &Object = value.unchecked_ref();
        for name in Object::keys(object).iter() {
            let name = name.as_string().unwrap_or_default();
            if !known.contains(&name.as_str()) {
                return Err(Thrown::option(format!(
                    "unknown option `{name}`: expected {}",
                    known.join(", ")
                )));
            }
        }
        Ok(Self(Some(object.clone())))
    }

    /// An option that is an options object itself.
    pub(super) fn nested(&self, name: &str, known: &[&str]) -> Result<Self> {
        match self.get(name)? {
            None => Ok(Self(None)),
            Some(value) if value.is_object() => Self::read(&value, known),
            Some(value) => Err(wrong(name, &value, "an object")),
        }
    }

    /// The value of an option; `undefined` is the same as absent.
    pub(super) fn get(&self, name: &str) -> Result<Option<JsValue>> {
        let Some(object) = &self.0 else {
            return Ok(None);
        };
        let value = Reflect::get(object, &name.into()).map_err(Thrown::passed_on)?;
        Ok((!value.is_undefined()).then_some(value))
    }

    fn read_as<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl Fn(&JsValue) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        match read(&value) {
            Some(value) => Ok(Some(value)),
            None => Err(wrong(name, &value, expected)),
        }
    }

    /// A whole number from 0 to 2^32-1.
    pub(super) fn whole(&self, name: &str) -> Result<Option<u32>> {
        self.read_as(name, "a whole number from 0 to 4294967295", |value| {
            let number = value.as_f64()?;
            // The cast saturates, so that only a whole number in range comes
            // back as itself.
            let whole = number as u32;
            (f64::from(whole) == number).then_some(whole)
        })
    }

    /// Any finite number.
    pub(super) fn number(&self, name: &str) -> Result<Option<f64>> {
        self.read_as(name, "a number", |value| {
            value.as_f64().filter(|number| number.is_finite())
        })
    }

    /// `true` or `false`, and nothing that is merely truthy.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>> {
        self.read_as(name, "true or false", JsValue::as_bool)
    }

    /// A string.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>> {
        let value = self.get(name)?;
        value.map(|value| text(&value, name)).transpose()
    }

    /// A string or a list of strings.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>> {
        let Some(value) = self.get(name)? else {
            return Ok(Vec::new());
        };
        if !Array::is_array(&value) {
            return Ok(vec![text(&value, name)?]);
        }
        let list: Array = value.unchecked_into();
        if list.length() == 0 {
            return Err(Thrown::option(format!(
                "option `{name}`: the list is empty"
            )));
        }
        list.iter().map(|entry| text(&entry, name)).collect()
    }

    /// A string's UTF-8, or bytes.
    pub(super) fn bytes(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        match self.get(name)? {
            None => Ok(None),
            Some(value) if value.is_string() || value.is_instance_of::<Uint8Array>() => {
                argument::bytes(&value, name).map(Some)
            }
            Some(value) => Err(wrong(name, &value, "a string or a Uint8Array")),
        }
    }

    /// The JSON text of an object.
    pub(super) fn json(&self, name: &str) -> Result<Option<String>> {
        let value = self.get(name)?;
        value.map(|value| argument::json(&value, name)).transpose()
    }
}

fn text(value: &JsValue, name: &str) -> Result<String> {
    if !value.is_string() {
        return Err(wrong(name, value, "a string"));
    }
    argument::text(value, name)
}

/// An option of the wrong type. Values are not repeated: one may be a secret.
pub(super) fn wrong(name: &str, value: &JsValue, expected: &str) -> Thrown {
    Thrown::option(format!(
        "option `{name}`: expected {expected}, got {}",
        match value.as_f64() {
            Some(_) => "another number".into(),
            None => kind(value),
        }
    ))
}
