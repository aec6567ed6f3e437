//! What every store keeps to, as code: run on the host against the store in memory,
//! and in real workerd against Workers KV.

use futures_util::future::join;
use serde_json::Value;

use super::layout::{self, MAX_NAME_LENGTH};
use super::{RenewedHash, StoreError, User, Users};

#[macro_use]
mod clause;
pub mod counters;
pub mod sessions;
pub mod writes;

pub use clause::Clause;
use clause::Outcome;

/// An empty store, and a way to it that goes past the store's own.
pub trait Fixture {
    /// What keeps the contract.
    type Store: Users;

    /// The store.
    fn store(&self) -> &Self::Store;

    /// Another, which does not answer.
    fn out_of_reach(&self) -> Self::Store;

    /// Puts bytes under a key.
    fn write(&self, key: &str, value: &[u8]) -> impl Future<Output = Result<(), String>>;

    /// The bytes under a key.
    fn read(&self, key: &str) -> impl Future<Output = Result<Option<Vec<u8>>, String>>;
}

macro_rules! clauses_of_a_store {
    ($($name:ident),* $(,)?) => {
        /// Tries every clause, one after the other.
        pub async fn check(fixture: &impl Fixture) -> Vec<Clause> {
            vec![$(Clause {
                name: stringify!($name),
                problem: $name(fixture).await.err(),
            }),*]
        }
    };
}

clauses_of_a_store! {
    a_user_who_is_not_there_is_none,
    a_record_is_read,
    a_record_that_is_no_user_is_malformed,
    bytes_that_are_no_text_are_malformed,
    a_byte_order_mark_before_a_record_is_passed_over,
    a_record_under_the_name_of_another_is_malformed,
    any_text_may_be_a_name,
    the_longest_name_is_found,
    a_longer_name_is_nobodys_and_cannot_be_written,
    a_renewed_hash_is_none_at_first_and_then_what_was_written,
    a_renewed_hash_leaves_the_record_as_it_is,
    a_renewed_hash_that_cannot_be_read_is_malformed,
    nothing_has_ended_at_first_and_then_what_was_written,
    what_has_ended_and_cannot_be_read_is_malformed,
    of_writes_at_once_one_is_left_whole_and_a_later_one_wins,
    an_address_and_an_id_lead_to_a_name,
    the_pages_have_every_user_once_and_in_order,
    a_store_that_is_out_of_reach_says_so,
}

fn record(username: &str, hash: &str) -> String {
    let (username, hash) = (Value::from(username), Value::from(hash));
    format!(r#"{{"username":{username},"hashed_password":{hash}}}"#)
}

async fn put_record(fixture: &impl Fixture, username: &str, record: &[u8]) -> Outcome {
    let key = layout::user_key(username).ok_or("no key")?;
    fixture.write(&key, record).await
}

async fn found(store: &impl Users, username: &str) -> Result<User, String> {
    match store.user(username).await {
        Ok(Some(user)) if user.username == username => Ok(user),
        Ok(Some(user)) => Err(format!("found {}", user.username)),
        Ok(None) => Err(format!("{username} is not there")),
        Err(error) => Err(error.to_string()),
    }
}

/// Expects a certain answer for a user.
async fn expect(
    store: &impl Users,
    username: &str,
    what: &str,
    is_it: impl Fn(&Result<Option<User>, StoreError>) -> bool,
) -> Outcome {
    let answer = store.user(username).await;
    if is_it(&answer) {
        return Ok(());
    }
    Err(match answer {
        Ok(Some(_)) => format!("expected {what} for {username}, found a user"),
        Ok(None) => format!("expected {what} for {username}, found nobody"),
        Err(error) => format!("expected {what} for {username}, found: {error}"),
    })
}

async fn expect_malformed(store: &impl Users, username: &str) -> Outcome {
    let is_it = |answer: &Result<_, _>| matches!(answer, Err(StoreError::Malformed(_)));
    expect(store, username, "a malformed record", is_it).await
}

async fn expect_nobody(store: &impl Users, username: &str) -> Outcome {
    expect(store, username, "nobody", |a| matches!(a, Ok(None))).await
}

async fn a_user_who_is_not_there_is_none(fixture: &impl Fixture) -> Outcome {
    expect_nobody(fixture.store(), "nobody").await
}

async fn a_record_is_read(fixture: &impl Fixture) -> Outcome {
    let record = r#"{"username":"whole","email":"a@b.example","full_name":"Ü","disabled":true,
        "hashed_password":"h","scopes":["me"],"claims":{"n":1.10}}"#;
    put_record(fixture, "whole", record.as_bytes()).await?;
    let user = found(fixture.store(), "whole").await?;
    let read = (
        user.email.as_deref(),
        user.full_name.as_deref(),
        user.disabled,
        user.hashed_password.as_str(),
        user.scopes.as_slice(),
        user.claims(),
    );
    let scopes = ["me".to_owned()];
    let expected = (
        Some("a@b.example"),
        Some("Ü"),
        Some(true),
        "h",
        &scopes[..],
        r#"{"n":1.10}"#,
    );
    match read == expected {
        true => Ok(()),
        false => Err(format!("read {read:?}")),
    }
}

