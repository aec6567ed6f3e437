//! What the user's record does to sessions, newer and older than the one at the login.

use super::*;
use crate::account::sessions::{Change, Create, Precondition, Revokes, TokenClaims};
use crate::store::{User, Writes, layout};

#[test]
fn a_changed_password_ends_the_sessions_that_were_opened_with_the_old_one() {
    let account = Account::opened();
    let changed = Refresh {
        record: record(NOW + 50, 2),
        ..token(1, 0)
    };
    let answer = account.ask(Call::Refresh(changed), 60);
    assert_eq!(answer.outcome, Outcome::Refused(Refused::Record));
    assert!(published(&answer).contains(&id(1).text()));
    assert_eq!(
        account.refresh(token(1, 0), 61),
        Outcome::Refused(Refused::Gone)
    );
}

/// KV shows the old record elsewhere for up to a minute. A login there with the old
/// password opens a session that ends as soon as the new record is seen.
#[test]
fn a_session_that_was_opened_from_an_old_record_ends_when_the_new_one_is_seen() {
    let account = Account::opened();
    // The password was changed at 50; this object has not heard of it.
    account.open(2, 60);
    assert_eq!(generation(&account.refresh(token(2, 0), 70)), Some(1));
    let changed = Refresh {
        record: record(NOW + 50, 2),
        ..token(2, 1)
    };
    assert_eq!(
        account.refresh(changed, 80),
        Outcome::Refused(Refused::Record)
    );
    // Now this object knows, wherever the next one comes from.
    let answer = account.open(3, 90);
    assert_eq!(answer.outcome, Outcome::Outdated);
    assert_eq!(
        account.refresh(token(1, 0), 90),
        Outcome::Refused(Refused::Record)
    );
}

/// Another location still has the old record: its access tokens have ended all the same.
#[test]
fn a_record_that_was_seen_once_ends_older_access_tokens_everywhere() {
    let account = Account::opened();
    account.open(2, 60);
    assert!(account.is_good(Some(id(1)), NOW, 61));
    let call = Call::Check {
        session: None,
        issued_at: Some((NOW + 55) as f64),
        record: record(NOW + 50, 2),
    };
    assert_eq!(account.ask(call, 62).outcome, Outcome::Good(true));
    assert!(!account.is_good(Some(id(1)), NOW, 63), "issued before it");
    assert!(!account.is_good(None, NOW + 50, 63), "of no session");
    let from_the_old_record = account.is_good(Some(id(2)), NOW + 60, 63);
    assert!(!from_the_old_record, "opened with the old password");
    assert!(account.is_good(None, NOW + 60, 63));
}

#[test]
fn an_old_record_does_not_end_a_session_that_was_opened_from_a_newer_one() {
    let account = Account::opened();
    let open = Open {
        session: id(2),
        scope: None,
        client: client(1),
        record: record(NOW + 50, 2),
    };
    account.ask(Call::Open(open), 60);
    let outcome = account.refresh(token(2, 0), 70);
    assert_eq!(generation(&outcome), Some(1), "from the old record");
    // One that does not say when it was changed is not sure to be newer.
    let unsure = Refresh {
        record: record(NOW + 50, 3),
        ..token(2, 1)
    };
    assert_eq!(
        account.refresh(unsure, 71),
        Outcome::Refused(Refused::Record)
    );
    let sure = Refresh {
        record: record(NOW + 50, 2),
        ..token(2, 1)
    };
    assert_eq!(generation(&account.refresh(sure, 72)), Some(2));
}

#[test]
fn all_tokens_of_a_user_end_with_the_record() {
    let account = Account::opened();
    let disabled = Refresh {
        record: record(NOW + 50, 1),
        ..token(1, 0)
    };
    assert_eq!(
        account.refresh(disabled, 60),
        Outcome::Refused(Refused::Record)
    );
    // A login after it goes on.
    let open = Open {
        session: id(2),
        scope: None,
        client: client(1),
        record: record(NOW + 50, 1),
    };
    account.ask(Call::Open(open), 61);
    let after = Refresh {
        record: record(NOW + 50, 1),
        ..token(2, 0)
    };
    assert_eq!(generation(&account.refresh(after, 62)), Some(1));
}

