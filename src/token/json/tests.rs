use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<Vec<(String, &'static str)>, String> {
    let mut found = Vec::new();
    read_object(text, &mut |name, value| {
        found.push((name.clone().into_owned(), value.kind()));
    })?;
    Ok(found)
}

#[test]
fn every_member_is_handed_over_once() {
    let found = read(r#" {"a":1,"b\u0062":["x"],"c":{"d":[1]},"e":null,"f":[],"g":[1]} "#);
    let expected = [
        ("a", "a number"),
        ("bb", "a list of strings"),
        ("c", "an object"),
        ("e", "null"),
        ("f", "a list of strings"),
        ("g", "a list"),
    ];
    assert_eq!(
        found,
        Ok(expected.map(|(name, kind)| (name.to_owned(), kind)).into())
    );
}

#[test]
fn a_repeated_name_is_refused_at_every_depth_and_in_every_spelling() {
    for text in [
        r#"{"sub":"a","sub":"a"}"#,
        r#"{"sub":"a","\u0073ub":"b"}"#,
        r#"{"a":{"b":1,"c":2,"b":3}}"#,
        r#"{"a":[{"b":1,"b":1}]}"#,
    ] {
        assert_eq!(
            read(text),
            Err("a name occurs twice in one object".to_owned())
        );
    }
}

#[test]
fn depth_is_limited() {
    let nested = |levels: usize| {
        format!(
            r#"{{"a":{}{}}}"#,
            "[".repeat(levels - 1),
            "]".repeat(levels - 1)
        )
    };
    assert!(read(&nested(MAX_DEPTH)).is_ok());
    let refused = Err(format!("objects and lists lie more than {MAX_DEPTH} deep"));
    assert_eq!(read(&nested(MAX_DEPTH + 1)), refused);
    assert_eq!(read(&nested(100_000)), refused);
}

#[test]
fn anything_but_one_object_is_refused() {
    for (text, message) in [
        ("[]", "expected a JSON object"),
        ("\"at line 1\"", "expected a JSON object"),
        ("null", "expected a JSON object"),
        ("", "expected a JSON object"),
        ("\u{feff}{}", "expected a JSON object"),
        ("\u{a0}{}", "expected a JSON object"),
        ("{\"a\":1", "the JSON text ends too early"),
        ("{} {}", "malformed JSON at byte 3"),
        ("{\"a\":1,}", "malformed JSON at byte 7"),
        ("{\"a\":NaN}", "malformed JSON at byte 5"),
        ("{\"a\":1e999}", "a number is too large for a double"),
        (
            "{\"a\":\"\\ud800\"}",
            "a string has a lone surrogate, which is no Unicode text",
        ),
        (
            "{\"a\":\"\\ud800\\u0041\"}",
            "a string has a lone surrogate, which is no Unicode text",
        ),
        (
            "{\"a\":\"\\udc00\"}",
            "a string has a lone surrogate, which is no Unicode text",
        ),
    ] {
        assert_eq!(read(text), Err(message.to_owned()), "{text}");
    }
}

/// What `serde_json` has for a value that `Value` shows.
fn shown(value: &serde_json::Value) -> Value<'_> {
    use serde_json::Value as Json;
    match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Number(Number {
            value: number.as_f64().unwrap(),
            text: "",
        }),
        Json::String(text) => Value::Text(text.as_str().into()),
        Json::Array(list) => list
            .iter()
            .map(|one| one.as_str().map(Cow::from))
            .collect::<Option<_>>()
            .map_or(Value::List, Value::Texts),
        Json::Object(_) => Value::Object,
    }
}

/// Pieces that JSON is made of, put together at random, often well-formed.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\":",
        "\"\\u0061\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\n\\/\"",
        "\"\\x\"",
        "\"é😀\"",
        "\"",
        "\\",
        "\u{1}",
        "\u{7f}",
        "0",
        "-0",
        "01",
        "1.5",
        "1.",
        ".5",
        "1e3",
        "1E+2",
        "1e",
        "-",
        "1e400",
        "123456789012345678901234567890",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{a0}",
        "\"a long text without anything special in it\"",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value as Json;
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        (-1e300..1e300).prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::vec((any::<String>(), inner), 0..20)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// Both readers say the same about `text`.
fn agrees(text: &str) {
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    let mut found = Vec::new();
    let ours = read_object(text, &mut |name, value| found.push((name.clone(), value)));
    match (theirs, ours) {
        (Ok(serde_json::Value::Object(members)), Ok(())) => {
            assert_eq!(members.len(), found.len(), "{text}");
            for ((name, value), (found_name, found_value)) in members.iter().zip(&found) {
                assert_eq!(name, found_name, "{text}");
                match (shown(value), found_value) {
                    // Theirs may be off by one in the last place.
                    (Value::Number(one), Value::Number(other)) => {
                        let off = (one.value - other.value).abs();
                        assert!(off <= one.value.abs() * 1e-15, "{text}");
                        assert!(text.contains(other.text), "{text}");
                    }
                    (value, found_value) => assert_eq!(value, *found_value, "{text}"),
                }
            }
        }
        // It keeps the last of them.
        (Ok(serde_json::Value::Object(_)), Err(problem)) => {
            assert_eq!(problem, "a name occurs twice in one object", "{text}");
        }
        (Ok(_), ours) => assert_eq!(ours, Err("expected a JSON object".to_owned()), "{text}"),
        (Err(_), ours) => assert!(ours.is_err(), "{text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 4096,
        ..ProptestConfig::default()
    })]

    #[test]
    fn serde_json_says_the_same_of_texts_that_are_nearly_json(inside in pieces()) {
        agrees(&inside);
        agrees(&format!("{{\"b\":{inside}}}"));
        agrees(&format!("{{\"b\":[{inside}]}}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 512,
        ..ProptestConfig::default()
    })]

    #[test]
    fn serde_json_says_the_same_of_whatever_it_wrote(
        value in json(),
        pretty in any::<bool>(),
        cut in any::<prop::sample::Index>(),
        other in any::<u8>(),
    ) {
        let value = serde_json::json!({ "x": value, "y": [] });
        let text = match pretty {
            true => serde_json::to_string_pretty(&value).unwrap(),
            false => value.to_string(),
        };
        agrees(&text);
        let mut bytes = text.into_bytes();
        let at = cut.index(bytes.len());
        bytes[at] = other;
        if let Ok(changed) = String::from_utf8(bytes) {
            agrees(&changed);
            if let Some(start) = changed.get(..at) {
                agrees(start);
            }
        }
    }
}

#[test]
fn a_name_is_found_again_among_few_and_among_many() {
    for count in [2, 15, 16, 17, 1000] {
        let members = |last: usize| {
            let names = (0..count - 1).chain([last]);
            let members: Vec<_> = names.map(|name| format!("\"{name}\":0")).collect();
            format!("{{{}}}", members.join(","))
        };
        assert!(read(&members(count)).is_ok());
        assert!(read(&members(0)).is_err(), "{count}");
    }
}
