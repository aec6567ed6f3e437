//! The program behind `npm run user -- check`, so that a record is read by what
//! reads it at a login.
//!
//! One JSON text a line. In: the settings, `{"NAME": "value"}`, then users,
//! `{"name", "record", "renewed"}`. Out: `{"name", "problem"}` for each who cannot
//! log in, then `{"users", "milliseconds"}`, the estimated time of the costliest
//! hash.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::time::Duration;

use keyward::account;
use keyward::oauth::Config;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct User {
    name: String,
    record: String,
    renewed: Option<String>,
}

#[derive(Serialize)]
struct Finding {
    name: String,
    problem: String,
}

#[derive(Serialize)]
struct Sum {
    users: u64,
    milliseconds: u128,
}

/// Signs nothing here; without one the settings cannot be read.
const SECRET_KEY: &str = "0123456789abcdef0123456789abcdef";

fn main() -> ExitCode {
    match check() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to be told where this fails.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn check() -> io::Result<()> {
    let mut lines = io::stdin().lock().lines();
    let mut out = io::stdout().lock();
    let settings = lines.next().transpose()?.unwrap_or_default();
    let settings: BTreeMap<String, String> = serde_json::from_str(&settings)?;
    let variable = |name: &str| match name {
        "SECRET_KEY" => Ok(Some(SECRET_KEY.to_owned())),
        _ => Ok(settings.get(name).cloned()),
    };
    let config = Config::read(variable, |_| Ok(())).map_err(io::Error::other)?;
    let mut users = 0;
    let mut longest = Duration::ZERO;
    for line in lines {
        let User {
            name,
            record,
            renewed,
        } = serde_json::from_str(&line?)?;
        users += 1;
        match account::check(&name, &record, renewed.as_deref(), &config.verify) {
            Ok(time) => longest = longest.max(time),
            Err(problem) => write_line(&mut out, &Finding { name, problem })?,
        }
    }
    let milliseconds = longest.as_micros().div_ceil(1000);
    write_line(
        &mut out,
        &Sum {
            users,
            milliseconds,
        },
    )
}

fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