async fn a_record_that_is_no_user_is_malformed(fixture: &impl Fixture) -> Outcome {
    let texts = [
        "",
        "{",
        "null",
        "[]",
        r#"{"username":"bad"}"#,
        r#"{"username":"bad","hashed_password":7}"#,
    ];
    for text in texts {
        put_record(fixture, "bad", text.as_bytes()).await?;
        expect_malformed(fixture.store(), "bad").await?;
    }
    Ok(())
}

async fn bytes_that_are_no_text_are_malformed(fixture: &impl Fixture) -> Outcome {
    let mut bytes = record("bytes", "h").into_bytes();
    bytes.extend([0xff, 0xfe]);
    put_record(fixture, "bytes", &bytes).await?;
    expect_malformed(fixture.store(), "bytes").await
}

async fn a_byte_order_mark_before_a_record_is_passed_over(fixture: &impl Fixture) -> Outcome {
    let record = format!("\u{feff}{}", record("marked", "h"));
    put_record(fixture, "marked", record.as_bytes()).await?;
    found(fixture.store(), "marked").await.map(|_| ())
}

async fn a_record_under_the_name_of_another_is_malformed(fixture: &impl Fixture) -> Outcome {
    put_record(fixture, "one", record("other", "h").as_bytes()).await?;
    expect_malformed(fixture.store(), "one").await?;
    expect_nobody(fixture.store(), "other").await
}

async fn any_text_may_be_a_name(fixture: &impl Fixture) -> Outcome {
    let names = [
        "",
        "ü😀",
        "a b",
        "a:b",
        "../a",
        "a/b?c#d%20",
        "\"\\",
        "A",
        "a",
    ];
    for name in names {
        put_record(fixture, name, record(name, name).as_bytes()).await?;
    }
    for name in names {
        let hash = found(fixture.store(), name).await?.hashed_password;
        if hash != name {
            return Err(format!("{name} has the hash of {hash}"));
        }
    }
    Ok(())
}

