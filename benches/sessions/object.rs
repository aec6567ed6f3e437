//! An account's Durable Object, as the Worker has it, and what it costs.

use std::error::Error;

use keyward::account::session::SessionRules;
use keyward::account::sessions::{Call, Outcome, Request, answer, sweep};
use keyward::store::Sessions;
use keyward::store::memory::MemorySessions;
use serde::Serialize;

/// What happened, and what it cost.
#[derive(Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) users: u64,
    pub(crate) logins: u64,
    pub(crate) refreshes: u64,
    /// Of the refreshes: whose answer was the same successor again.
    pub(crate) replays: u64,
    pub(crate) logouts: u64,
    pub(crate) everywhere: u64,
    pub(crate) reuse: u64,
    pub(crate) calls: u64,
    pub(crate) rows: u64,
    pub(crate) kv_writes: u64,
    pub(crate) alarms_set: u64,
    pub(crate) alarms: u64,
    pub(crate) deleted: u64,
    /// At the end of the year, and on the day with the most.
    pub(crate) objects: u64,
    pub(crate) objects_most: u64,
    pub(crate) sessions: u64,
    pub(crate) rows_kept: u64,
}

/// Its rows, and its alarm.
pub(crate) struct Object<'a> {
    username: String,
    pub(crate) rules: &'a SessionRules,
    rows: MemorySessions,
    alarm: Option<i64>,
    pub(crate) counts: &'a mut Counts,
}

impl<'a> Object<'a> {
    pub(crate) fn new(user: u32, rules: &'a SessionRules, counts: &'a mut Counts) -> Self {
        counts.users += 1;
        Self {
            username: format!("user-{user}"),
            rules,
            rows: MemorySessions::default(),
            alarm: None,
            counts,
        }
    }

    /// Whether there is an object.
    pub(crate) fn is_there(&self) -> bool {
        self.rows.rows() > 0
    }

    /// Counts what is left.
    pub(crate) fn close(self) -> Result<(), Box<dyn Error>> {
        self.counts.sessions += self.rows.sessions()?.len() as u64;
        self.counts.rows_kept += self.rows.rows() as u64;
        Ok(())
    }

    pub(crate) fn ask(&mut self, now: i64, call: Call) -> Result<Outcome, Box<dyn Error>> {
        self.wake(now)?;
        self.counts.calls += 1;
        let request = Request {
            username: self.username.clone(),
            rules: self.rules.clone(),
            call,
        };
        let before = self.rows.writes();
        let answer = answer(&request, &[], now, &self.rows)?;
        self.counts.rows += (self.rows.writes() - before) as u64;
        self.counts.kv_writes += u64::from(answer.publish.is_some());
        // One that is there already looks for what is next.
        if self.alarm.is_none() {
            self.set_alarm(answer.wake);
        }
        Ok(answer.outcome)
    }

    /// Whatever alarms there were until now.
    pub(crate) fn wake(&mut self, now: i64) -> Result<(), Box<dyn Error>> {
        while let Some(at) = self.alarm.filter(|&at| at <= now) {
            self.counts.alarms += 1;
            let before = self.rows.writes();
            let answer = sweep(at, &self.rows)?;
            self.counts.rows += (self.rows.writes() - before) as u64;
            self.set_alarm(answer.wake);
            if answer.wake.is_none() {
                self.rows = MemorySessions::default();
                self.counts.deleted += 1;
            }
        }
        Ok(())
    }

    fn set_alarm(&mut self, at: Option<i64>) {
        self.alarm = at;
        self.counts.alarms_set += u64::from(at.is_some());
    }
}
