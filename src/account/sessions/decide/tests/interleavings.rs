//! Random lives of a session with tabs, lost answers and a thief, against a model that
//! knows nothing of how the rules are written.

use super::*;

/// xorshift64*: the same lives in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

/// Far apart, and never 0.
fn seed_of(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// What was seen of one token: when, by whom, and what it got.
#[derive(Clone, Copy)]
struct Use {
    at: i64,
    client: u8,
    successor: u32,
}

/// What must hold of any life, whatever the rules.
#[derive(Default)]
struct Model {
    uses: Vec<Vec<Use>>,
    ended: bool,
}

/// What a life came to.
#[derive(Default, Debug)]
struct Counts {
    presented: usize,
    taken: usize,
    again: usize,
    ended: usize,
}

impl Model {
    fn saw(
        &mut self,
        generation: u32,
        client: u8,
        at: i64,
        outcome: &Outcome,
        counts: &mut Counts,
    ) {
        counts.presented += 1;
        let index = generation as usize;
        self.uses.resize(self.uses.len().max(index + 1), Vec::new());
        match outcome {
            Outcome::Refreshed(refreshed) => {
                let successor = refreshed.generation;
                assert!(
                    !self.ended,
                    "nothing is taken from a session that has ended"
                );
                assert_eq!(successor, generation + 1, "a token has one successor");
                assert!(
                    self.uses.get(index + 1).is_none_or(Vec::is_empty),
                    "once the successor was used, its predecessor is over"
                );
                if let Some(first) = self.uses[index].first() {
                    let age = at - first.at;
                    let forgiven = age <= 60 || (age <= DAY && client == first.client);
                    assert!(forgiven, "two go on with one token after {age} s");
                    assert_eq!(first.successor, successor, "two successors of one token");
                    counts.again += 1;
                } else {
                    counts.taken += 1;
                }
                self.uses[index].push(Use {
                    at,
                    client,
                    successor,
                });
            }
            Outcome::Refused(Refused::Reuse) => {
                self.ended = true;
                counts.ended += 1;
            }
            Outcome::Refused(Refused::Gone) => {
                assert!(self.ended, "a session is gone only after it has ended");
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Somebody with tokens, who presents the newest one, or sometimes any.
struct Holder {
    client: u8,
    tokens: Vec<u32>,
}

impl Holder {
    fn presents(&self, random: &mut Random) -> Option<u32> {
        match random.one_in(8) {
            true => self
                .tokens
                .get(random.below(self.tokens.len().max(1) as u64) as usize),
            false => self.tokens.iter().max(),
        }
        .copied()
    }
}

fn live(seed: u64, counts: &mut Counts) {
    let mut random = Random(seed);
    let mut account = Account::opened();
    let mut model = Model::default();
    // Two tabs of the owner's, another device's copy of them, and a thief.
    let mut holders: Vec<Holder> = [(1, vec![0]), (1, vec![0]), (2, vec![]), (3, vec![])]
        .into_iter()
        .map(|(client, tokens)| Holder { client, tokens })
        .collect();
    let mut seconds = 0;
    for _ in 0..60 {
        seconds += match random.below(6) {
            0 | 1 => 0,
            2 => 1,
            3 => random.below(59) as i64,
            4 => random.below(7200) as i64,
            _ => random.below(2 * DAY as u64) as i64,
        };
        // The object was evicted in between: only the rows go on.
        account.sessions = account.sessions.clone();
        let who = random.below(holders.len() as u64) as usize;
        if who >= 2 && random.one_in(10) {
            holders[who].tokens = holders[0].tokens.clone();
        }
        let Some(generation) = holders[who].presents(&mut random) else {
            continue;
        };
        let client = holders[who].client;
        let refresh = Refresh {
            client: super::client(client),
            ..token(1, generation)
        };
        let outcome = account.refresh(refresh, seconds);
        if outcome == Outcome::Refused(Refused::Expired) {
            return;
        }
        model.saw(generation, client, seconds, &outcome, counts);
        let is_lost = random.one_in(5);
        if let Some(successor) = super::generation(&outcome)
            && !is_lost
        {
            holders[who].tokens.push(successor);
            // Tabs share what they have.
            if who < 2 {
                holders[1 - who].tokens.push(successor);
            }
        }
    }
}

#[test]
fn no_two_go_on_with_one_session_whatever_the_order() {
    let mut counts = Counts::default();
    for seed in 1..=5_000 {
        live(seed_of(seed), &mut counts);
    }
    // Each kind has come up often: else this would prove nothing.
    assert!(counts.presented > 75_000, "{counts:?}");
    assert!(counts.taken > 12_000, "{counts:?}");
    assert!(counts.again > 2_500, "{counts:?}");
    assert!(counts.ended > 1_200, "{counts:?}");
}

/// An honest user, who loses answers and tries again within the grace, and whose tabs
/// race, is never logged out before the session's time.
#[test]
fn an_honest_user_stays_logged_in() {
    for seed in 1..=500 {
        let mut random = Random(seed_of(seed));
        let account = Account::opened();
        let (mut held, mut seconds) = (0, 0);
        while seconds < 76 * DAY {
            seconds += 1 + random.below(13 * DAY as u64) as i64;
            let mut at = seconds;
            // Tabs that race, or an answer that was lost and is asked for again.
            let presented = held;
            for _ in 0..=random.below(4) {
                let outcome = account.refresh(token(1, presented), at);
                assert_eq!(generation(&outcome), Some(presented + 1), "{seed}");
                held = presented + 1;
                at += random.below(20) as i64;
            }
            seconds = at;
        }
    }
}