async fn the_longest_name_is_found(fixture: &impl Fixture) -> Outcome {
    let name = "n".repeat(MAX_NAME_LENGTH);
    expect_nobody(fixture.store(), &name).await?;
    put_record(fixture, &name, record(&name, "h").as_bytes()).await?;
    found(fixture.store(), &name).await?;
    renew(fixture.store(), &name, "new").await?;
    let ended = layout::ended_key(&name).ok_or("no key for what has ended")?;
    fixture.write(&ended, br#"{"before":5}"#).await?;
    match self::ended(fixture, &name).await?.as_str() {
        r#"{"before":5}"# => Ok(()),
        found => Err(format!("found {found}")),
    }
}

async fn a_longer_name_is_nobodys_and_cannot_be_written(fixture: &impl Fixture) -> Outcome {
    let name = "n".repeat(MAX_NAME_LENGTH + 1);
    expect_nobody(fixture.store(), &name).await?;
    expect_renewed(fixture.store(), &name, None).await?;
    match fixture.store().put_renewed_hash(&name, &renewed("h")).await {
        Err(StoreError::Unavailable(_)) => Ok(()),
        other => Err(format!("expected a refusal, found {other:?}")),
    }
}

fn renewed(hash: &str) -> RenewedHash {
    RenewedHash {
        replaces: "00".repeat(32),
        hashed_password: hash.into(),
    }
}

async fn renew(store: &impl Users, username: &str, hash: &str) -> Outcome {
    let written = store.put_renewed_hash(username, &renewed(hash)).await;
    written.map_err(|error| error.to_string())?;
    expect_renewed(store, username, Some(hash)).await
}

async fn expect_renewed(store: &impl Users, username: &str, hash: Option<&str>) -> Outcome {
    match store.renewed_hash(username).await {
        Ok(found) if found == hash.map(renewed) => Ok(()),
        Ok(_) => Err(format!("another renewed hash of {username}")),
        Err(error) => Err(error.to_string()),
    }
}

async fn a_renewed_hash_is_none_at_first_and_then_what_was_written(
    fixture: &impl Fixture,
) -> Outcome {
    let store = fixture.store();
    for name in ["renewed", "", "ü😀", "a:b", "../a", "\"\\"] {
        expect_renewed(store, name, None).await?;
        renew(store, name, "a \"new\" one").await?;
        renew(store, name, "another").await?;
    }
    Ok(())
}

async fn a_renewed_hash_leaves_the_record_as_it_is(fixture: &impl Fixture) -> Outcome {
    let text = r#" { "n":123456789012345678901234567890, "hashed\u005fpassword" : "x" ,
        "username":"\u006cetter","tiny":1.00e-400,"ü":[0.1000, null] }"#;
    put_record(fixture, "letter", text.as_bytes()).await?;
    renew(fixture.store(), "letter", "y").await?;
    let left = fixture.read("user:letter").await?;
    if left.as_deref() != Some(text.as_bytes()) {
        return Err(format!("{:?}", left.map(String::from_utf8)));
    }
    match found(fixture.store(), "letter").await?.hashed_password == "x" {
        true => Ok(()),
        false => Err("the record has another hash".into()),
    }
}

async fn a_renewed_hash_that_cannot_be_read_is_malformed(fixture: &impl Fixture) -> Outcome {
    for text in ["", "[]", r#"{"replaces":"00"}"#] {
        fixture.write("hash:broken", text.as_bytes()).await?;
        match fixture.store().renewed_hash("broken").await {
            Err(StoreError::Malformed(_)) => (),
            _ => return Err(format!("{text:?} was read")),
        }
    }
    Ok(())
}

async fn of_writes_at_once_one_is_left_whole_and_a_later_one_wins(
    fixture: &impl Fixture,
) -> Outcome {
    let store = fixture.store();
    let (one, other) = (renewed("one"), renewed(&"other".repeat(100)));
    let (first, second) = join(
        store.put_renewed_hash("busy", &one),
        store.put_renewed_hash("busy", &other),
    )
    .await;
    first.and(second).map_err(|error| error.to_string())?;
    let left = store
        .renewed_hash("busy")
        .await
        .map_err(|e| e.to_string())?;
    if left.is_none_or(|left| left != one && left != other) {
        return Err("neither of two was left".into());
    }
    renew(store, "busy", "last").await
}

