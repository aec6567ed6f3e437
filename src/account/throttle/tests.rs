use super::*;
use crate::store::memory::MemoryCounters;

const NOW: i64 = 1_800_000_000;

fn reference(number: u8) -> Reference {
    Reference::first_of(&[number; 32])
}

/// Guesses at one user.
struct Attacked {
    counters: MemoryCounters,
    rules: Rules,
    user: u8,
}

impl Attacked {
    fn new() -> Self {
        Self {
            counters: MemoryCounters::default(),
            rules: Rules::default(),
            user: 1,
        }
    }

    fn guess(&self, network: u8) -> Guess {
        Guess {
            user: reference(self.user),
            password: reference(100),
            network: Some(reference(network)),
            device: None,
        }
    }

    fn reserve(&self, guess: Guess, now: i64) -> Result<Reservation, Block> {
        reserve(guess, &self.rules, now, &self.counters).unwrap()
    }

    fn fail(&self, network: u8, now: i64) -> Result<Reservation, Block> {
        self.reserve(self.guess(network), now)
    }

    fn succeed(&self, guess: Guess, now: i64) -> Result<(), Block> {
        let reserved = self.reserve(guess, now)?;
        succeeded(&reserved, &self.rules, now, &self.counters).unwrap();
        Ok(())
    }
}

fn seconds(outcome: Result<Reservation, Block>) -> Option<i64> {
    outcome.err().map(|block| block.retry_after)
}

#[test]
fn the_tenth_failure_blocks_and_each_further_one_doubles_the_block() {
    let attacked = Attacked::new();
    for number in 0..9 {
        let reserved = attacked.fail(number, NOW).unwrap();
        assert_eq!(reserved.block, None);
    }
    let tenth = attacked.fail(9, NOW).unwrap();
    assert_eq!(tenth.block.map(|block| block.retry_after), Some(60));
    assert_eq!(seconds(attacked.fail(10, NOW)), Some(60));
    assert_eq!(seconds(attacked.fail(10, NOW + 59)), Some(1));
    let mut now = NOW + 60;
    for expected in [120, 240, 480] {
        assert!(attacked.fail(10, now).is_ok());
        assert_eq!(seconds(attacked.fail(10, now)), Some(expected));
        now += expected;
    }
}

#[test]
fn a_block_lasts_an_hour_at_most_until_the_fiftieth_failure_ends_guessing() {
    let attacked = Attacked::new();
    let (mut now, mut tried, mut longest) = (NOW, 0, 0);
    loop {
        match attacked.fail(1, now) {
            Ok(_) => tried += 1,
            Err(block) if block.until_reset => break,
            Err(block) => {
                longest = longest.max(block.retry_after);
                now += block.retry_after;
            }
        }
    }
    assert_eq!((tried, longest), (50, 3600));
    assert!(now - NOW > 20 * 3600, "{} s", now - NOW);
    // Years later it is the same; only another password ends it.
    assert!(attacked.fail(1, now + 1_000_000_000).is_err());
    let changed = Guess {
        password: reference(101),
        ..attacked.guess(1)
    };
    assert!(attacked.reserve(changed, now).is_ok());
}

#[test]
fn a_day_without_a_failure_begins_with_the_shortest_block_again() {
    let attacked = Attacked::new();
    let mut now = NOW;
    for _ in 0..14 {
        now += seconds(attacked.fail(1, now)).unwrap_or(0);
    }
    assert_eq!(seconds(attacked.fail(1, now)), Some(240));
    now += 24 * 3600;
    for _ in 0..9 {
        assert_eq!(attacked.fail(1, now).unwrap().block, None);
    }
    let again = attacked.fail(1, now).unwrap().block;
    assert_eq!(again.map(|block| block.retry_after), Some(60));
}

#[test]
fn failures_are_forgotten_after_a_day_without_one() {
    let attacked = Attacked::new();
    let mut now = NOW;
    for _ in 0..9 {
        now += attacked.rules.reset_after - 1;
        assert_eq!(attacked.fail(1, now).unwrap().block, None);
    }
    now += attacked.rules.reset_after;
    for _ in 0..9 {
        assert_eq!(attacked.fail(1, now).unwrap().block, None);
    }
    assert!(attacked.fail(1, now).unwrap().block.is_some());
}

/// The most that are in so many seconds of these times.
fn most_within(times: &[i64], seconds: i64) -> usize {
    let ends = times.iter().enumerate().map(|(index, time)| {
        let before = times.iter().take(index + 1);
        before.filter(|earlier| *time - **earlier < seconds).count()
    });
    ends.max().unwrap_or_default()
}

