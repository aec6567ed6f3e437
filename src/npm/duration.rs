//! Spans of time as people write them.

use wasm_bindgen::prelude::*;

use super::options::{Options, wrong};
use super::thrown::Result;

const EXPECTED: &str =
    "whole seconds, or a span such as \"90s\", \"30m\", \"12h\", \"7d\" or \"2w\"";

/// Reads an option as whole seconds: a number, or digits with a unit.
pub(super) fn seconds(options: &Options, name: &str) -> Result<Option<i64>> {
    let Some(value) = options.get(name) else {
        return Ok(None);
    };
    let seconds = match value.as_string() {
        Some(span) => parse(&span),
        None => whole(value),
    };
    match seconds {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(wrong(name, value, EXPECTED)),
    }
}

fn whole(value: &JsValue) -> Option<i64> {
    let number = value.as_f64()?;
    // Beyond 2^53 a number is no longer exact.
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn parse(span: &str) -> Option<i64> {
    let unit = span.chars().next_back()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let count = span.strip_suffix(unit)?;
    if !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    count.parse::<i64>().ok()?.checked_mul(seconds)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_span_is_digits_and_a_unit() {
        assert_eq!(parse("30m"), Some(1800));
        assert_eq!(parse("2w"), Some(1_209_600));
        for span in [
            "",
            "m",
            "-1m",
            "1.5h",
            "1 h",
            "1y",
            "30",
            "99999999999999999w",
            "1é",
        ] {
            assert_eq!(parse(span), None, "{span}");
        }
    }
}
