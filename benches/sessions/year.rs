//! One user's year.

use std::error::Error;

use keyward::account::session::SessionRules;
use keyward::account::sessions::{Call, Client, Open, Outcome, Refresh, Refused};
use keyward::store::{Reference, Seen, SessionId};

use super::object::{Counts, Object};
use super::random::{Chance, Random};

pub(crate) const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
pub(crate) const DAYS: i64 = 365;
/// A midnight.
const START: i64 = 1_800_057_600;

const DEVICES: usize = 2;
/// A device is used on five days of seven,
const USED: Chance = Chance(5, 7);
/// six times on such a day, between 7 and 23 hours,
const TIMES: u64 = 6;
/// and for up to so long each time, requests all the while.
const LONGEST_USE: u64 = 40;
/// Every user is away once, and uses nothing.
const AWAY: i64 = 21;
/// A day of use ends with a logout.
const LOGOUT: Chance = Chance(3, 100);
/// The answer to a refresh is lost, and it is asked for again.
const LOST: Chance = Chance(1, 100);
/// In the year, a user gets a new password,
const PASSWORD: Chance = Chance(1, 5);
/// logs out everywhere,
const EVERYWHERE: Chance = Chance(1, 20);
/// and has a refresh token stolen, which the thief uses within half a day.
const THEFT: Chance = Chance(1, 100);

/// One user's year.
pub(crate) struct Year<'a> {
    random: Random,
    object: Object<'a>,
    devices: [Device; DEVICES],
    record: Seen,
    /// What a thief has.
    stolen: Option<Token>,
    /// How many users have an object at the end of each day.
    objects: &'a mut [u64],
}

#[derive(Clone, Copy)]
struct Token {
    session: SessionId,
    generation: u32,
}

#[derive(Clone, Copy, Default)]
struct Device {
    token: Option<Token>,
    /// When its access token expires.
    access_until: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Use { device: usize, seconds: i64 },
    Logout { device: usize },
    Password,
    Everywhere,
    Theft { device: usize },
    Thief,
}

impl<'a> Year<'a> {
    pub(crate) fn new(
        user: u32,
        rules: &'a SessionRules,
        counts: &'a mut Counts,
        objects: &'a mut [u64],
    ) -> Self {
        Self {
            random: Random(u64::from(user)),
            object: Object::new(user, rules, counts),
            devices: [Device::default(); DEVICES],
            record: Seen {
                valid_after: 0,
                password: Reference::first_of(&[0; 32]),
            },
            stolen: None,
            objects,
        }
    }

    pub(crate) fn run(mut self) -> Result<(), Box<dyn Error>> {
        let away = self.random.below(DAYS as u64) as i64;
        let mut once = Vec::new();
        for (chance, event) in [
            (PASSWORD, Event::Password),
            (EVERYWHERE, Event::Everywhere),
            (THEFT, Event::Theft { device: 0 }),
        ] {
            if self.random.happens(&chance) {
                once.push((self.random.below((DAYS * DAY) as u64) as i64, event));
            }
        }
        for day in 0..DAYS {
            let begins = day * DAY;
            let mut events = Vec::new();
            if !(away..away + AWAY).contains(&day) {
                for device in 0..DEVICES {
                    self.plan(device, begins, &mut events);
                }
            }
            for &(at, event) in &once {
                if (begins..begins + DAY).contains(&at) {
                    events.push((at, event));
                    if matches!(event, Event::Theft { .. }) {
                        events.push((
                            at + self.random.below(12 * HOUR as u64) as i64,
                            Event::Thief,
                        ));
                    }
                }
            }
            events.sort_unstable();
            for (at, event) in events {
                self.happen(START + at, event)?;
            }
            self.object.wake(START + begins + DAY)?;
            if self.object.is_there() {
                self.objects[day as usize] += 1;
            }
        }
        self.object.close()
    }