/// When guesses were let through, of a stranger who waits so long before each and, where that
/// is a block, until it ends.
fn let_through(pace: impl Fn(usize) -> i64) -> Vec<i64> {
    let attacked = Attacked::new();
    let (mut now, mut times) = (NOW, Vec::new());
    for number in 0..1000 {
        now += pace(number);
        match attacked.fail(1, now) {
            Ok(_) => times.push(now),
            Err(block) if block.until_reset => return times,
            Err(block) => now += block.retry_after,
        }
    }
    times
}

/// The figures of docs/attacks.md.
#[test]
fn no_pace_has_more_guesses_than_the_fastest() {
    const HOUR: i64 = 3600;
    let fastest = let_through(|_| 0);
    let figures = [1, HOUR, DAY].map(|seconds| most_within(&fastest, seconds));
    assert_eq!((figures, fastest.len()), ([10, 15, 38], 50));
    assert!(fastest[49] - fastest[0] > 35 * HOUR);
    let mut paces: Vec<Box<dyn Fn(usize) -> i64>> = Vec::new();
    for wait in [
        1,
        59,
        61,
        90,
        100,
        225,
        300,
        899,
        900,
        2400,
        HOUR,
        DAY - 1,
        DAY,
    ] {
        paces.push(Box::new(move |_| wait));
        // One, or nine, or all at once, and then a while of nothing.
        for burst in 2..15 {
            paces.push(Box::new(move |number| match number % burst {
                0 => wait,
                _ => 0,
            }));
        }
    }
    for pace in paces {
        let times = let_through(pace);
        for (seconds, figure) in [(1, 10), (HOUR, 15), (DAY, 38), (i64::MAX, 50)] {
            let most = most_within(&times, seconds);
            assert!(most <= figure, "{most} in {seconds} s");
        }
    }
}

#[test]
fn a_success_ends_the_count() {
    let attacked = Attacked::new();
    for _ in 0..9 {
        attacked.fail(1, NOW).unwrap();
    }
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for _ in 0..10 {
        attacked.fail(2, NOW).unwrap();
    }
    assert!(attacked.fail(2, NOW).is_err());
}

#[test]
fn a_stranger_cannot_lock_the_owner_out() {
    let attacked = Attacked::new();
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for network in 2..12 {
        attacked.fail(network, NOW).unwrap();
    }
    assert!(attacked.fail(12, NOW).is_err());
    // From home, and with the device that is known from anywhere.
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    let device = Guess {
        device: Some(reference(50)),
        ..attacked.guess(99)
    };
    attacked.succeed(device, NOW).unwrap();
    // The stranger is still blocked, and so is a network whose trust has ended.
    assert!(attacked.fail(12, NOW).is_err());
    let month = attacked.rules.trust;
    for network in 2..12 {
        let _ = attacked.fail(network, NOW + month - 10);
    }
    assert!(attacked.fail(1, NOW + month - 1).is_ok());
    assert!(attacked.fail(1, NOW + month).is_err());
}

#[test]
fn a_trusted_client_that_guesses_is_blocked_alone() {
    let attacked = Attacked::new();
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for _ in 0..10 {
        attacked.fail(1, NOW).unwrap();
    }
    assert!(attacked.fail(1, NOW).is_err());
    assert!(attacked.fail(2, NOW).is_ok());
}

/// NIST SP 800-63B-4 section 3.2.2, whoever they come from.
#[test]
fn no_account_is_ever_tried_more_than_a_hundred_times_in_a_row() {
    let attacked = Attacked::new();
    for network in 1..=10 {
        attacked.succeed(attacked.guess(network), NOW).unwrap();
    }
    let (mut now, mut tried) = (NOW, 0);
    for _ in 0..400 {
        for network in 1..=20 {
            tried += u32::from(attacked.fail(network, now).is_ok());
        }
        now += 3600;
    }
    assert_eq!(tried, 100);
}

#[test]
fn a_shorter_trust_is_that_of_networks_that_are_trusted_already() {
    let mut attacked = Attacked::new();
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for _ in 0..10 {
        attacked.fail(2, NOW).unwrap();
    }
    for (days, trusted) in [(0, false), (29, false), (30, true)] {
        attacked.rules.trust = days * DAY;
        assert_eq!(attacked.fail(1, NOW).is_ok(), trusted, "{days}");
    }
    attacked.rules.trust = 10 * DAY;
    let last_days = NOW + 20 * DAY;
    for _ in 0..10 {
        attacked.fail(2, last_days - 1).unwrap();
    }
    assert!(attacked.fail(1, last_days - 1).is_err());
    assert!(attacked.fail(1, last_days).is_ok());

    // A login makes the network one of the shorter time.
    let attacked = Attacked {
        rules: attacked.rules,
        ..Attacked::new()
    };
    let longer = NOW + 30 * DAY;
    let guess = attacked.guess(1);
    let trust = |until| attacked.counters.trust(&guess.user, &reference(1), until);
    trust(longer).unwrap();
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for _ in 0..10 {
        attacked.fail(2, NOW).unwrap();
    }
    assert!(attacked.fail(1, NOW).is_ok());
}

