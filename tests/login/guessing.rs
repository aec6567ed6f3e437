//! When guessing ends, on the host: the whole way of a login past the counts.

use crate::app::*;
use crate::backend::{Condition, remembered};
use futures_util::future::join_all;
use http::Request;
use keyward::oauth::Level;
use serde_json::json;

const GOOD: &str = "username=quick&password=secret";
const WRONG: &str = "username=quick&password=wrong";
/// A network for every test that needs no other.
const HOME: &str = "203.0.113.7";

/// Fails at one name from `networks` networks, once from each.
fn fail(app: &App, form: &str, networks: std::ops::Range<u8>) -> Vec<u16> {
    let from = |number| app.login_from(&format!("198.51.100.{number}"), None, form);
    networks.map(|number| from(number).status()).collect()
}

fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.header("set-cookie")?;
    Some(set.split(';').next().unwrap().to_owned())
}

#[test]
fn after_ten_failures_even_the_right_password_is_not_tried() {
    let app = App::new(&[]);
    assert_eq!(fail(&app, WRONG, 0..10), [401; 10]);
    let checked = app.shards.checked.get();
    let blocked = app.login_from("198.51.100.99", None, GOOD);
    blocked.assert_refused(429, "Too many failed logins");
    assert_eq!(blocked.header("retry-after"), Some("60"));
    assert_eq!(app.shards.checked.get(), checked);
    let line = "login refused: blocked for 60 s".to_owned();
    assert_eq!(app.log.borrow().last(), Some(&(Level::Warning, line)));
}

#[test]
fn a_block_ends_and_the_right_password_is_right_again() {
    let mut app = App::new(&[]);
    fail(&app, WRONG, 0..10);
    app.now += 60.0;
    assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
}

/// The answers to everything that a client can send must not tell a name that exists
/// from one that does not: what they say, when they say it, and when they stop.
#[test]
fn a_name_that_exists_and_one_that_does_not_cannot_be_told_apart() {
    let app = App::new(&[]);
    let unknown = WRONG.replace("quick", "nobody");
    let disabled = WRONG.replace("quick", "off");
    for number in 0..25 {
        let address = format!("198.51.100.{number}");
        let answers: Vec<_> = [WRONG, &unknown, &disabled]
            .map(|form| app.login_from(&address, None, form))
            .into();
        for answer in &answers[1..] {
            assert_eq!(answer.0.body(), answers[0].0.body(), "{number}");
            assert_eq!(answer.0.headers(), answers[0].0.headers(), "{number}");
            assert_eq!(answer.status(), answers[0].status(), "{number}");
        }
    }
    let waits = app.waits.borrow();
    assert_eq!(waits.len(), 30);
    assert!(waits.iter().all(|until| *until == NOW + 0.5));
}

#[test]
fn all_spellings_of_an_address_count_together_whether_it_is_somebodys_or_not() {
    let app = App::new(&[]);
    app.store
        .insert("ann", &user("ann", json!({"email": "ann@example.com"})));
    app.store.insert_value("email:ann@example.com", b"ann");
    for address in ["ann@example.com", "nobody@example.com"] {
        let form = |name: &str| format!("username={name}&password=wrong");
        assert_eq!(fail(&app, &form(address), 0..10), [401; 10], "{address}");
        let other = app.login_from(HOME, None, &form(&address.to_uppercase()));
        assert_eq!(other.status(), 429, "{address}");
    }
    // A name with capitals that is no record's address is spelled as it is.
    let name = "Bob@Example.com";
    app.store.insert(name, &user(name, json!({})));
    let form = format!("username={name}&password=secret");
    assert_eq!(app.login_from(HOME, None, &form).status(), 200);
}

#[test]
fn every_failure_comes_at_the_same_moment_whatever_the_reason() {
    let app = App::new(&[("LOGIN_FAILURE_MS", "700")]);
    let crypt = format!("$6$rounds=656000$saltsaltsaltsalt${}", "a".repeat(86));
    for (name, hash) in [
        ("null", json!(null)),
        ("empty", json!("")),
        ("locked", json!("!$6$x")),
        ("star", json!("*")),
        ("unreadable", json!("$argon2id$odd")),
        ("number", json!(7)),
        ("legacy", json!("{MD5}X03MO1qnZdYdgyfeuILPmQ==")),
        (
            "costly",
            json!("$2b$15$Pxi2IFzaMd1YRexbGHhUvOEzK0vDg/MpmAPCglz9tYtC7rxfi2cpO"),
        ),
        ("crypt", json!(crypt)),
    ] {
        let record = json!({"username": name, "hashed_password": hash}).to_string();
        app.store.insert(name, &record);
        let address = format!("192.0.2.{}", name.len());
        let form = format!("username={name}&password={}", "x".repeat(900));
        app.login_from(&address, None, &form)
            .assert_refused(401, "Incorrect username or password");
    }
    let waits = app.waits.borrow();
    assert_eq!(*waits, vec![NOW + 0.7; 9]);
    // Nobody is locked out without a line; a user without a password is no defect.
    let log = app.log.borrow();
    let defects: Vec<_> = log
        .iter()
        .filter(|(level, _)| *level == Level::Error)
        .collect();
    assert_eq!(defects.len(), 4, "{log:?}");
    assert!(
        defects
            .iter()
            .any(|(_, line)| line.contains("LOGIN_HASH_MS"))
    );
}