    /// The day of a device.
    fn plan(&mut self, device: usize, begins: i64, events: &mut Vec<(i64, Event)>) {
        if !self.random.happens(&USED) {
            return;
        }
        let mut last = begins;
        for _ in 0..TIMES {
            let at = begins + 7 * HOUR + self.random.below(16 * HOUR as u64) as i64;
            let seconds = (1 + self.random.below(LONGEST_USE * MINUTE as u64)) as i64;
            events.push((at, Event::Use { device, seconds }));
            last = last.max(at + seconds);
        }
        if self.random.happens(&LOGOUT) {
            events.push((last, Event::Logout { device }));
        }
    }

    fn happen(&mut self, now: i64, event: Event) -> Result<(), Box<dyn Error>> {
        match event {
            Event::Use { device, seconds } => {
                let mut at = now;
                while at < now + seconds {
                    if at >= self.devices[device].access_until {
                        self.renew(at, device)?;
                    }
                    at = self.devices[device].access_until.max(at + 1);
                }
            }
            Event::Logout { device } => {
                if let Some(Token { session, .. }) = self.devices[device].token {
                    self.object.counts.logouts += 1;
                    self.object.ask(now, Call::End { session })?;
                }
                self.devices[device] = Device::default();
            }
            Event::Password => {
                self.record = Seen {
                    valid_after: now,
                    password: Reference::first_of(&self.random.bytes()),
                };
            }
            Event::Everywhere => {
                self.object.counts.everywhere += 1;
                self.object.ask(now, Call::EndAll)?;
                self.devices = [Device::default(); DEVICES];
            }
            Event::Theft { device } => self.stolen = self.devices[device].token,
            Event::Thief => {
                if let Some(token) = self.stolen.take() {
                    self.refresh(now, token, client(DEVICES))?;
                }
            }
        }
        Ok(())
    }

    /// Gets an access token for a device, by a login where it has no session.
    fn renew(&mut self, now: i64, device: usize) -> Result<(), Box<dyn Error>> {
        let mut token = match self.devices[device].token {
            Some(token) => self.refresh(now, token, client(device))?,
            None => None,
        };
        if let (Some(_), Some(old)) = (token, self.devices[device].token)
            && self.random.happens(&LOST)
        {
            self.object.counts.replays += 1;
            token = self.refresh(now + 5, old, client(device))?;
        }
        let token = match token {
            Some(token) => token,
            None => self.log_in(now, device)?,
        };
        self.devices[device] = Device {
            token: Some(token),
            access_until: now + self.object.rules.token_lifetime,
        };
        Ok(())
    }

    fn refresh(
        &mut self,
        now: i64,
        token: Token,
        client: Client,
    ) -> Result<Option<Token>, Box<dyn Error>> {
        self.object.counts.refreshes += 1;
        let call = Call::Refresh(Refresh {
            session: token.session,
            generation: token.generation,
            scope: None,
            client,
            record: self.record,
        });
        Ok(match self.object.ask(now, call)? {
            Outcome::Refreshed(refreshed) => Some(Token {
                generation: refreshed.generation,
                ..token
            }),
            Outcome::Refused(refused) => {
                self.object.counts.reuse += u64::from(refused == Refused::Reuse);
                None
            }
            other => return Err(format!("a refresh: {other:?}").into()),
        })
    }

    fn log_in(&mut self, now: i64, device: usize) -> Result<Token, Box<dyn Error>> {
        self.object.counts.logins += 1;
        let session = SessionId::from_bytes(self.random.bytes());
        let call = Call::Open(Open {
            session,
            scope: Some("me items".into()),
            client: client(device),
            record: self.record,
        });
        match self.object.ask(now, call)? {
            Outcome::Opened { .. } => Ok(Token {
                session,
                generation: 0,
            }),
            other => Err(format!("a login: {other:?}").into()),
        }
    }
}

/// The client of a device, or of a thief.
fn client(device: usize) -> Client {
    let reference = Some(Reference::first_of(&[device as u8; 32]));
    Client {
        id: None,
        user_agent: reference,
        network: reference,
    }
}