#[test]
fn no_trust_where_the_setting_says_so() {
    let mut attacked = Attacked::new();
    attacked.rules.trust = 0;
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for _ in 0..10 {
        attacked.fail(1, NOW).unwrap();
    }
    assert!(attacked.fail(2, NOW).is_err());
    assert_eq!(attacked.counters.rows(), 1);
}

fn from_network(attacked: &Attacked, user: u8, now: i64) -> Result<i64, Block> {
    let network = reference(200);
    reserve_network(
        &network,
        reference(user),
        &attacked.rules,
        now,
        &attacked.counters,
    )
    .unwrap()
}

#[test]
fn a_network_has_thirty_failures_in_ten_minutes() {
    let attacked = Attacked::new();
    for number in 0..30 {
        from_network(&attacked, 1, NOW + number).unwrap();
    }
    let block = from_network(&attacked, 1, NOW + 30).unwrap_err();
    assert_eq!((block.retry_after, block.until_reset), (570, false));
    let number = from_network(&attacked, 1, NOW + 600).unwrap();
    assert!(from_network(&attacked, 1, NOW + 600).is_err());
    attacked.counters.remove_network_failure(number).unwrap();
    assert!(from_network(&attacked, 1, NOW + 600).is_ok());
}

#[test]
fn a_network_has_twenty_names_in_ten_minutes() {
    let attacked = Attacked::new();
    for user in 0..20 {
        from_network(&attacked, user, NOW + i64::from(user)).unwrap();
    }
    let block = from_network(&attacked, 21, NOW + 20).unwrap_err();
    assert_eq!(block.retry_after, 580);
    assert!(from_network(&attacked, 0, NOW + 20).is_err());
    assert!(from_network(&attacked, 21, NOW + 600).is_ok());
}

/// One that is trusted and guesses a little, strangers until they are blocked, and a network with
/// ten names; strangers and ten more names once more, shortly before `now`.
fn guessed_before(now: i64, rules: &Rules) -> Attacked {
    let mut attacked = Attacked::new();
    attacked.rules = rules.clone();
    attacked.succeed(attacked.guess(1), NOW).unwrap();
    for _ in 0..5 {
        attacked.fail(1, NOW).unwrap();
    }
    for (at, first) in [(NOW, 2), (now - 10, 22)] {
        for number in first..first + 10 {
            let _ = attacked.fail(number, at);
            let _ = from_network(&attacked, number, at);
        }
    }
    attacked
}

/// What a stranger, the trusted one and a network are answered, again and again.
fn answers(attacked: &Attacked, now: i64) -> Vec<Result<Option<Block>, Block>> {
    let asked = (0..12).flat_map(|number| {
        let login = |network| Ok(attacked.fail(network, now)?.block);
        let network = from_network(attacked, 50 + number, now).map(|_| None);
        [login(50), login(1), network]
    });
    asked.collect()
}

#[test]
fn what_is_swept_changes_no_answer() {
    let longest = Rules {
        reset_after: MEMORY,
        network_window: LONGEST_NETWORK_WINDOW,
        ..Rules::default()
    };
    let ended = Rules {
        lockout_failures: 10,
        ..Rules::default()
    };
    // Where guessing has ended, the count of the strangers stays.
    for (rules, left) in [(Rules::default(), 0), (longest, 0), (ended, 1)] {
        let waits = [30, 599, 3599, 3700, DAY - 1, rules.trust - 1, rules.trust];
        for now in waits.map(|wait| NOW + wait) {
            for later in [0, 40, 580, DAY - 11, DAY] {
                let [kept, swept] = [(); 2].map(|()| guessed_before(now, &rules));
                assert!(swept.counters.sweep(&horizon(now)).unwrap());
                let [kept, swept] = [kept, swept].map(|one| answers(&one, now + later));
                assert_eq!(swept, kept, "{} s, {later} s later", now - NOW);
            }
        }
        let end = NOW + 2 * rules.trust;
        let attacked = guessed_before(NOW + 30, &rules);
        assert_eq!(attacked.counters.sweep(&horizon(end)).unwrap(), left > 0);
        assert_eq!(attacked.counters.rows(), left);
        assert_eq!(attacked.fail(2, end).is_err(), left > 0);
    }
}