#[test]
fn a_thousand_guesses_at_once_are_no_more_than_one_after_the_other() {
    let app = App::new(&[("LOGIN_QUEUE", "64"), ("LOGIN_QUEUE_CLIENT", "64")]);
    let guess = |number: usize| {
        let address = format!("10.0.{}.{}", number / 250, number % 250);
        let request = Request::post("http://localhost/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cf-connecting-ip", address)
            .body(WRONG.as_bytes().to_vec())
            .unwrap();
        app.answer(request, &app.store)
    };
    let answers = pollster::block_on(join_all((0..1000).map(guess)));
    let with = |status| {
        answers
            .iter()
            .filter(|answer| answer.status() == status)
            .count()
    };
    assert_eq!(app.shards.checked.get(), 10);
    assert_eq!(with(401), 10);
    assert_eq!(with(401) + with(429) + with(503), 1000);
}

#[test]
fn the_owner_logs_in_from_home_and_by_the_cookie_while_strangers_are_blocked() {
    let app = App::new(&[]);
    let first = app.login_from(HOME, None, GOOD);
    let device = cookie(&first).unwrap();
    let set = first.header("set-cookie").unwrap();
    assert!(
        set.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"),
        "{set}"
    );
    fail(&app, WRONG, 0..10);
    assert_eq!(fail(&app, GOOD, 20..21), [429]);
    assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
    let abroad = app.login_from("192.0.2.1", Some(&format!("a=b; {device}")), GOOD);
    assert_eq!((abroad.status(), cookie(&abroad)), (200, None));
    // That network is known now, too.
    assert_eq!(app.login_from("192.0.2.1", None, GOOD).status(), 200);
    // The cookie is nobody else's.
    fail(&app, "username=off&password=x", 0..10);
    let other = app.login_from("192.0.2.9", Some(&device), "username=off&password=secret");
    assert_eq!(other.status(), 429);
}

#[test]
fn a_cookie_is_made_anew_after_a_day_and_is_good_for_a_month() {
    let mut app = App::new(&[]);
    let device = cookie(&app.login_from(HOME, None, GOOD)).unwrap();
    app.now += 24.0 * 3600.0;
    let again = app.login_from(HOME, Some(&device), GOOD);
    assert_ne!(cookie(&again).unwrap(), device);
    app.now += 30.0 * 24.0 * 3600.0;
    fail(&app, WRONG, 0..10);
    let late = app.login_from("192.0.2.1", Some(&device), GOOD);
    assert_eq!(late.status(), 429);
}

