//! Whoever sends a token decides with its header how many keys of a set it is tried
//! with: never more than a few.

use keyward::Result;
use keyward::token::{
    Algorithm, DecodeOptions, Decoded, IssueOptions, Key, KeyOptions, KeySet, MOST_TRIED, decode,
    issue,
};

/// The secret of this number.
fn secret(number: usize, key_id: Option<&str>, algorithm: Algorithm) -> Key {
    let options = KeyOptions {
        algorithm: Some(algorithm),
        key_id: key_id.map(str::to_owned),
    };
    Key::from_secret(format!("the secret {number:054}").as_bytes(), options).unwrap()
}

fn hs256(number: usize, key_id: Option<&str>) -> Key {
    secret(number, key_id, Algorithm::HS256)
}

fn token(key: &Key) -> String {
    issue(r#"{"a":1}"#, key, &IssueOptions::default(), 0.0).unwrap()
}

fn decoded(key: &Key, set: &KeySet) -> Result<Decoded> {
    decode(&token(key), set, &DecodeOptions::default(), 0.0)
}

#[track_caller]
fn refusal(key: &Key, set: &KeySet) -> String {
    let error = decoded(key, set).unwrap_err();
    assert_eq!(error.code(), "ERR_KEY", "{error}");
    error.to_string()
}

#[test]
fn a_token_without_kid_is_tried_with_64_keys_and_no_more() {
    let named = |count| -> Vec<Key> {
        (0..count)
            .map(|number| hs256(number, Some(&format!("key {number}"))))
            .collect()
    };
    let last = hs256(63, None);
    assert!(decoded(&last, &KeySet::new(named(MOST_TRIED))).is_ok());
    for count in [65, 6_000] {
        let set = KeySet::new(named(count));
        // Not even one that would be tried early.
        for number in [0, count / 2] {
            assert_eq!(
                refusal(&hs256(number, None), &set),
                format!(
                    "the token has no `kid`, and {count} keys of the set are for HS256, 64 are the most that are tried: give each key a `kid`, and issue tokens with it"
                )
            );
        }
        // With its name every key is found.
        let key = hs256(count - 1, Some(&format!("key {}", count - 1)));
        assert!(decoded(&key, &set).is_ok());
    }
}

#[test]
fn a_kid_that_more_than_64_keys_have_is_refused() {
    let same = |count| KeySet::new((0..count).map(|number| hs256(number, Some("a"))).collect());
    assert!(decoded(&hs256(63, Some("a")), &same(MOST_TRIED)).is_ok());
    assert_eq!(
        refusal(&hs256(0, Some("a")), &same(65)),
        r#"65 keys of the set for HS256 have the token's `kid` "a", 64 are the most that are tried: give each key a `kid` of its own"#
    );
}

#[test]
fn keys_that_are_not_for_the_token_do_not_count() {
    let mut keys: Vec<Key> = (0..100)
        .map(|number| secret(number, None, Algorithm::HS512))
        .collect();
    keys.push(hs256(1_000, None));
    assert!(decoded(&hs256(1_000, None), &KeySet::new(keys)).is_ok());
    // Nor those that cannot be used, or not for this.
    let jwk = |number| hs256(number, None).to_jwk();
    let signing = jwk(0).replace('}', r#","key_ops":["sign"]}"#);
    let mut jwks = vec![signing; 100];
    jwks.extend(vec![r#"{"kty":"future"}"#.to_owned(); 100]);
    jwks.push(jwk(1_000));
    let set = KeySet::from_json(&format!(r#"{{"keys":[{}]}}"#, jwks.join(","))).unwrap();
    assert!(decoded(&hs256(1_000, None), &set).is_ok());
}