async fn nothing_has_ended_at_first_and_then_what_was_written(fixture: &impl Fixture) -> Outcome {
    let written = r#"{"before":5,"sessions":{"JRCcAxE_n7yq0cxTv2vL2g":7}}"#;
    for name in ["ended", "ü😀", "a:b", "\"\\"] {
        let at_first = ended(fixture, name).await?;
        let key = layout::ended_key(name).ok_or("no key")?;
        fixture.write(&key, written.as_bytes()).await?;
        let then = ended(fixture, name).await?;
        if (at_first.as_str(), then.as_str()) != ("{}", written) {
            return Err(format!("found {at_first}, then {then}"));
        }
    }
    match ended(fixture, &"n".repeat(MAX_NAME_LENGTH + 1))
        .await?
        .as_str()
    {
        "{}" => Ok(()),
        found => Err(format!("found {found} for a name that is too long")),
    }
}

async fn ended(fixture: &impl Fixture, name: &str) -> Result<String, String> {
    let ended = fixture.store().ended(name).await;
    ended
        .map(|ended| ended.to_json())
        .map_err(|error| error.to_string())
}

async fn what_has_ended_and_cannot_be_read_is_malformed(fixture: &impl Fixture) -> Outcome {
    for text in ["", "[]", r#"{"before":"5"}"#] {
        fixture.write("ended:broken", text.as_bytes()).await?;
        match fixture.store().ended("broken").await {
            Err(StoreError::Malformed(_)) => (),
            _ => return Err(format!("{text:?} was read")),
        }
    }
    Ok(())
}

async fn an_address_and_an_id_lead_to_a_name(fixture: &impl Fixture) -> Outcome {
    let store = fixture.store();
    let long = "n".repeat(MAX_NAME_LENGTH + 10);
    for text in ["a@b.example", "ü@b.example", "7", long.as_str()] {
        let expected = match text.len() > MAX_NAME_LENGTH {
            true => None,
            false => Some("ann".to_owned()),
        };
        let at_first = (
            store.username_of(text).await,
            store.username_by_id(text).await,
        );
        if expected.is_some() {
            fixture.write(&format!("email:{text}"), b"ann").await?;
            fixture.write(&format!("id:{text}"), b"ann").await?;
        }
        let then = (
            store.username_of(text).await,
            store.username_by_id(text).await,
        );
        let right = (Ok(expected.clone()), Ok(expected));
        if (&at_first, &then) != (&(Ok(None), Ok(None)), &right) {
            return Err(format!("found {at_first:?}, then {then:?}"));
        }
    }
    Ok(())
}

async fn the_pages_have_every_user_once_and_in_order(fixture: &impl Fixture) -> Outcome {
    const LIMIT: usize = 2;
    let names = ["page:1", "page:2", "page:3", "page:4", "page:ü"];
    for name in names {
        put_record(fixture, name, record(name, "h").as_bytes()).await?;
    }
    let mut found = Vec::new();
    let mut after = None;
    // As many pages as there cannot be.
    for _ in 0..100 {
        let page = fixture.store().page(after.as_deref(), LIMIT).await;
        let page = page.map_err(|error| error.to_string())?;
        if page.records.len() > LIMIT {
            return Err(format!("{} records in one page", page.records.len()));
        }
        found.extend(page.records);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    found.retain(|(name, _)| name.starts_with("page:"));
    let expected = names.map(|name| (name.to_owned(), record(name, "h")));
    match after.is_none() && found == expected {
        true => Ok(()),
        false => Err(format!("found {found:?}, and then {after:?}")),
    }
}

async fn a_store_that_is_out_of_reach_says_so(fixture: &impl Fixture) -> Outcome {
    let store = fixture.out_of_reach();
    let answers = [
        store.user("nobody").await.map(|_| ()),
        store.renewed_hash("nobody").await.map(|_| ()),
        store.put_renewed_hash("nobody", &renewed("h")).await,
        store.ended("nobody").await.map(|_| ()),
        store.username_of("nobody").await.map(|_| ()),
        store.username_by_id("nobody").await.map(|_| ()),
        store.page(None, 1).await.map(|_| ()),
    ];
    match answers
        .iter()
        .all(|answer| matches!(answer, Err(StoreError::Unavailable(_))))
    {
        true => Ok(()),
        false => Err(format!("{answers:?}")),
    }
}