/// What comes after it may be another registration's.
#[test]
fn a_deletion_lets_go_the_address_that_is_the_name_in_its_own_step() {
    const NAME: &str = "ann@example.com";
    let deletes_the_address = |owner: &str| {
        let request = Request {
            username: NAME.into(),
            rules: SessionRules::default(),
            call: Call::Delete { by: None },
        };
        let record = format!(r#"{{"username":"{NAME}","disabled":false}}"#);
        let found = [Some(record), Some(owner.to_owned())];
        assert_eq!(request.reads().len(), found.len());
        let answer = answer(&request, &found, NOW, &MemorySessions::default()).unwrap();
        assert!(matches!(answer.outcome, Outcome::Changed(_)));
        let key = layout::email_key(NAME).unwrap();
        answer.writes.iter().any(|write| write.key == key)
    };
    assert!(deletes_the_address(NAME));
    assert!(!deletes_the_address("somebody else"));
}

/// A login that was under way while the user was disabled has read the record from before.
#[test]
fn a_record_from_before_a_change_opens_no_session_as_long_as_it_may_be_shown() {
    let account = Account::opened();
    // Disabled at 50, with the same password.
    let seen = Refresh {
        record: record(NOW + 50, 1),
        ..token(1, 0)
    };
    account.refresh(seen, 50);
    assert_eq!(account.open(2, 51).outcome, Outcome::Conflict);
    assert_eq!(account.open(2, 50 + LAG).outcome, Outcome::Conflict);
    // By now it is what the store has: somebody has brought an older copy back.
    let opened = account.open(2, 51 + LAG).outcome;
    assert!(matches!(opened, Outcome::Opened { .. }), "{opened:?}");
}

/// An export that is brought back after the password was changed, or a hash that was written
/// by hand without a time.
#[test]
fn an_older_record_with_another_password_counts_when_the_store_can_no_longer_lag() {
    let account = Account::opened();
    let newer = |number, generation| Refresh {
        record: record(NOW + 50, 2),
        ..token(number, generation)
    };
    let open = |number, record, seconds| {
        let open = Open {
            session: id(number),
            scope: None,
            client: client(1),
            record,
        };
        account.ask(Call::Open(open), seconds).outcome
    };
    let is_open = |outcome| matches!(outcome, Outcome::Opened { .. });
    assert!(is_open(open(2, record(NOW + 50, 2), 51)));
    assert_eq!(open(3, record(0, 1), 52), Outcome::Outdated);
    assert_eq!(open(3, record(0, 1), 50 + record::KEPT), Outcome::Outdated);
    assert!(is_open(open(3, record(0, 1), 51 + record::KEPT)));
    let later = 60 + record::KEPT;
    assert_eq!(generation(&account.refresh(token(3, 0), later)), Some(1));
    assert!(is_open(open(4, record(0, 1), later)));
    // What had ended with the newer one stays so, and what was opened with its password is of
    // no use while the other one is right.
    assert!(!account.is_good(None, NOW + 50, later));
    assert_eq!(
        account.refresh(token(1, 0), later),
        Outcome::Refused(Refused::Record)
    );
    assert_eq!(
        account.refresh(token(2, 0), later),
        Outcome::Refused(Refused::Record)
    );
    // The newer one is brought back in turn.
    assert_eq!(
        generation(&account.refresh(newer(2, 0), later + 1)),
        Some(1)
    );
}

#[test]
fn a_scope_is_given_and_taken_beside_those_that_there_are_then() {
    let account = Account::new();
    let ask = |scope: &str, granted, seconds| {
        let call = Call::Change(Change {
            when: Precondition::Exists,
            members: Vec::new(),
            scope: Some((scope.into(), granted)),
            revokes: Revokes::Nothing,
            by: None,
        });
        let request = Request {
            username: "ann".into(),
            rules: account.rules.clone(),
            call,
        };
        // What the store shows is older than what was written here.
        let text = r#"{"username":"ann","hashed_password":"x","disabled":false,"scopes":["me"]}"#;
        let found = [Some(text.to_owned())];
        match answer(&request, &found, NOW + seconds, &account.sessions).unwrap() {
            Answer {
                outcome: Outcome::Changed(text),
                ..
            } => User::from_json(&text).unwrap().scopes,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(ask("admin", true, 0), ["me", "admin"]);
    assert_eq!(ask("admin", true, 1), ["me", "admin"]);
    assert_eq!(ask("items", true, 2), ["me", "admin", "items"]);
    assert_eq!(ask("admin", false, 3), ["me", "items"]);
    assert_eq!(ask("nothing", false, 4), ["me", "items"]);
}

/// KV shows the record elsewhere for a while.
#[test]
fn who_was_deleted_opens_no_session_where_the_record_is_still_shown() {
    let deleted = || {
        let account = Account::opened();
        let outcome = asked(&account, Call::Delete { by: None }, NOW - 100, 10);
        assert!(matches!(outcome, Outcome::Changed(_)), "{outcome:?}");
        for write in account.sessions.pending().unwrap() {
            written(&write, &account.sessions).unwrap();
        }
        account
    };
    let opens = |account: &Account, valid_after, seconds| {
        let open = Open {
            session: id(2),
            scope: None,
            client: client(1),
            record: record(valid_after, 1),
        };
        account.ask(Call::Open(open), seconds).outcome
    };
    let account = deleted();
    for (valid_after, seconds) in [(0, 10), (NOW - 100, 11), (NOW + 10, 10 + LAG)] {
        assert_eq!(opens(&account, valid_after, seconds), Outcome::Outdated);
    }
    let is_open = |outcome| matches!(outcome, Outcome::Opened { .. });
    // Made again, by an operator with KV alone, or brought back without a time.
    assert!(is_open(opens(&account, NOW + 11, 11)));
    assert!(is_open(opens(&deleted(), 0, 11 + LAG)));
    // Or by the object itself, which needs no time at all.
    let account = deleted();
    let created_at = NOW + 10;
    let create = Call::Create(Create {
        record: format!(
            r#"{{"username":"ann","hashed_password":"y","disabled":false,"created_at":{created_at}}}"#
        ),
        id: None,
        by_address: false,
    });
    let request = Request {
        username: "ann".into(),
        rules: account.rules.clone(),
        call: create,
    };
    let created = answer(&request, &[None, None], NOW + 10, &account.sessions).unwrap();
    assert!(matches!(created.outcome, Outcome::Changed(_)));
    assert!(is_open(opens(&account, created_at, 10)));
}

fn change(when: Precondition, revokes: Revokes) -> Call {
    Call::Change(Change {
        when,
        members: vec![("full_name".into(), r#""Ann""#.into())],
        scope: None,
        revokes,
        by: None,
    })
}

/// With a record of ann's that counts from a time on.
fn asked(account: &Account, call: Call, valid_after: i64, seconds: i64) -> Outcome {
    let request = Request {
        username: "ann".into(),
        rules: account.rules.clone(),
        call,
    };
    let text = format!(
        r#"{{"username":"ann","hashed_password":"x","disabled":false,"tokens_valid_after":{valid_after}}}"#
    );
    let answer = answer(&request, &[Some(text)], NOW + seconds, &account.sessions);
    answer.unwrap().outcome
}

#[test]
fn a_change_does_not_bring_back_what_a_newer_record_has_replaced() {
    let account = Account::opened();
    let newer = record(NOW + 50, 9);
    let call = Call::Check {
        session: None,
        issued_at: Some(NOW as f64),
        record: newer,
    };
    account.ask(call, 60);
    let changes = |after| {
        asked(
            &account,
            change(Precondition::Exists, Revokes::Nothing),
            NOW,
            after,
        )
    };
    assert_eq!(changes(61), Outcome::Outdated);
    assert_eq!(changes(50 + LAG), Outcome::Outdated);
    assert!(matches!(changes(51 + LAG), Outcome::Changed(_)));
    assert_eq!(account.sessions.seen().unwrap(), Some(newer), "not older");
}

#[test]
fn a_session_that_has_ended_changes_nothing_in_its_name() {
    let account = Account::opened();
    let by = |number| change(Precondition::Exists, Revokes::Others(id(number)));
    assert!(matches!(asked(&account, by(1), 0, 10), Outcome::Changed(_)));
    account.ask(Call::EndAll, 20);
    assert_eq!(asked(&account, by(1), NOW + 10, 30), Outcome::Conflict);
}

/// However long ago it was looked at: a body may be on its way for minutes.
#[test]
fn a_token_that_has_ended_changes_and_deletes_nothing() {
    let account = Account::opened();
    let by = |issued_at: i64| {
        Some(TokenClaims {
            session: Some(id(1).text()),
            issued_at: Some((NOW + issued_at) as f64),
        })
    };
    let change = |issued_at, seconds| {
        let change = Change {
            when: Precondition::Exists,
            members: Vec::new(),
            scope: None,
            revokes: Revokes::Others(id(1)),
            by: by(issued_at),
        };
        asked(&account, Call::Change(change), 0, seconds)
    };
    let delete = |issued_at, seconds| {
        let call = Call::Delete { by: by(issued_at) };
        asked(&account, call, 0, seconds)
    };
    // The session goes on, its tokens from before do not.
    assert!(matches!(change(6, 10), Outcome::Changed(_)));
    for issued_at in [6, 10] {
        assert_eq!(change(issued_at, 11), Outcome::Ended);
        assert_eq!(delete(issued_at, 11), Outcome::Ended);
    }
    let other = Account::opened();
    let call = Call::Delete { by: by(11) };
    let by_the_record = asked(&other, call, NOW + 11, 12);
    assert_eq!(by_the_record, Outcome::Ended);
    assert!(matches!(delete(11, 12), Outcome::Changed(_)));
}

/// Users who were taken out of the store by hand, a moment after they were made.
#[test]
fn a_deletion_by_somebody_else_is_not_undone() {
    let account = Account::new();
    let request = |call| Request {
        username: "ann".into(),
        rules: account.rules.clone(),
        call,
    };
    let create = || {
        Call::Create(Create {
            record: r#"{"username":"ann","hashed_password":"x","disabled":false}"#.into(),
            id: None,
            by_address: false,
        })
    };
    let ask = |call, seconds| {
        let answer = answer(
            &request(call),
            &[None, None],
            NOW + seconds,
            &account.sessions,
        );
        answer.unwrap()
    };
    let made = ask(create(), 0);
    assert!(matches!(made.outcome, Outcome::Changed(_)));
    for write in &made.writes {
        written(write, &account.sessions).unwrap();
    }
    let record = |seconds| match ask(Call::Record, seconds).outcome {
        Outcome::Record(record) => record,
        other => panic!("{other:?}"),
    };
    assert!(record(LAG).is_some());
    assert_eq!(record(LAG + 1), None);
    let changed = ask(change(Precondition::Exists, Revokes::Nothing), LAG + 1).outcome;
    assert_eq!(changed, Outcome::Missing);
    // And nobody takes the name meanwhile, in case the store is slow.
    assert_eq!(ask(create(), LAG + 1).outcome, Outcome::Exists);
}
