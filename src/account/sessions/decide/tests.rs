use super::*;
use crate::account::sessions::Client;
use crate::store::memory::MemorySessions;
use crate::store::{Reference, Sessions};

mod interleavings;
mod records;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 24 * 60 * 60;

fn reference(number: u8) -> Reference {
    Reference::first_of(&[number; 32])
}

fn id(number: u8) -> SessionId {
    SessionId::from_bytes([number; 16])
}

/// A record whose tokens count from a time on, with a password.
fn record(valid_after: i64, password: u8) -> Seen {
    Seen {
        valid_after,
        password: reference(password),
    }
}

fn client(number: u8) -> Client {
    Client {
        id: None,
        user_agent: Some(reference(number)),
        network: Some(reference(number)),
    }
}

/// An account, and what others have heard of it.
struct Account {
    sessions: MemorySessions,
    rules: SessionRules,
}

impl Account {
    fn new() -> Self {
        Self {
            sessions: MemorySessions::default(),
            rules: SessionRules::default(),
        }
    }

    /// With a session that was opened at [`NOW`] by client 1 under password 1.
    fn opened() -> Self {
        let account = Self::new();
        account.open(1, 0);
        account
    }

    /// There and back, as it goes to an object.
    fn ask(&self, call: Call, seconds: i64) -> Answer {
        let request = Request {
            username: "ann".into(),
            rules: self.rules.clone(),
            call,
        };
        let request = serde_json::to_string(&request).unwrap();
        let request: Request = serde_json::from_str(&request).unwrap();
        let answer = answer(&request, &[], NOW + seconds, &self.sessions).unwrap();
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&text).unwrap(), answer);
        answer
    }

    fn open(&self, number: u8, seconds: i64) -> Answer {
        let open = Open {
            session: id(number),
            scope: Some("me items".into()),
            client: client(1),
            record: record(0, 1),
        };
        self.ask(Call::Open(open), seconds)
    }

    fn refresh(&self, refresh: Refresh, seconds: i64) -> Outcome {
        self.ask(Call::Refresh(refresh), seconds).outcome
    }

    fn is_good(&self, session: Option<SessionId>, issued_at: i64, seconds: i64) -> bool {
        let call = Call::Check {
            session: session.map(|session| session.text()),
            issued_at: Some(issued_at as f64),
            record: record(0, 1),
        };
        self.ask(call, seconds).outcome == Outcome::Good(true)
    }
}

fn token(number: u8, generation: u32) -> Refresh {
    Refresh {
        session: id(number),
        generation,
        scope: None,
        client: client(1),
        record: record(0, 1),
    }
}

fn generation(outcome: &Outcome) -> Option<u32> {
    match outcome {
        Outcome::Refreshed(refreshed) => Some(refreshed.generation),
        _ => None,
    }
}

fn published(answer: &Answer) -> &str {
    &answer.publish.as_ref().expect("something for others").text
}

#[test]
fn a_session_is_opened_refreshed_and_listed() {
    let account = Account::new();
    let answer = account.open(1, 0);
    assert_eq!(answer.outcome, Outcome::Opened { before: None });
    assert_eq!(answer.wake, Some(NOW + 14 * DAY));
    assert_eq!(answer.publish, None);
    for number in 0..3 {
        let outcome = account.refresh(token(1, number), 100);
        assert_eq!(generation(&outcome), Some(number + 1));
    }
    account.open(2, 50);
    let Outcome::Sessions(listed) = account.ask(Call::List, 200).outcome else {
        panic!()
    };
    let expected = |number, created: i64, used: i64| Listed {
        id: id(number),
        created_at: NOW + created,
        last_used_at: NOW + used,
        expires_at: NOW + used + 14 * DAY,
        scope: Some("me items".into()),
        client_id: None,
    };
    assert_eq!(listed, [expected(1, 0, 100), expected(2, 50, 50)]);
}

