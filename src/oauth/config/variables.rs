//! The environment variables behind the settings, each read as what it is to be.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use zeroize::Zeroizing;

use super::ConfigError;

/// What an environment has under a name: a text or nothing; or something that is
/// no text, or could not be fetched, and then what is wrong with it, in words that
/// go on after the name.
pub type Variable = Result<Option<String>, String>;

/// Asks the environment for one variable at a time.
pub(super) struct Variables<'a>(pub(super) &'a dyn Fn(&str) -> Variable);

impl Variables<'_> {
    /// A text, `None` where there is none or an empty one.
    pub(super) fn text(
        &self,
        setting: &'static str,
    ) -> Result<Option<Zeroizing<String>>, ConfigError> {
        let text = (self.0)(setting).map_err(|detail| ConfigError::new(setting, detail))?;
        Ok(text.map(Zeroizing::new).filter(|text| !text.is_empty()))
    }

    /// `true` or `false`, which is the default.
    pub(super) fn flag(&self, setting: &'static str) -> Result<bool, ConfigError> {
        match self.text(setting)?.as_ref().map(|text| text.as_str()) {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(_) => Err(ConfigError::new(setting, "is neither true nor false")),
        }
    }

    /// A whole number in a range, of what `unit` says (such as ` of minutes`).
    pub(super) fn number<N: FromStr + PartialOrd + Display>(
        &self,
        setting: &'static str,
        range: RangeInclusive<N>,
        default: N,
        unit: &str,
    ) -> Result<N, ConfigError> {
        let Some(text) = self.text(setting)? else {
            return Ok(default);
        };
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| {
            let (least, most) = range.into_inner();
            let detail = format!("is not a whole number{unit} from {least} to {most}");
            ConfigError::new(setting, detail)
        })
    }
}
