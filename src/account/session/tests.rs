use super::*;
use crate::store::{Seen, SessionId};

const NOW: i64 = 1_800_000_000;

fn reference(number: u8) -> Option<Reference> {
    Some(Reference::first_of(&[number; 32]))
}

/// Five refreshes old, last rotated now from client 1 at network 1.
fn session() -> Session {
    Session {
        id: SessionId::from_bytes([1; 16]),
        generation: 5,
        rotated_at: NOW,
        replays: 0,
        created_at: NOW - DAY,
        last_used_at: NOW,
        idle_until: NOW + 14 * DAY,
        expires_at: NOW + 89 * DAY,
        tokens_until: NOW + 1800,
        scope: Some("me".into()),
        client_id: None,
        user_agent: reference(1),
        network: reference(1),
        record: Seen {
            valid_after: 0,
            password: Reference::first_of(&[9; 32]),
        },
    }
}

fn present(generation: u32, user_agent: u8, network: u8) -> Presented {
    Presented {
        generation,
        user_agent: reference(user_agent),
        network: reference(network),
    }
}

fn after(seconds: i64, presented: Presented, session: &Session) -> Rotation {
    rotate(session, &presented, &SessionRules::default(), NOW + seconds)
}

#[test]
fn the_newest_token_makes_a_successor() {
    let rotated = after(10, present(5, 2, 3), &session());
    let expected = Session {
        generation: 6,
        rotated_at: NOW + 10,
        last_used_at: NOW + 10,
        idle_until: NOW + 10 + 14 * DAY,
        tokens_until: NOW + 10 + 1800,
        user_agent: reference(2),
        network: reference(3),
        ..session()
    };
    assert_eq!(rotated, Rotation::Rotated(expected));
}

#[test]
fn the_one_before_gets_the_same_successor_for_a_minute_from_anywhere() {
    for (seconds, user_agent, network) in [(0, 1, 1), (60, 1, 1), (0, 2, 2), (60, 2, 1)] {
        let rotation = after(seconds, present(4, user_agent, network), &session());
        let Rotation::Replayed(next) = rotation else {
            panic!("{seconds} s: {rotation:?}")
        };
        assert_eq!(next.generation, 5);
        assert_eq!(next.rotated_at, NOW, "the grace is not prolonged");
        assert_eq!(
            (next.user_agent, next.network),
            (reference(1), reference(1)),
            "nor taken over"
        );
    }
}

#[test]
fn and_for_a_day_from_where_the_successor_was_given_to() {
    for (seconds, user_agent, network, good) in [
        (61, 1, 1, true),
        (DAY, 1, 1, true),
        (DAY + 1, 1, 1, false),
        (61, 2, 1, false),
        (61, 1, 2, false),
    ] {
        let rotation = after(seconds, present(4, user_agent, network), &session());
        assert_eq!(matches!(rotation, Rotation::Replayed(_)), good, "{seconds}");
        assert_eq!(rotation == Rotation::Reuse, !good, "{seconds}");
    }
}

#[test]
fn ten_times_at_most_except_for_tabs_of_one_browser() {
    let mut one = session();
    for _ in 0..10 {
        let Rotation::Replayed(next) = after(30, present(4, 2, 2), &one) else {
            panic!()
        };
        one = next;
    }
    assert_eq!(one.replays, 10);
    assert_eq!(after(30, present(4, 2, 2), &one), Rotation::Reuse);
    for _ in 0..100 {
        let Rotation::Replayed(next) = after(30, present(4, 1, 1), &one) else {
            panic!()
        };
        assert_eq!(next.replays, 10);
        one = next;
    }
    assert_eq!(after(61, present(4, 1, 1), &one), Rotation::Reuse);
}

#[test]
fn an_older_token_is_reuse_at_once_and_for_ever() {
    for seconds in [0, 30, DAY] {
        for generation in 0..4 {
            let rotation = after(seconds, present(generation, 1, 1), &session());
            assert_eq!(rotation, Rotation::Reuse);
        }
    }
}

#[test]
fn a_token_that_the_store_does_not_know_kills_nothing() {
    for generation in [6, u32::MAX] {
        let rotation = after(0, present(generation, 1, 1), &session());
        assert_eq!(rotation, Rotation::Ahead);
    }
}

#[test]
fn a_session_ends_by_idleness_and_by_age() {
    let idle = Session {
        idle_until: NOW + 10,
        ..session()
    };
    let old = Session {
        expires_at: NOW + 10,
        ..session()
    };
    for session in [idle, old] {
        for generation in [3, 4, 5, 6] {
            let rotation = after(10, present(generation, 1, 1), &session);
            assert_eq!(rotation, Rotation::Expired);
        }
        assert!(matches!(
            after(9, present(5, 1, 1), &session),
            Rotation::Rotated(_)
        ));
    }
}

#[test]
fn the_last_number_has_no_successor() {
    let last = Session {
        generation: u32::MAX,
        ..session()
    };
    assert_eq!(after(0, present(u32::MAX, 1, 1), &last), Rotation::Expired);
}
