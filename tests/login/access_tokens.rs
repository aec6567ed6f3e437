//! Which access tokens are taken, for how long, and what ends them before.

use crate::app::*;
use keyward::token::{self, Key, KeyOptions};
use serde_json::{Value, json};

const LOGIN: &str = "username=quick&password=secret";
const DAY: f64 = 86_400.0;

/// The status, and the word in the log.
fn outcome(app: &App, token: &str) -> (u16, Option<&'static str>) {
    let answer = app.get("/users/me", Some(&format!("Bearer {token}")));
    if answer.status() == 401 {
        answer.assert_refused(401, "Could not validate credentials");
    }
    (answer.status(), answer.1.reason)
}

const GOOD: (u16, Option<&str>) = (200, None);

const fn refused(reason: &'static str) -> (u16, Option<&'static str>) {
    (401, Some(reason))
}

fn quick(more: Value) -> String {
    let mut claims = json!({"sub": "quick", "exp": NOW + 1800.0});
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    forged(None, &claims)
}

#[test]
fn a_refused_token_has_its_reason_in_the_log_in_a_word() {
    let app = App::new(&[]);
    let other =
        Key::from_secret(b"another secret of thirty-two bytes", KeyOptions::default()).unwrap();
    let foreign = token::issue(r#"{"sub":"quick"}"#, &other, &Default::default(), NOW).unwrap();
    let none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJxdWljayJ9.";
    let crit = "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsieCJdLCJ4IjoxfQ.e30.AAAA";
    for (token, reason) in [
        ("nonsense", "format"),
        (none, "algorithm"),
        (crit, "critical"),
        (&foreign, "signature"),
        (&quick(json!({"exp": NOW})), "expired"),
        (&quick(json!({"nbf": NOW + 1.0})), "not-yet"),
        (&forged(None, &json!({"sub": "quick"})), "exp"),
        (&quick(json!({"aud": "api"})), "audience"),
        (&quick(json!({"scope": ["me"]})), "claims"),
        (&forged(None, &json!({"exp": NOW + 60.0})), "subject"),
        (&quick(json!({"sub": "nobody"})), "unknown"),
    ] {
        assert_eq!(outcome(&app, token), refused(reason), "{token}");
    }
    assert_eq!(outcome(&app, &quick(json!({}))), GOOD);
    let line = serde_json::to_value(app.get("/users/me", Some("Bearer x")).1).unwrap();
    assert_eq!(line["reason"], "format");
    let line = serde_json::to_value(app.get("/users/me", None).1).unwrap();
    assert_eq!(line.get("reason"), None);
}

#[test]
fn a_key_set_beside_secret_key_hides_no_reason() {
    let key = Key::generate(token::Algorithm::ES256, &mut |bytes| {
        bytes.fill(7);
        Ok(())
    });
    let key = key.unwrap();
    let set = format!(r#"{{"keys":[{}]}}"#, key.to_jwk());
    let app = App::new(&[("KEYS", &set)]);
    assert_eq!(
        outcome(&app, &quick(json!({"exp": NOW}))),
        refused("expired")
    );
    let of_the_set =
        |claims: Value| token::issue(&claims.to_string(), &key, &Default::default(), NOW).unwrap();
    let over = of_the_set(json!({"sub": "quick", "exp": NOW}));
    assert_eq!(outcome(&app, &over), refused("expired"));
    let good = of_the_set(json!({"sub": "quick", "exp": NOW + 60.0}));
    assert_eq!(outcome(&app, &good), GOOD);
}

#[test]
fn a_token_without_exp_or_with_one_too_far_ahead_is_refused() {
    let app = App::new(&[]);
    for (claims, expected) in [
        (json!({"exp": NOW + DAY}), GOOD),
        // A few seconds, by which the clock of the issuer may be ahead.
        (json!({"exp": NOW + DAY + 5.0}), GOOD),
        (json!({"exp": NOW + DAY + 6.0}), refused("lifetime")),
        (json!({"exp": NOW + 3650.0 * DAY}), refused("lifetime")),
        (json!({"exp": 1e300}), refused("lifetime")),
        // One that was good for longer is not let in for its last hour.
        (json!({"iat": NOW - DAY + 1800.0}), GOOD),
        (
            json!({"iat": NOW - DAY + 1799.0, "exp": NOW + 1800.0}),
            refused("lifetime"),
        ),
        (json!({"iat": 0}), refused("lifetime")),
    ] {
        let token = quick(claims.clone());
        assert_eq!(outcome(&app, &token), expected, "{claims}");
    }
    let longer = App::new(&[("ACCESS_TOKEN_MAX_MINUTES", "43200")]);
    let token = quick(json!({"iat": NOW, "exp": NOW + 30.0 * DAY}));
    assert_eq!(outcome(&longer, &token), GOOD);
    let shorter = App::new(&[("ACCESS_TOKEN_MAX_MINUTES", "30")]);
    assert_eq!(outcome(&shorter, &shorter.token(LOGIN)), GOOD);
    let token = quick(json!({"iat": NOW - 1.0}));
    assert_eq!(outcome(&shorter, &token), refused("lifetime"));
}

#[test]
fn only_access_tokens_are_taken_by_their_type() {
    let app = App::new(&[]);
    let claims = json!({"sub": "quick", "exp": NOW + 60.0});
    for typ in [
        "JWT",
        "jwt",
        "at+jwt",
        "AT+JWT",
        "application/at+jwt",
        "Application/JWT",
    ] {
        assert_eq!(outcome(&app, &forged(Some(typ), &claims)), GOOD, "{typ}");
    }
    for typ in [
        "refresh+jwt",
        "id+jwt",
        "logout+jwt",
        "JOSE",
        "",
        "text/at+jwt",
        "at+jwt ",
    ] {
        let token = forged(Some(typ), &claims);
        assert_eq!(outcome(&app, &token), refused("typ"), "{typ}");
    }
    let untyped = hmac_of_the_flow::sign(r#"{"alg":"HS256"}"#, &claims.to_string());
    assert_eq!(outcome(&app, &untyped), GOOD);
}

#[test]
fn only_access_tokens_are_taken_by_their_claims() {
    let app = App::new(&[("AUDIENCE", "web")]);
    for (more, good) in [
        (json!({}), true),
        (json!({"nonce": "n-0S6_WzA2Mj"}), false),
        (json!({"at_hash": "MTIzNDU2Nzg5MDEyMzQ1Ng"}), false),
        (json!({"c_hash": 1}), false),
        (json!({"token_use": "id"}), false),
        (json!({"token_use": "access"}), true),
        (json!({"token_type": "refresh"}), false),
        (json!({"token_type": "access"}), true),
        (json!({"type": "refresh"}), false),
        (json!({"type": "gold", "typ": {"id": 1}}), true),
        (json!({"typ": "ID"}), false),
        (json!({"typ": "Offline"}), false),
        (json!({"typ": "Bearer"}), true),
    ] {
        let mut claims = more.clone();
        claims["aud"] = json!("web");
        let expected = if good { GOOD } else { refused("kind") };
        assert_eq!(outcome(&app, &quick(claims)), expected, "{more}");
    }
}

#[test]
fn a_record_whose_claims_make_another_kind_of_token_gets_none() {
    let app = App::new(&[]);
    let record = user("odd", json!({"claims": {"token_use": "id"}}));
    app.store.insert("odd", &record);
    app.login("username=odd&password=secret")
        .assert_refused(503, "the token cannot be issued");
    let (_, line) = app.log.borrow_mut().pop().unwrap();
    assert_eq!(
        line,
        "token cannot be issued: the record's claims say that it is another kind of token"
    );
}

#[test]
fn issuer_and_audience_are_written_and_asked_for_where_they_are_set() {
    let both = [
        ("ISSUER", "https://login.example"),
        ("AUDIENCE", "https://api.example"),
    ];
    let app = App::new(&both);
    let token = app.token(LOGIN);
    let peeked = token::peek(&token).unwrap();
    assert_eq!(peeked.header, r#"{"alg":"HS256","typ":"at+jwt"}"#);
    let expected = format!(
        r#"{{"sub":"quick","sid":"{SID}","iss":"https://login.example","aud":"https://api.example","exp":{},"iat":{NOW}}}"#,
        NOW + 1800.0
    );
    assert_eq!(peeked.claims, expected);
    assert_eq!(outcome(&app, &token), GOOD);
    let named = |iss: Value, aud: Value| {
        let mut claims = json!({"sub": "quick", "exp": NOW + 60.0, "iss": iss, "aud": aud});
        claims
            .as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        forged(None, &claims)
    };
    let (iss, aud) = (json!(both[0].1), json!(both[1].1));
    let other = json!("https://other.example");
    for (token, expected) in [
        (named(iss.clone(), aud.clone()), GOOD),
        (named(iss.clone(), json!([other, aud])), GOOD),
        (named(other.clone(), aud.clone()), refused("issuer")),
        (named(Value::Null, aud.clone()), refused("issuer")),
        (named(iss.clone(), other.clone()), refused("audience")),
        (named(iss.clone(), Value::Null), refused("audience")),
    ] {
        assert_eq!(outcome(&app, &token), expected);
    }

    // One alone; without it an issuer is not looked at, and an audience is not ours.
    let issuer = App::new(&both[..1]);
    assert_eq!(claims_of(&issuer.token(LOGIN)).get("aud"), None);
    assert_eq!(
        outcome(&issuer, &named(other.clone(), Value::Null)),
        refused("issuer")
    );
    assert_eq!(
        outcome(&issuer, &named(iss.clone(), aud.clone())),
        refused("audience")
    );
    let audience = App::new(&both[1..]);
    assert_eq!(claims_of(&audience.token(LOGIN)).get("iss"), None);
    assert_eq!(outcome(&audience, &named(other.clone(), aud)), GOOD);
    assert_eq!(outcome(&App::new(&[]), &named(other, Value::Null)), GOOD);
}

fn claims_of(token: &str) -> Value {
    serde_json::from_str(&token::peek(token).unwrap().claims).unwrap()
}

// As PyJWT does; but a token that is issued in the second in which the ones before it
// end says the next one.
#[test]
fn a_token_that_is_issued_in_the_future_is_refused_unless_the_clocks_may_differ() {
    for (leeway, ahead, expected) in [
        ("0", 1.0, GOOD),
        ("0", 1.5, refused("not-yet")),
        ("0", 2.0, refused("not-yet")),
        ("10", 11.0, GOOD),
        ("10", 12.0, refused("not-yet")),
        ("300", 301.0, GOOD),
        ("300", 3600.0, refused("not-yet")),
    ] {
        let app = App::new(&[("LEEWAY", leeway)]);
        let token = quick(json!({"iat": NOW + ahead}));
        assert_eq!(outcome(&app, &token), expected, "{leeway} {ahead}");
    }
}

#[test]
fn the_other_times_of_a_token_have_the_same_leeway() {
    for (claims, reason) in [
        (json!({"exp": NOW - 9.0}), "expired"),
        (json!({"nbf": NOW + 9.0}), "not-yet"),
    ] {
        let token = quick(claims);
        assert_eq!(outcome(&App::new(&[]), &token), refused(reason));
        assert_eq!(outcome(&App::new(&[("LEEWAY", "10")]), &token), GOOD);
        let less = App::new(&[("LEEWAY", "8")]);
        assert_eq!(outcome(&less, &token), refused(reason));
    }
    for wrong in ["301", "-1", "1.5", "10s"] {
        App::new(&[("LEEWAY", wrong)]).assert_unusable(
            "LEEWAY",
            "LEEWAY is not a whole number of seconds from 0 to 300",
        );
    }
}

#[test]
fn a_token_ends_with_the_second_that_the_record_names() {
    let app = App::new(&[]);
    for (field, later) in [
        ("tokens_valid_after", json!({"tokens_valid_after": NOW})),
        ("created_at", json!({"created_at": NOW})),
        (
            "the later one",
            json!({"created_at": NOW, "tokens_valid_after": NOW - 60.0}),
        ),
    ] {
        app.store.insert("quick", &user("quick", later));
        for (iat, expected) in [
            (json!(NOW - 1.0), refused("revoked")),
            (json!(NOW), refused("revoked")),
            (json!(NOW + 0.9), refused("revoked")),
            (json!(NOW + 1.0), GOOD),
            (json!(0), refused("lifetime")),
        ] {
            let token = quick(json!({"iat": iat}));
            assert_eq!(outcome(&app, &token), expected, "{field} {iat}");
        }
        // It does not say when it was issued.
        assert_eq!(outcome(&app, &quick(json!({}))), refused("revoked"));
    }
    app.store
        .insert("quick", &user("quick", json!({"tokens_valid_after": null})));
    assert_eq!(outcome(&app, &quick(json!({}))), GOOD);
}

#[test]
fn a_login_in_the_second_of_a_change_is_good_and_the_one_before_it_is_not() {
    let mut app = App::new(&[]);
    app.now = NOW + 0.2;
    let before = app.token(LOGIN);
    let changed = user(
        "quick",
        json!({"tokens_valid_after": NOW, "created_at": NOW - 5.0}),
    );
    app.store.insert("quick", &changed);
    app.now = NOW + 0.4;
    let after = app.token(LOGIN);
    assert_eq!(claims_of(&after)["iat"], json!(NOW as u64 + 1));
    assert_eq!(claims_of(&after)["exp"], json!(NOW as u64 + 1800));
    assert_eq!(outcome(&app, &before), refused("revoked"));
    assert_eq!(outcome(&app, &after), GOOD);
    app.now = NOW + 60.0;
    assert_eq!(claims_of(&app.token(LOGIN))["iat"], json!(NOW as u64 + 60));
}

#[test]
fn a_new_user_of_an_old_name_is_not_opened_by_the_old_token() {
    let mut app = App::new(&[]);
    let old = app.token(LOGIN);
    app.now = NOW + 10.0;
    let new = user("quick", json!({"created_at": NOW + 9.0}));
    app.store.insert("quick", &new);
    assert_eq!(outcome(&app, &old), refused("revoked"));
    assert_eq!(outcome(&app, &app.token(LOGIN)), GOOD);
}

#[test]
fn a_scope_that_was_taken_away_counts_no_more() {
    let app = App::new(&[("REQUIRE_SCOPES", "true")]);
    let token = app.token("username=quick&password=secret&scope=me items");
    assert_eq!(outcome(&app, &token), GOOD);
    app.store
        .insert("quick", &user("quick", json!({"scopes": ["me"]})));
    assert_eq!(outcome(&app, &token), GOOD);
    let items = app.get("/users/me/items", Some(&format!("Bearer {token}")));
    items.assert_refused(401, "Not enough permissions");
    assert_eq!(items.1.reason, Some("scope"));
    assert_eq!(
        items.header("www-authenticate"),
        Some(r#"Bearer scope="items me""#)
    );
}

/// A signature by hand (RFC 7515), over a header and claims that may be anything.
mod hmac_of_the_flow {
    use base64ct::{Base64UrlUnpadded, Encoding};
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    pub(super) fn sign(header: &str, claims: &str) -> String {
        let part = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
        let input = format!("{}.{}", part(header.as_bytes()), part(claims.as_bytes()));
        let mut mac = Hmac::<Sha256>::new_from_slice(super::SECRET.as_bytes()).unwrap();
        mac.update(input.as_bytes());
        format!("{input}.{}", part(&mac.finalize().into_bytes()))
    }
}