#[test]
fn over_https_the_cookie_is_for_https() {
    let app = App::new(&[]);
    let request = Request::post("https://login.example/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(GOOD.as_bytes().to_vec())
        .unwrap();
    let answer = app.send(request);
    assert!(answer.header("set-cookie").unwrap().ends_with("; Secure"));
    let nobody = App::new(&[("LOGIN_TRUST_DAYS", "0")]);
    assert_eq!(nobody.login(GOOD).header("set-cookie"), None);
}

#[test]
fn a_network_is_blocked_for_all_names_and_only_wrong_passwords_count() {
    let app = App::new(&[("LOGIN_NETWORK_NAMES", "5")]);
    for _ in 0..40 {
        assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
    }
    assert_eq!(remembered(&app, HOME), []);
    for number in 0..5 {
        let form = format!("username=name-{number}&password=x");
        assert_eq!(app.login_from(HOME, None, &form).status(), 401);
    }
    assert_eq!(remembered(&app, HOME).len(), 5);
    let blocked = app.login_from(HOME, None, GOOD);
    blocked.assert_refused(429, "Too many failed logins");
    assert_eq!(blocked.header("retry-after"), Some("600"));
    assert_eq!(app.login_from("192.0.2.1", None, GOOD).status(), 200);
}

#[test]
fn whoever_goes_on_about_a_blocked_user_is_blocked() {
    let app = App::new(&[]);
    fail(&app, WRONG, 0..10);
    let statuses: Vec<u16> = (0..31)
        .map(|_| app.login_from(HOME, None, WRONG).status())
        .collect();
    assert_eq!(statuses, [429; 31]);
    assert_eq!(remembered(&app, HOME).len(), 30);
    assert_eq!(
        app.login_from(HOME, None, "username=off&password=x")
            .status(),
        429
    );
}

#[test]
fn a_login_that_was_not_checked_is_no_failure() {
    let app = App::new(&[]);
    app.gone.set(true);
    for _ in 0..40 {
        assert_eq!(app.login_from(HOME, None, WRONG).status(), 503);
    }
    assert_eq!(remembered(&app, HOME), []);
    assert_eq!(app.shards.counters.rows(), 0);
    app.gone.set(false);
    assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
}

#[test]
fn the_limit_in_front_reads_nothing() {
    let app = App::new(&[]);
    app.shards.admits.set(false);
    let answer = app.login_from(HOME, None, "nothing=1");
    answer.assert_refused(429, "Too many failed logins");
    assert_eq!(answer.header("retry-after"), Some("60"));
    let about = app.about.borrow();
    let who = about.last().unwrap();
    assert_eq!(
        (&who.user, who.network.as_deref()),
        (&None, Some("203.0.113.0/24"))
    );
}

#[test]
fn a_throttle_that_fails_leaves_the_login_open_and_says_so() {
    let app = App::new(&[]);
    app.shards.condition.set(Condition::Broken);
    assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
    assert_eq!(app.login_from(HOME, None, WRONG).status(), 401);
    let log = app.log.borrow();
    let said = log.iter().filter(|(level, line)| {
        *level == Level::Error && line.starts_with("failed logins are not counted")
    });
    // Once at each login.
    assert_eq!(said.count(), 2, "{log:?}");
    assert_eq!(app.waits.borrow().len(), 1);
}

#[test]
fn counts_that_fail_leave_the_login_open_and_say_so() {
    let app = App::new(&[]);
    app.shards.counters.break_down();
    assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
    let log = app.log.borrow();
    assert!(
        log.iter().any(|(level, line)| *level == Level::Error
            && line.starts_with("failed logins are not counted"))
    );
}

#[test]
fn without_a_throttle_the_login_is_the_tutorials() {
    let app = App::new(&[]);
    app.shards.condition.set(Condition::Off);
    for _ in 0..60 {
        assert_eq!(app.login_from(HOME, None, WRONG).status(), 401);
    }
    assert_eq!(app.login_from(HOME, None, GOOD).status(), 200);
}

#[test]
fn the_log_names_the_user_by_reference_and_the_network_in_part() {
    let app = App::new(&[]);
    fail(&app, WRONG, 0..11);
    let reference = app
        .config
        .as_ref()
        .unwrap()
        .policy()
        .references
        .user("quick");
    let log = app.log.borrow();
    let about = app.about.borrow();
    assert_eq!(log.len(), 2);
    for who in about.iter() {
        assert_eq!(who.user.as_deref(), Some(reference.short().as_str()));
        assert_eq!(who.network.as_deref(), Some("198.51.100.0/24"));
    }
    assert!(log[0].1.contains("LOGIN_FAILURES"), "{log:?}");
}

#[test]
fn the_settings_of_a_login_have_bounds() {
    for (name, least, most) in [
        ("LOGIN_FAILURE_MS", 0, 5000),
        ("LOGIN_DECOY_MS", 0, 2000),
        ("LOGIN_HASH_MS", 50, 20_000),
        ("LOGIN_QUEUE", 1, 64),
        ("LOGIN_QUEUE_CLIENT", 1, 64),
        ("LOGIN_FAILURES", 3, 50),
        ("LOGIN_FAILURE_MINUTES", 1, 1440),
        ("LOGIN_BLOCK_SECONDS", 1, 3600),
        ("LOGIN_BLOCK_MAX_MINUTES", 1, 1440),
        ("LOGIN_FAILURES_MAX", 10, 100),
        ("LOGIN_NETWORK_FAILURES", 3, 1000),
        ("LOGIN_NETWORK_NAMES", 2, 1000),
        ("LOGIN_NETWORK_MINUTES", 1, 60),
        ("LOGIN_TRUST_DAYS", 0, 365),
    ] {
        for wrong in [least - 1, most + 1] {
            App::new(&[(name, &wrong.to_string())]).assert_unusable(
                name,
                &format!("{name} is not a whole number from {least} to {most}"),
            );
        }
        for right in [least, most] {
            let app = App::new(&[(name, &right.to_string())]);
            assert_eq!(app.login(GOOD).status(), 200, "{name}");
        }
    }
    let short =
        "LOGIN_SECRET is too short, 16 bytes are the least: make one with `openssl rand -hex 32`";
    App::new(&[("LOGIN_SECRET", "123456789012345")]).assert_unusable("LOGIN_SECRET", short);
}
