//! The program behind `npm run user -- check`, so that a record is read by what
//! reads it at a login.
//!
//! One JSON text a line. In: the settings, `{"NAME": "value"}`, then users,
//! `{"name", "record", "renewed", "line"}`; `line` is anything, and comes back. Out:
//! `{"name", "line", "problem"}` for each who cannot log in, then `{"users",
//! "milliseconds", "kinds"}`: the estimated time of the costliest hash, and what hashes
//! there are, by format and parameters.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::time::Duration;

use keyward::account;
use keyward::oauth::Config;
use keyward::password::{HashOptions, Limits, StoredHash, VerifyOptions};
use keyward::store::User as Record;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct User {
    name: String,
    record: String,
    renewed: Option<String>,
    line: Option<Value>,
}

#[derive(Serialize)]
struct Finding {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<Value>,
    problem: String,
}

#[derive(Serialize)]
struct Sum {
    users: u64,
    milliseconds: u128,
    kinds: Vec<Kind>,
}

/// Hashes of one format with the same parameters and the same problem.
#[derive(Serialize)]
struct Kind {
    /// `null` for what is none of the formats, and for no password.
    scheme: Option<&'static str>,
    parameters: Map<String, Value>,
    /// Whether a login leaves it as it is.
    current: bool,
    users: u64,
    /// The estimated time of one check; `null` where there is none.
    milliseconds: Option<f64>,
    problem: Option<String>,
    /// One of these hashes, to be measured. Nobody shows it.
    sample: String,
}

/// No store has so many; more of them are counted together with the last.
const MOST_KINDS: usize = 10_000;

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
    let mut kinds = BTreeMap::new();
    for line in lines {
        let user: User = serde_json::from_str(&line?)?;
        users += 1;
        let User { name, record, .. } = &user;
        let checked = account::check(name, record, user.renewed.as_deref(), &config.verify);
        longest = longest.max(*checked.as_ref().unwrap_or(&Duration::ZERO));
        count(&mut kinds, record, &checked, &config.verify);
        if let Err(problem) = checked {
            let User { name, line, .. } = user;
            let finding = Finding {
                name,
                line,
                problem,
            };
            write_line(&mut out, &finding)?;
        }
    }
    let milliseconds = longest.as_micros().div_ceil(1000);
    let sum = Sum {
        users,
        milliseconds,
        kinds: kinds.into_values().collect(),
    };
    write_line(&mut out, &sum)
}

/// Counts the hash of the record itself, whatever a login has made of it since.
fn count(
    kinds: &mut BTreeMap<String, Kind>,
    record: &str,
    checked: &Result<Duration, String>,
    options: &VerifyOptions,
) {
    let Ok(record) = Record::from_json(record) else {
        return;
    };
    let encoded = record.hashed_password;
    let stored = StoredHash::parse(&encoded).ok();
    let scheme = stored.as_ref().map(StoredHash::scheme);
    let parameters = stored.as_ref().map(StoredHash::parameters);
    let parameters = parameters.unwrap_or_default();
    let problem = checked.as_ref().err().cloned();
    let key = format!("{scheme:?} {parameters:?} {problem:?}");
    if let Some(kind) = kinds.get_mut(&key) {
        kind.users += 1;
        return;
    }
    if kinds.len() >= MOST_KINDS {
        if let Some(mut last) = kinds.last_entry() {
            last.get_mut().users += 1;
        }
        return;
    }
    // What a setting would let in has a time as well.
    let lenient = VerifyOptions {
        allow_legacy: true,
        limits: Limits {
            time: None,
            ..options.limits.clone()
        },
        ..options.clone()
    };
    let time = stored
        .as_ref()
        .and_then(|stored| stored.estimated_time(&lenient).ok());
    let kind = Kind {
        scheme,
        parameters,
        current: stored.is_some_and(|stored| stored.is_current(&HashOptions::default())),
        users: 1,
        milliseconds: time.map(|time| time.as_secs_f64() * 1000.0),
        problem,
        sample: encoded,
    };
    kinds.insert(key, kind);
}

fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
