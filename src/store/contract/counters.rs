//! What all counters keep to.

use super::clause::{Clause, Outcome, same, stored};
use crate::store::{Count, Counters, Fresh, Horizon, MAX_TRUSTED, NetworkFailure, Reference};

clauses! {
    counters: &dyn Counters;
    a_user_has_no_counts_at_first,
    a_count_is_kept_to_the_last_bit,
    each_client_has_one_count,
    a_count_is_forgotten_for_its_client_alone,
    trust_is_for_one_user_and_one_network,
    so_many_networks_are_trusted_and_no_more,
    failures_of_a_network_come_oldest_first_and_from_a_time_on,
    a_failure_is_taken_back_by_its_number,
    uses_are_counted_by_what_is_used,
    the_fresh_record_of_a_user_is_the_one_that_was_noted_last,
    what_is_old_is_swept_and_nothing_else,
}

fn reference(kind: u8, number: u8) -> Reference {
    let mut tag = [number; 32];
    tag[0] = kind;
    Reference::first_of(&tag)
}

fn user(number: u8) -> Reference {
    reference(1, number)
}

fn network(number: u8) -> Reference {
    reference(2, number)
}

fn count(client: Option<Reference>, consecutive: u32) -> Count {
    Count {
        client,
        password: reference(3, 0),
        failures: 1,
        since: 1_800_000_000,
        consecutive,
        blocks: 2,
        blocked_until: 0,
        last_failure_at: 1_800_000_100,
    }
}

fn a_user_has_no_counts_at_first(counters: &dyn Counters) -> Outcome {
    same(stored(counters.counts(&user(1)))?, vec![])?;
    same(stored(counters.trusted_until(&user(1), &network(1)))?, None)?;
    same(stored(counters.network_failures(&network(1), 0))?, vec![])
}

fn a_count_is_kept_to_the_last_bit(counters: &dyn Counters) -> Outcome {
    let extreme = Count {
        failures: u32::MAX,
        consecutive: u32::MAX,
        blocks: u32::MAX,
        since: 0,
        blocked_until: 1 << 52,
        last_failure_at: (1 << 52) - 1,
        ..count(Some(network(2)), 0)
    };
    for count in [count(None, 3), extreme] {
        stored(counters.put_count(&user(2), &count))?;
        let found = stored(counters.counts(&user(2)))?;
        same(
            found.iter().find(|one| one.client == count.client),
            Some(&count),
        )?;
    }
    Ok(())
}

fn each_client_has_one_count(counters: &dyn Counters) -> Outcome {
    let clients = [None, Some(network(1)), Some(network(2))];
    for consecutive in [1, 2] {
        for client in clients {
            stored(counters.put_count(&user(3), &count(client, consecutive)))?;
        }
    }
    let found = stored(counters.counts(&user(3)))?;
    same(found.len(), 3)?;
    same(found.iter().all(|count| count.consecutive == 2), true)?;
    same(stored(counters.counts(&user(33)))?, vec![])
}

fn a_count_is_forgotten_for_its_client_alone(counters: &dyn Counters) -> Outcome {
    let clients = [None, Some(network(1))];
    for client in clients {
        stored(counters.put_count(&user(4), &count(client, 1)))?;
    }
    stored(counters.forget(&user(4), None))?;
    same(
        stored(counters.counts(&user(4)))?,
        vec![count(clients[1], 1)],
    )?;
    stored(counters.forget(&user(4), clients[1].as_ref()))?;
    stored(counters.forget(&user(4), clients[1].as_ref()))?;
    same(stored(counters.counts(&user(4)))?, vec![])
}

fn trust_is_for_one_user_and_one_network(counters: &dyn Counters) -> Outcome {
    stored(counters.trust(&user(5), &network(5), 100))?;
    stored(counters.trust(&user(5), &network(5), 200))?;
    let until = |user, network| stored(counters.trusted_until(&user, &network));
    same(until(user(5), network(5))?, Some(200))?;
    same(until(user(5), network(6))?, None)?;
    same(until(user(6), network(5))?, None)
}

