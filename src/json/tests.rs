use super::reader::MAX_DEPTH;
use super::*;
use proptest::prelude::*;
use std::borrow::Cow;

fn read(text: &str) -> Result<Vec<(String, &'static str)>, String> {
    let mut found = Vec::new();
    read_object(text, &mut |name, value, place| {
        assert!(!text[place].starts_with(char::is_whitespace));
        found.push((name.clone().into_owned(), value.kind()));
    })
    .map_err(|problem| problem.to_string())?;
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
fn the_name_that_is_repeated_can_be_told() {
    let many = (0..40)
        .map(|n| format!("\"{}\":0", n % 39))
        .collect::<Vec<_>>();
    for (text, name) in [
        (r#"{"sub":"a","\u0073ub":"b"}"#, Some("sub")),
        (r#"{"a":{"b":1,"b":3}}"#, Some("b")),
        (&*format!("{{{}}}", many.join(",")), Some("0")),
        ("{", None),
        ("{}", None),
    ] {
        let problem = read_object(text, &mut |_, _, _| ()).err();
        assert_eq!(problem.as_ref().and_then(Problem::repeated), name, "{text}");
    }
}

#[test]
fn a_list_hands_over_its_elements_and_where_they_stand() {
    let text = r#" [ {"a":[1]} ,"x", 1.50,[] ] "#;
    let mut found = Vec::new();
    read_list(text, &mut |value, place| {
        found.push((value.kind(), &text[place]));
    })
    .unwrap();
    let expected = [
        ("an object", r#"{"a":[1]}"#),
        ("a string", r#""x""#),
        ("a number", "1.50"),
        ("a list of strings", "[]"),
    ];
    assert_eq!(found, expected);
    for (text, message) in [
        ("{}", "expected a JSON list"),
        ("", "expected a JSON list"),
        ("[1", "the JSON text ends too early"),
        ("[1,]", "malformed JSON at byte 3"),
        ("[] []", "malformed JSON at byte 3"),
        (r#"[{"a":1,"a":1}]"#, "a name occurs twice in one object"),
    ] {
        let problem = read_list(text, &mut |_, _| ()).unwrap_err();
        assert_eq!(problem.to_string(), message, "{text}");
    }
}

#[test]
fn members_are_found_by_name_and_replaced_where_they_stand() {
    let text = r#"{ "id": 9007199254740993, "d\u0065ep":[{"n":1.10e+2}], "x":"y" }"#;
    let object = Object::read(text).unwrap();
    assert_eq!(object.text_of("id"), Some("9007199254740993"));
    assert_eq!(object.text_of("deep"), Some(r#"[{"n":1.10e+2}]"#));
    assert_eq!(object.get("x"), Some(&Value::Text("y".into())));
    assert!(object.get("y").is_none());

    let expected = text.replace(r#"[{"n":1.10e+2}]"#, "null");
    assert_eq!(with(text, "deep", "null"), Ok(expected));
    assert!(with(r#"{"a":1,"a":2}"#, "a", "3").is_err());
}

#[test]
fn an_object_is_written_member_by_member() {
    let mut writer = ObjectWriter::with_capacity(0);
    writer
        .members_of(" { } ")
        .string("a\"", "b")
        .members_of(" { \"c\" : 1.0e2 ,\"d\":{} } ")
        .strings("e", &["f", "g"])
        .strings("h", &[""; 0])
        .raw("i", "9007199254740993");
    let expected = r#"{"a\"":"b","c" : 1.0e2 ,"d":{},"e":["f","g"],"h":[],"i":9007199254740993}"#;
    assert_eq!(writer.finish(), expected);
    assert_eq!(ObjectWriter::with_capacity(0).finish(), "{}");
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
    let ours = read_object(text, &mut |name, value, place| {
        assert!(serde_json::from_str::<serde_json::Value>(&text[place]).is_ok());
        found.push((name.clone(), value));
    })
    .map_err(|problem| problem.to_string());
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
    fn strings_are_written_as_serde_json_writes_them(name in any::<String>(), value in "[ -~\u{0}-\u{1f}\u{7f}é😀]{0,40}") {
        let mut writer = ObjectWriter::with_capacity(0);
        writer.string(&name, &value);
        prop_assert_eq!(writer.finish(), serde_json::json!({ name: value }).to_string());
    }

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
