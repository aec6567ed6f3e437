//! A year of an app's users, each with two devices, through what an account's object
//! decides about their sessions (`account::sessions`), with its store in memory.
//!
//! Its arguments are the number of users and the lifetime of an access token in
//! minutes. It prints what was counted as one line of JSON. Nothing is drawn but from a generator with a fixed seed, so every
//! run counts the same.

mod object;
mod random;
mod year;

use std::error::Error;
use std::io::{self, Write};

use keyward::account::session::SessionRules;

use object::Counts;
use year::{DAYS, MINUTE, Year};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|text| text != "--bench");
    let mut number = |otherwise| match arguments.next() {
        Some(text) => text.parse::<u32>(),
        None => Ok(otherwise),
    };
    let (users, minutes) = (number(10_000)?, number(30)?);
    let rules = SessionRules {
        token_lifetime: i64::from(minutes) * MINUTE,
        ..SessionRules::default()
    };
    let mut counts = Counts::default();
    let mut objects = vec![0; DAYS as usize];
    for user in 0..users {
        Year::new(user, &rules, &mut counts, &mut objects).run()?;
    }
    counts.objects = objects.last().copied().unwrap_or_default();
    counts.objects_most = objects.into_iter().max().unwrap_or_default();
    writeln!(io::stdout(), "{}", serde_json::to_string(&counts)?)?;
    Ok(())
}