fn so_many_networks_are_trusted_and_no_more(counters: &dyn Counters) -> Outcome {
    let most = MAX_TRUSTED as u8;
    for number in 0..=most {
        stored(counters.trust(&user(7), &network(number), 1000 + i64::from(number)))?;
    }
    let until = |number| stored(counters.trusted_until(&user(7), &network(number)));
    same(until(0)?, None)?;
    for number in 1..=most {
        same(until(number)?, Some(1000 + i64::from(number)))?;
    }
    Ok(())
}

fn failures_of_a_network_come_oldest_first_and_from_a_time_on(counters: &dyn Counters) -> Outcome {
    let failure = |at| NetworkFailure { at, user: user(8) };
    for at in [30, 10, 20, 20] {
        stored(counters.add_network_failure(&network(8), failure(at)))?;
    }
    stored(counters.add_network_failure(&network(9), failure(40)))?;
    let since = |at| stored(counters.network_failures(&network(8), at));
    same(since(0)?, [10, 20, 20, 30].map(failure).to_vec())?;
    same(since(20)?, [20, 20, 30].map(failure).to_vec())?;
    same(since(31)?, vec![])
}

fn a_failure_is_taken_back_by_its_number(counters: &dyn Counters) -> Outcome {
    let failure = NetworkFailure {
        at: 10,
        user: user(1),
    };
    let add = || stored(counters.add_network_failure(&network(10), failure));
    let (one, other) = (add()?, add()?);
    same(one == other, false)?;
    stored(counters.remove_network_failure(one))?;
    stored(counters.remove_network_failure(one))?;
    same(
        stored(counters.network_failures(&network(10), 0))?,
        vec![failure],
    )
}

fn uses_are_counted_by_what_is_used(counters: &dyn Counters) -> Outcome {
    for at in [300, 100, 200, 200] {
        stored(counters.add_use(&user(12), at))?;
    }
    same(stored(counters.uses(&user(12), 150))?, vec![200, 200, 300])?;
    same(stored(counters.uses(&user(13), 0))?, vec![])?;
    stored(counters.sweep(&Horizon {
        trust: 0,
        networks: 0,
        uses: 300,
        counts: 0,
    }))?;
    same(stored(counters.uses(&user(12), 0))?, vec![300])
}

fn the_fresh_record_of_a_user_is_the_one_that_was_noted_last(counters: &dyn Counters) -> Outcome {
    same(stored(counters.fresh(&user(14)))?, None)?;
    for record in [Some("{\"a\": \"ü\"}".to_owned()), None, Some(String::new())] {
        let fresh = Fresh { record, at: 7 };
        stored(counters.put_fresh(&user(14), &fresh))?;
        same(stored(counters.fresh(&user(14)))?, Some(fresh))?;
    }
    same(stored(counters.fresh(&user(15)))?, None)
}

fn what_is_old_is_swept_and_nothing_else(counters: &dyn Counters) -> Outcome {
    let sweep = |trust, networks, counts| {
        stored(counters.sweep(&Horizon {
            trust,
            networks,
            uses: networks,
            counts,
        }))
    };
    same(sweep(i64::MAX >> 8, i64::MAX >> 8, i64::MAX >> 8)?, false)?;
    let (old, blocked, young) = (
        Count {
            last_failure_at: 100,
            blocked_until: 110,
            ..count(None, 1)
        },
        Count {
            last_failure_at: 100,
            blocked_until: 1 << 52,
            ..count(Some(network(1)), 50)
        },
        Count {
            last_failure_at: 150,
            ..count(Some(network(2)), 1)
        },
    );
    for count in [old, blocked, young] {
        stored(counters.put_count(&user(11), &count))?;
    }
    for (number, at) in [(1, 100), (2, 200)] {
        stored(counters.trust(&user(11), &network(number), at))?;
        let failure = NetworkFailure { at, user: user(11) };
        stored(counters.add_network_failure(&network(11), failure))?;
    }
    same(sweep(150, 150, 120)?, true)?;
    same(stored(counters.counts(&user(11)))?, vec![blocked, young])?;
    same(
        stored(counters.trusted_until(&user(11), &network(1)))?,
        None,
    )?;
    same(
        stored(counters.trusted_until(&user(11), &network(2)))?,
        Some(200),
    )?;
    let left = stored(counters.network_failures(&network(11), 0))?;
    same(left.iter().map(|failure| failure.at).collect(), vec![200])
}