#[test]
fn reuse_ends_the_session_and_tells_others() {
    let account = Account::opened();
    account.refresh(token(1, 0), 10);
    account.refresh(token(1, 1), 20);
    let answer = account.ask(Call::Refresh(token(1, 0)), 30);
    assert_eq!(answer.outcome, Outcome::Refused(Refused::Reuse));
    let text = format!(r#"{{"sessions":{{"{}":{}}}}}"#, id(1).text(), NOW + 30);
    assert_eq!(published(&answer), text);
    assert_eq!(answer.publish.unwrap().until, NOW + 20 + 1800);
    let outcome = account.refresh(token(1, 2), 31);
    assert_eq!(outcome, Outcome::Refused(Refused::Gone));
    assert!(!account.is_good(Some(id(1)), NOW + 20, 31));
}

#[test]
fn what_is_refused_for_another_reason_ends_nothing() {
    let account = Account::opened();
    let named = Client {
        id: Some("app".into()),
        ..client(1)
    };
    let other_client = Refresh {
        client: named,
        ..token(1, 0)
    };
    let wider = Refresh {
        scope: Some("me admin".into()),
        ..token(1, 0)
    };
    for (refresh, why) in [
        (token(2, 0), Refused::Gone),
        (token(1, 1), Refused::Ahead),
        (other_client, Refused::Client),
        (wider, Refused::Scope),
    ] {
        let answer = account.ask(Call::Refresh(refresh), 5);
        assert_eq!(answer, Outcome::Refused(why).into());
    }
    let narrower = Refresh {
        scope: Some("items".into()),
        ..token(1, 0)
    };
    assert_eq!(generation(&account.refresh(narrower, 6)), Some(1));
}

#[test]
fn introspection_changes_nothing() {
    let account = Account::opened();
    account.refresh(token(1, 0), 10);
    let rows = account.sessions.sessions().unwrap();
    for _ in 0..2 {
        for (number, active) in [(1, true), (0, true), (2, false)] {
            let outcome = account.ask(Call::Introspect(token(1, number)), 20).outcome;
            assert_eq!(generation(&outcome).is_some(), active, "{number}");
        }
    }
    let outcome = account
        .ask(Call::Introspect(token(1, 0)), 10 + DAY + 1)
        .outcome;
    assert_eq!(outcome, Outcome::Refused(Refused::Reuse));
    assert_eq!(account.sessions.sessions().unwrap(), rows);
}

#[test]
fn one_session_is_ended_and_the_others_go_on() {
    let account = Account::opened();
    account.open(2, 1);
    let answer = account.ask(Call::End { session: id(1) }, 10);
    assert_eq!(answer.outcome, Outcome::Done(true));
    assert_eq!(
        account.refresh(token(1, 0), 11),
        Outcome::Refused(Refused::Gone)
    );
    assert!(!account.is_good(Some(id(1)), NOW, 11));
    assert!(account.is_good(Some(id(2)), NOW + 1, 11));
    assert_eq!(generation(&account.refresh(token(2, 0), 11)), Some(1));
    // Again, where the first answer was lost: others are told again.
    let again = account.ask(Call::End { session: id(1) }, 12);
    assert_eq!(again, answer);
    let unknown = account.ask(Call::End { session: id(9) }, 12);
    assert_eq!(unknown, Outcome::Done(false).into());
}

#[test]
fn everywhere_ends_every_session_and_every_token_until_then() {
    let account = Account::opened();
    account.open(2, 1);
    let answer = account.ask(Call::EndAll, 10);
    assert_eq!(published(&answer), format!(r#"{{"before":{}}}"#, NOW + 10));
    assert_eq!(answer.publish.as_ref().unwrap().until, NOW + 10 + DAY);
    for number in [1, 2] {
        assert_eq!(
            account.refresh(token(number, 0), 11),
            Outcome::Refused(Refused::Gone)
        );
    }
    assert!(!account.is_good(None, NOW + 10, 11));
    assert!(account.is_good(None, NOW + 11, 11));
    let opened = account.open(3, 10);
    let before = Some(NOW + 10);
    assert_eq!(opened.outcome, Outcome::Opened { before });
    let Outcome::Refreshed(refreshed) = account.refresh(token(3, 0), 10) else {
        panic!()
    };
    assert_eq!(refreshed.before, before);
}

#[test]
fn a_session_that_ends_in_the_second_of_an_end_of_all_is_told_to_others() {
    let account = Account::opened();
    account.ask(Call::EndAll, 10);
    // Its tokens say the second after; so the next end of all is ahead of the clock.
    account.open(2, 10);
    account.ask(Call::EndAll, 10);
    account.open(3, 10);
    for seconds in [10, 11] {
        let answer = account.ask(Call::End { session: id(3) }, seconds);
        let text = published(&answer);
        assert!(text.contains(&id(3).text()), "{seconds}: {text}");
        account.open(3, seconds + 1);
    }
}

#[test]
fn everywhere_asked_again_and_again_does_not_reach_into_the_future() {
    let mut account = Account::opened();
    let everywhere = |account: &Account| {
        let answer = account.ask(Call::EndAll, 10);
        assert_eq!(answer.outcome, Outcome::Done(true));
        published(&answer).to_owned()
    };
    let before = |seconds| format!(r#"{{"before":{}}}"#, NOW + seconds);
    for _ in 0..20 {
        assert_eq!(everywhere(&account), before(10));
    }
    // What was there since ends with the next: its tokens say the second after.
    account.open(1, 10);
    assert_eq!(everywhere(&account), before(11));
    assert_eq!(everywhere(&account), before(11));
    // Also the tokens of a session that has made room for one that has ended.
    account.rules.most = 1;
    account.open(2, 10);
    account.open(3, 10);
    account.ask(Call::End { session: id(3) }, 10);
    assert_eq!(everywhere(&account), before(12));
    assert_eq!(published(&account.ask(Call::EndAll, 13)), before(13));
}

#[test]
fn the_session_that_was_used_least_lately_makes_room() {
    let mut account = Account::opened();
    account.rules.most = 3;
    account.open(2, 1);
    account.open(3, 2);
    account.refresh(token(1, 0), 3);
    account.open(4, 4);
    let Outcome::Sessions(listed) = account.ask(Call::List, 5).outcome else {
        panic!()
    };
    let ids: Vec<SessionId> = listed.iter().map(|one| one.id).collect();
    assert_eq!(ids, [id(4), id(1), id(3)]);
}

#[test]
fn many_ends_become_one() {
    let account = Account::new();
    let mut text = String::new();
    for number in 0..=100 {
        account.open(number, 0);
        let answer = account.ask(
            Call::End {
                session: id(number),
            },
            1,
        );
        published(&answer).clone_into(&mut text);
        assert!(text.len() < 5000);
    }
    assert_eq!(text, format!(r#"{{"before":{}}}"#, NOW + 1));
}

#[test]
fn what_is_over_is_forgotten_down_to_nothing() {
    let account = Account::opened();
    account.open(2, 0);
    account.ask(Call::End { session: id(2) }, 10);
    let wake = |seconds| sweep(NOW + seconds, &account.sessions).unwrap();
    let first = wake(20);
    assert_eq!(first.outcome, Outcome::Done(true));
    assert_eq!(first.wake, Some(NOW + 1800));
    assert_eq!(wake(1800).wake, Some(NOW + 14 * DAY));
    let last = wake(14 * DAY);
    assert_eq!((last.outcome, last.wake), (Outcome::Done(false), None));
    assert!(account.sessions.sessions().unwrap().is_empty());
}

#[test]
fn a_session_is_over_by_its_time() {
    let account = Account::opened();
    let late = 14 * DAY;
    assert_eq!(
        account.refresh(token(1, 0), late),
        Outcome::Refused(Refused::Expired)
    );
    assert!(!account.is_good(Some(id(1)), NOW + late, late));
    let account = Account::opened();
    for number in 0..9 {
        let at = i64::from(number) * 10 * DAY;
        assert_eq!(
            generation(&account.refresh(token(1, number), at)),
            Some(number + 1)
        );
    }
    assert_eq!(
        account.refresh(token(1, 9), 90 * DAY),
        Outcome::Refused(Refused::Expired)
    );
}

#[test]
fn rows_that_are_out_of_reach_are_said_to_be() {
    let account = Account::opened();
    account.sessions.break_down();
    let request = Request {
        username: "ann".into(),
        rules: SessionRules::default(),
        call: Call::List,
    };
    assert!(answer(&request, &[], NOW, &account.sessions).is_err());
}

#[test]
fn a_row_that_cannot_be_read_costs_its_own_session_alone() {
    let account = Account::opened();
    account.open(2, 0);
    account.sessions.spoil(id(1));
    assert_eq!(
        account.refresh(token(1, 0), 1),
        Outcome::Refused(Refused::Unreadable)
    );
    assert!(!account.is_good(Some(id(1)), NOW, 1));
    assert_eq!(generation(&account.refresh(token(2, 0), 1)), Some(1));
    assert_eq!(account.open(3, 1).outcome, Outcome::Opened { before: None });
    let Outcome::Sessions(listed) = account.ask(Call::List, 2).outcome else {
        panic!()
    };
    assert_eq!(listed.len(), 2);
    let ended = account.ask(Call::End { session: id(1) }, 3);
    assert_eq!(ended.outcome, Outcome::Done(true));
    account.sessions.spoil(id(2));
    account.ask(Call::EndAll, 4);
    assert_eq!(
        account.refresh(token(2, 1), 5),
        Outcome::Refused(Refused::Gone)
    );
}
