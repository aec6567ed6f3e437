//! The options object of an export: every name must be known, every value of
//! its type.

use js_sys::Array;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::argument;
use super::thrown::{Result, Thrown};
use super::value;

/// The longest name of an unknown option that a message shows, in characters.
const LONGEST_SHOWN: usize = 64;

/// What an options object has, `undefined` left out. Each property was read
/// once.
#[derive(Default)]
pub(super) struct Options(Vec<(String, JsValue)>);

impl Options {
    /// Takes an optional argument; `known` are the names it may have.
    pub(super) fn read(value: &JsValue, known: &[&str]) -> Result<Self> {
        if value.is_undefined() {
            return Ok(Self::default());
        }
        let entries = value::entries(value).map_err(Thrown::passed_on)?;
        let entries = entries.ok_or_else(|| argument::wrong(value, "options", "a plain object"))?;
        Self::of(&entries, known)
    }

    fn of(entries: &Array, known: &[&str]) -> Result<Self> {
        let mut options = Vec::new();
        for index in (0..entries.length()).step_by(2) {
            let name = entries.get(index).as_string().unwrap_or_default();
            if !known.contains(&name.as_str()) {
                return Err(unknown(&name, known));
            }
            let value = entries.get(index + 1);
            if !value.is_undefined() {
                options.push((name, value));
            }
        }
        Ok(Self(options))
    }

    /// An option that is an options object itself, `None` when it is absent.
    pub(super) fn nested(&self, name: &str, known: &[&str]) -> Result<Option<Self>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match value::entries(value).map_err(Thrown::passed_on)? {
            Some(entries) => Self::of(&entries, known).map(Some),
            None => Err(wrong(name, value, "a plain object")),
        }
    }

    /// The value of an option.
    pub(super) fn get(&self, name: &str) -> Option<&JsValue> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    fn read_as<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl Fn(&JsValue) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match read(value) {
            Some(value) => Ok(Some(value)),
            None => Err(wrong(name, value, expected)),
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
        self.read_as(name, "a finite number", |value| {
            value.as_f64().filter(|number| number.is_finite())
        })
    }

    /// `true` or `false`, and nothing that is merely truthy.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>> {
        self.read_as(name, "true or false", JsValue::as_bool)
    }

    /// A string.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>> {
        self.get(name).map(|value| text(value, name)).transpose()
    }

    /// A string or a list of strings.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>> {
        let Some(value) = self.get(name) else {
            return Ok(Vec::new());
        };
        let Some(list) = value.dyn_ref::<Array>() else {
            return Ok(vec![text(value, name)?]);
        };
        if list.length() == 0 {
            return Err(Thrown::option(format!(
                "option `{name}`: the list is empty"
            )));
        }
        list.iter().map(|entry| text(&entry, name)).collect()
    }

    /// A string's UTF-8, or bytes.
    pub(super) fn bytes(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        self.get(name)
            .map(|value| {
                argument::bytes(value, name).map_err(|_| {
                    wrong(
                        name,
                        value,
                        "a well-formed string or a Uint8Array that is not detached",
                    )
                })
            })
            .transpose()
    }

    /// A list of strings or bytes, empty when it is absent.
    pub(super) fn bytes_list(&self, name: &str) -> Result<Vec<Zeroizing<Vec<u8>>>> {
        let expected = "a list of well-formed strings and Uint8Arrays";
        let Some(value) = self.get(name) else {
            return Ok(Vec::new());
        };
        let list = value.dyn_ref::<Array>();
        list.ok_or_else(|| wrong(name, value, expected))?
            .iter()
            .map(|entry| argument::bytes(&entry, name).map_err(|_| wrong(name, value, expected)))
            .collect()
    }

    /// Bytes and nothing else: of a text it would not be clear how it is meant.
    pub(super) fn raw_bytes(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.get(name)
            .map(|value| match value::bytes(value) {
                Ok(Some(bytes)) => Ok(bytes.to_vec()),
                _ => Err(wrong(name, value, "a Uint8Array that is not detached")),
            })
            .transpose()
    }

    /// The JSON text of an object.
    pub(super) fn json(&self, name: &str) -> Result<Option<Zeroizing<String>>> {
        self.get(name)
            .map(|value| {
                argument::json(value, name, "a plain object")
                    .map_err(|_| wrong(name, value, "an object that JSON can express"))
            })
            .transpose()
    }
}

/// What was read from the options of the last call: most callers pass the same
/// ones each time, in a new object.
pub(super) struct Last<T>(Cell<Option<(Array, T)>>);

impl<T: Default> Last<T> {
    pub(super) const fn new() -> Self {
        Self(Cell::new(None))
    }

    /// Reads options with `read`, unless they are those of the last call, and
    /// gives them to `take`.
    ///
    /// What JavaScript runs meanwhile may come here again: it finds nothing kept.
    pub(super) fn with<R>(
        &self,
        value: &JsValue,
        known: &[&str],
        read: impl FnOnce(&Options) -> Result<T>,
        take: impl FnOnce(&T) -> Result<R>,
    ) -> Result<R> {
        if value.is_undefined() {
            return take(&T::default());
        }
        let last = self.0.take();
        let nothing = JsValue::UNDEFINED;
        let before = last.as_ref().map_or(&nothing, |(entries, _)| entries);
        let entries = value::new_entries(value, before).map_err(Thrown::passed_on)?;
        if entries.is_null()
            && let Some((entries, options)) = last
        {
            let result = take(&options);
            self.0.set(Some((entries, options)));
            return result;
        }
        let entries = entries
            .dyn_into::<Array>()
            .map_err(|_| argument::wrong(value, "options", "a plain object"))?;
        let options = read(&Options::of(&entries, known)?)?;
        let result = take(&options);
        if value::are_fixed(&entries) {
            self.0.set(Some((entries, options)));
        }
        result
    }
}

fn text(value: &JsValue, name: &str) -> Result<String> {
    argument::text(value, name).map_err(|_| wrong(name, value, "a well-formed string"))
}

/// An option of the wrong type. Values are not repeated: one may be a secret.
pub(super) fn wrong(name: &str, value: &JsValue, expected: &str) -> Thrown {
    let kind = match value.as_f64() {
        Some(_) => "another number".into(),
        None if value.is_string() => "another string".into(),
        None => value::kind(value),
    };
    Thrown::option(format!("option `{name}`: expected {expected}, got {kind}"))
}

/// A name that a message can show is an identifier: on one line and short.
fn unknown(name: &str, known: &[&str]) -> Thrown {
    let known = known.join(", ");
    let is_shown = name.len() <= LONGEST_SHOWN && name.bytes().all(|byte| byte.is_ascii_graphic());
    Thrown::option(match is_shown {
        true => format!("unknown option `{name}`: expected {known}"),
        false => format!(
            "unknown option, {} characters long: expected {known}",
            name.chars().count()
        ),
    })
}
