//! What all writes of an account's object keep to.

use super::clause::{Clause, Outcome, same, stored};
use crate::store::{LAG, Reference, Write, Writes, newest, replaced};

clauses! {
    writes: &dyn Writes;
    nothing_was_written_at_first,
    a_write_is_kept_to_the_last_character,
    a_write_takes_the_place_of_the_one_under_its_key,
    what_was_replaced_is_known_by_its_key_and_itself,
    a_text_that_was_replaced_here_is_older_than_what_was_written,
    a_key_that_somebody_else_has_deleted_stays_deleted,
    what_is_pending_stays_until_it_is_written,
}

const NOW: i64 = 1_800_000_000;

fn write(key: &str, text: Option<&str>, at: i64) -> Write {
    Write {
        key: key.into(),
        text: text.map(str::to_owned),
        at,
        pending: false,
    }
}

fn none_is_left(writes: &dyn Writes) -> Outcome {
    same(stored(writes.sweep_writes(i64::from(u32::MAX)))?, None)
}

fn nothing_was_written_at_first(writes: &dyn Writes) -> Outcome {
    same(stored(writes.write("user:a"))?, None)?;
    same(stored(writes.pending())?, vec![])?;
    same(
        stored(writes.has_replaced("user:a", &replaced(None)))?,
        false,
    )?;
    same(stored(writes.sweep_writes(NOW))?, None)
}

fn a_write_is_kept_to_the_last_character(writes: &dyn Writes) -> Outcome {
    for one in [
        write("user:ü\u{0}'", Some("{\"a\": \"ü \u{0}'\\\"\"}"), 1 << 40),
        write("", None, 0),
        write("user:c", Some(""), NOW),
    ] {
        stored(writes.put_write(&one))?;
        same(stored(writes.write(&one.key))?, Some(one))?;
    }
    stored(writes.sweep_writes(1 << 41))?;
    none_is_left(writes)
}

fn a_write_takes_the_place_of_the_one_under_its_key(writes: &dyn Writes) -> Outcome {
    for text in [Some("1"), None, Some("2")] {
        let one = write("user:a", text, NOW);
        stored(writes.put_write(&one))?;
        same(stored(writes.write("user:a"))?, Some(one))?;
    }
    same(stored(writes.sweep_writes(NOW - 1))?, Some(NOW))?;
    none_is_left(writes)
}

fn what_was_replaced_is_known_by_its_key_and_itself(writes: &dyn Writes) -> Outcome {
    let one = Reference::first_of(&[7; 32]);
    stored(writes.put_replaced("user:a", &one, NOW))?;
    stored(writes.put_replaced("user:a", &one, NOW + 1))?;
    same(stored(writes.has_replaced("user:a", &one))?, true)?;
    same(stored(writes.has_replaced("user:b", &one))?, false)?;
    let other = Reference::first_of(&[8; 32]);
    same(stored(writes.has_replaced("user:a", &other))?, false)?;
    same(stored(writes.sweep_writes(NOW))?, Some(NOW + 1))?;
    none_is_left(writes)
}

fn a_text_that_was_replaced_here_is_older_than_what_was_written(writes: &dyn Writes) -> Outcome {
    let key = "user:a";
    let is = |found, expected: Option<&str>| {
        let found = stored(newest(writes, key, found, NOW + LAG))?;
        same(found.as_deref(), expected)
    };
    is(Some("1"), Some("1"))?;
    is(None, None)?;
    for (before, after) in [(Some("1"), Some("2")), (Some("2"), None)] {
        stored(writes.put_replaced(key, &replaced(before), NOW))?;
        stored(writes.put_write(&write(key, after, NOW)))?;
        is(before, after)?;
        is(after, after)?;
        // Somebody else has written since.
        is(Some("3"), Some("3"))?;
    }
    is(Some("1"), None)?;
    none_is_left(writes)
}

fn a_key_that_somebody_else_has_deleted_stays_deleted(writes: &dyn Writes) -> Outcome {
    let key = "user:a";
    stored(writes.put_replaced(key, &replaced(None), NOW))?;
    let mut made = write(key, Some("1"), NOW);
    stored(writes.put_write(&made))?;
    let at = |after| stored(newest(writes, key, None, NOW + after));
    same(at(LAG)?.as_deref(), Some("1"))?;
    same(at(LAG + 1)?, None)?;
    made.pending = true;
    stored(writes.put_write(&made))?;
    same(at(LAG + 1)?.as_deref(), Some("1"))?;
    made.pending = false;
    stored(writes.put_write(&made))?;
    none_is_left(writes)
}

fn what_is_pending_stays_until_it_is_written(writes: &dyn Writes) -> Outcome {
    let mut one = Write {
        pending: true,
        ..write("user:a", Some("1"), NOW)
    };
    stored(writes.put_write(&one))?;
    same(stored(writes.sweep_writes(NOW + 1))?, Some(NOW))?;
    same(stored(writes.pending())?, vec![one.clone()])?;
    one.pending = false;
    stored(writes.put_write(&one))?;
    same(stored(writes.pending())?, vec![])?;
    none_is_left(writes)
}
