//! `PASSWORD_SECRET` on the host: introduced, changed and given up over a store
//! whose users go on logging in.

use crate::app::*;
use keyward::oauth::Level;
use keyward::password::{self, HashOptions, VerifyOptions};
use serde_json::json;

const FIRST: &str = "c0ffee00c0ffee00c0ffee00c0ffee00";
const SECOND: &str = "decaf000decaf000decaf000decaf000";

const GOOD: &str = "username=quick&password=secret";
const WRONG: &str = "username=quick&password=Secret";

/// The Worker with other settings over what lies in the store of this one.
fn restarted(before: &App, settings: &[(&str, &str)]) -> App {
    let app = App::new(settings);
    for key in ["user:quick", "hash:quick"] {
        if let Some(value) = before.store.value(key) {
            app.store.insert_value(key, &value);
        }
    }
    app
}

fn hash(app: &App) -> String {
    app.renewed("quick").unwrap_or_else(|| QUICK.into())
}

fn verifies(encoded: &str, secret: Option<&str>) -> bool {
    let options = VerifyOptions {
        secret: secret.map(|secret| secret.as_bytes().to_vec().into()),
        ..VerifyOptions::default()
    };
    password::verify(b"secret", encoded, &options) == Ok(true)
}

/// A wrong password is refused and writes nothing; the right one renews the
/// hash, once.
fn renews_once(app: &App) -> String {
    let before = hash(app);
    app.login(WRONG)
        .assert_refused(401, "Incorrect username or password");
    assert_eq!(hash(app), before);
    app.token(GOOD);
    let after = hash(app);
    assert_ne!(after, before);
    app.token(GOOD);
    app.login(WRONG)
        .assert_refused(401, "Incorrect username or password");
    assert_eq!((hash(app), app.store.writes()), (after.clone(), 1));
    after
}

#[test]
fn a_secret_is_introduced_changed_and_given_up_and_nobody_is_locked_out() {
    let introduced = App::new(&[("PASSWORD_SECRET", FIRST)]);
    let with_first = renews_once(&introduced);
    assert!(verifies(&with_first, Some(FIRST)) && !verifies(&with_first, None));

    let changed = restarted(
        &introduced,
        &[
            ("PASSWORD_SECRET", SECOND),
            ("PASSWORD_SECRET_PREVIOUS", FIRST),
        ],
    );
    let with_second = renews_once(&changed);
    assert!(verifies(&with_second, Some(SECOND)));

    let both = format!(" {FIRST}\n{SECOND} ");
    let given_up = restarted(&changed, &[("PASSWORD_SECRET_PREVIOUS", &both)]);
    assert!(verifies(&renews_once(&given_up), None));

    let without = restarted(&given_up, &[]);
    without.token(GOOD);
    assert_eq!(without.store.writes(), 0);
}

#[test]
fn a_secret_that_is_gone_is_said_in_the_log_and_looks_like_a_wrong_password() {
    let introduced = App::new(&[("PASSWORD_SECRET", FIRST)]);
    introduced.token(GOOD);
    for settings in [&[][..], &[("PASSWORD_SECRET", SECOND)]] {
        let app = restarted(&introduced, settings);
        for form in [GOOD, WRONG] {
            app.login(form)
                .assert_refused(401, "Incorrect username or password");
        }
        let log = app.log.borrow();
        let (level, line) = log.last().unwrap();
        assert_eq!(*level, Level::Error);
        assert!(
            line.contains("ERR_HASH_SECRET")
                && line.contains("PASSWORD_SECRET_PREVIOUS")
                && !line.contains(FIRST),
            "{line}"
        );
    }
}

#[test]
fn a_hash_that_the_package_made_with_the_secret_is_good_as_it_is() {
    let options = HashOptions {
        secret: Some(FIRST.as_bytes().to_vec().into()),
        ..HashOptions::default()
    };
    let encoded = password::hash(b"secret", &[1; 16], &options).unwrap();
    let app = App::new(&[("PASSWORD_SECRET", FIRST)]);
    let record = user("quick", json!({"hashed_password": encoded}));
    app.store.insert("quick", &record);
    app.token(GOOD);
    assert_eq!(app.store.writes(), 0);
}

#[test]
fn a_secret_that_is_weak_or_has_white_space_is_named_and_not_shown() {
    for (setting, value, wrong) in [
        ("PASSWORD_SECRET", "123456789012345", "is too short"),
        (
            "PASSWORD_SECRET",
            "1234567890123456\n",
            "has white space in it",
        ),
        (
            "PASSWORD_SECRET",
            "1234567 90123456",
            "has white space in it",
        ),
        (
            "PASSWORD_SECRET_PREVIOUS",
            "1234567890123456 12345678",
            "is too short",
        ),
    ] {
        let app = App::new(&[(setting, value)]);
        let answer = app.login(GOOD);
        let told = format!("{setting} cannot be used; the log says why");
        answer.assert_refused(503, &told);
        let (_, detail) = app.log.borrow_mut().pop().unwrap();
        assert!(detail.contains(&format!("{setting} {wrong}")), "{detail}");
        assert!(!detail.contains("1234567"), "{detail}");
    }
    App::new(&[("PASSWORD_SECRET", "1234567890123456")]).token(GOOD);
}
