//! What all sessions keep to.

use super::clause::{Clause, Outcome, same, stored};
use crate::store::{End, Reference, Seen, Session, SessionId, Sessions};

clauses! {
    sessions: &dyn Sessions;
    there_is_nothing_at_first,
    a_session_is_kept_to_the_last_bit,
    a_session_takes_the_place_of_the_one_of_its_name,
    a_session_is_forgotten_by_its_name_alone,
    all_sessions_are_forgotten_and_nothing_else,
    an_end_takes_the_place_of_the_one_of_its_session,
    the_newest_record_is_the_one_that_was_noted_last,
    what_is_over_is_swept_and_nothing_else,
}

const NOW: i64 = 1_800_000_000;

fn id(number: u8) -> SessionId {
    SessionId::from_bytes([number; 16])
}

fn reference(number: u8) -> Reference {
    Reference::first_of(&[number; 32])
}

fn session(number: u8) -> Session {
    Session {
        id: id(number),
        generation: 0,
        rotated_at: NOW,
        replays: 0,
        created_at: NOW,
        last_used_at: NOW,
        idle_until: NOW + 100,
        expires_at: NOW + 1000,
        tokens_until: NOW + 10,
        scope: None,
        client_id: None,
        user_agent: None,
        network: None,
        record: Seen {
            valid_after: 0,
            password: reference(1),
        },
    }
}

fn there_is_nothing_at_first(sessions: &dyn Sessions) -> Outcome {
    same(stored(sessions.sessions())?, vec![])?;
    same(stored(sessions.session(&id(1)))?, None)?;
    same(stored(sessions.ends())?, vec![])?;
    same(stored(sessions.seen())?, None)
}

fn a_session_is_kept_to_the_last_bit(sessions: &dyn Sessions) -> Outcome {
    let full = Session {
        id: SessionId::from_bytes(std::array::from_fn(|index| index as u8)),
        generation: u32::MAX,
        rotated_at: 0,
        replays: u32::MAX,
        created_at: 1,
        last_used_at: 2,
        idle_until: 1 << 52,
        expires_at: (1 << 52) - 1,
        tokens_until: 3,
        scope: Some("me ü \u{0}'\"".into()),
        client_id: Some(String::new()),
        user_agent: Some(reference(2)),
        network: Some(reference(3)),
        record: Seen {
            valid_after: 1 << 40,
            password: reference(4),
        },
    };
    for session in [session(2), full] {
        stored(sessions.put_session(&session))?;
        same(
            stored(sessions.session(&session.id))?,
            Some(session.clone()),
        )?;
        let all = stored(sessions.sessions())?;
        same(all.contains(&session), true)?;
        stored(sessions.remove_session(&session.id))?;
    }
    Ok(())
}

fn a_session_takes_the_place_of_the_one_of_its_name(sessions: &dyn Sessions) -> Outcome {
    let first = session(3);
    let second = Session {
        generation: 1,
        scope: Some("me".into()),
        ..session(3)
    };
    stored(sessions.put_session(&first))?;
    stored(sessions.put_session(&second))?;
    same(stored(sessions.sessions())?, vec![second])?;
    stored(sessions.remove_session(&id(3)))
}

fn a_session_is_forgotten_by_its_name_alone(sessions: &dyn Sessions) -> Outcome {
    stored(sessions.put_session(&session(4)))?;
    stored(sessions.put_session(&session(5)))?;
    stored(sessions.remove_session(&id(4)))?;
    stored(sessions.remove_session(&id(6)))?;
    same(stored(sessions.sessions())?, vec![session(5)])?;
    stored(sessions.remove_session(&id(5)))
}

fn all_sessions_are_forgotten_and_nothing_else(sessions: &dyn Sessions) -> Outcome {
    let end = End {
        session: None,
        at: 1,
        until: NOW,
    };
    stored(sessions.put_end(&end))?;
    for number in [10, 11] {
        stored(sessions.put_session(&session(number)))?;
    }
    stored(sessions.remove_sessions())?;
    same(stored(sessions.sessions())?, vec![])?;
    same(stored(sessions.ends())?, vec![end])?;
    stored(sessions.sweep(NOW))
}

fn an_end_takes_the_place_of_the_one_of_its_session(sessions: &dyn Sessions) -> Outcome {
    let end = |session, at| End {
        session,
        at,
        until: NOW,
    };
    for at in [1, 2] {
        stored(sessions.put_end(&end(None, at)))?;
        stored(sessions.put_end(&end(Some(id(1)), at)))?;
    }
    let mut ends = stored(sessions.ends())?;
    ends.sort_by_key(|end| end.session);
    same(ends, vec![end(None, 2), end(Some(id(1)), 2)])?;
    stored(sessions.sweep(NOW))?;
    same(stored(sessions.ends())?, vec![])
}

fn the_newest_record_is_the_one_that_was_noted_last(sessions: &dyn Sessions) -> Outcome {
    for valid_after in [1 << 40, 7] {
        let seen = Seen {
            valid_after,
            password: reference(5),
        };
        stored(sessions.put_seen(&seen))?;
        same(stored(sessions.seen())?, Some(seen))?;
    }
    Ok(())
}

fn what_is_over_is_swept_and_nothing_else(sessions: &dyn Sessions) -> Outcome {
    let idle = Session {
        idle_until: NOW,
        ..session(7)
    };
    let expired = Session {
        expires_at: NOW,
        ..session(8)
    };
    let live = Session {
        idle_until: NOW + 1,
        expires_at: NOW + 1,
        ..session(9)
    };
    for session in [&idle, &expired, &live] {
        stored(sessions.put_session(session))?;
    }
    let end = |number, until| End {
        session: Some(id(number)),
        at: 0,
        until,
    };
    stored(sessions.put_end(&end(1, NOW)))?;
    stored(sessions.put_end(&end(2, NOW + 1)))?;
    stored(sessions.sweep(NOW))?;
    same(stored(sessions.sessions())?, vec![live])?;
    same(stored(sessions.ends())?, vec![end(2, NOW + 1)])?;
    stored(sessions.sweep(NOW + 1))?;
    same(stored(sessions.sessions())?, vec![])?;
    same(stored(sessions.ends())?, vec![])
}
