//! A login, from who sends it to what is said of it.

use ::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use ::http::uri::Scheme;
use ::http::{HeaderMap, HeaderName, HeaderValue, Request};

use super::Backend;
use super::context::Context;
use super::http::refusal::Refusal;
use super::level::Level;
use super::who::{LoginFacts, Who};
use crate::account::device::{self, Device};
use crate::account::{
    self, Attempt, Block, DAY, Facts, Network, Notice, Outcome, References, Verdict, sessions,
};
use crate::store::User;

/// Where Cloudflare says who the client is. A client cannot set it there, and no other
/// header of that kind is read: those can be written by anybody.
pub(super) const CONNECTING_IP: HeaderName = HeaderName::from_static("cf-connecting-ip");

/// The name of the device cookie.
const DEVICE: &str = "keyward_device";

/// A cookie that is younger than this is not made anew, in seconds.
const FRESH: i64 = DAY;

/// Who sends a login.
pub(super) struct Client {
    network: Option<Network>,
    user_agent: Option<Vec<u8>>,
    device: Option<String>,
    /// Whether the cookie may say that it is for encrypted connections only.
    https: bool,
}

/// Who has logged in.
pub(super) struct LoggedIn {
    pub(super) user: User,
    pub(super) facts: LoginFacts,
    /// For the device to be known again.
    pub(super) cookie: Option<(HeaderName, HeaderValue)>,
}

impl Client {
    pub(super) fn of<B>(request: &Request<B>) -> Self {
        let headers = request.headers();
        let address = headers
            .get(CONNECTING_IP)
            .and_then(|value| value.to_str().ok());
        Self {
            network: address.and_then(Network::of),
            user_agent: headers
                .get(USER_AGENT)
                .map(|value| value.as_bytes().to_vec()),
            device: cookie(headers),
            https: request.uri().scheme() == Some(&Scheme::HTTPS),
        }
    }

    /// Lets the client try, before anything of the request is read.
    pub(super) async fn admit<S: Backend>(&self, context: &Context<'_, S>) -> Result<(), Refusal> {
        let admitted = context.store.admit(self.network.as_ref()).await;
        let who = self.who(None);
        match admitted {
            Ok(true) => Ok(()),
            Ok(false) => {
                let line = "login refused: the limit of LOGIN_RATE for one network";
                let refusal = too_many_failures(RATE_PERIOD).log(Level::Warning, line);
                Err(refusal.about(LoginFacts {
                    who,
                    ..LoginFacts::default()
                }))
            }
            // The counts behind it still hold.
            Err(error) => {
                let line = format!("LOGIN_RATE did not answer: {error}");
                (context.log)(Level::Error, line.into(), &who);
                Ok(())
            }
        }
    }

    /// Where it is, as far as that is known.
    pub(super) const fn network(&self) -> Option<&Network> {
        self.network.as_ref()
    }

    /// What a session remembers of it.
    pub(super) fn remembered(
        &self,
        client_id: Option<String>,
        references: &References,
    ) -> sessions::Client {
        let user_agent = self.user_agent.as_deref();
        sessions::Client {
            id: client_id,
            user_agent: user_agent.map(|text| references.user_agent(text)),
            network: self
                .network
                .as_ref()
                .map(|network| references.network(network)),
        }
    }

    pub(super) fn who(&self, user: Option<String>) -> Who {
        Who {
            user,
            network: self.network.map(|network| network.truncated()),
        }
    }

    /// Whose credentials these are.
    pub(super) async fn log_in<S: Backend>(
        &self,
        username: &str,
        password: &[u8],
        context: &Context<'_, S>,
    ) -> Result<LoggedIn, Refusal> {
        let login = &context.config.login;
        let policy = &login.policy;
        let now = context.now as i64;
        let known = self.device.as_deref().and_then(|cookie| {
            let age = policy.rules.trust;
            Device::read(cookie, username, age, now, &policy.references)
        });
        let attempt = Attempt {
            username,
            password,
            network: self.network,
            device: known.map(|device| device.reference(username, &policy.references)),
        };
        let Verdict { outcome, facts } = decide(&attempt, context).await;
        let Facts {
            scheme,
            rehashed,
            notices,
        } = facts;
        let user = policy.references.user(username).short();
        let facts = LoginFacts {
            who: self.who(Some(user)),
            scheme,
            rehashed,
        };
        for notice in &notices {
            (context.log)(severity(notice), notice.to_string().into(), &facts.who);
        }
        match outcome {
            Outcome::Authenticated(user) => Ok(LoggedIn {
                cookie: self.cookie(&user, known, context),
                user: *user,
                facts,
            }),
            Outcome::Rejected => {
                // Every failure comes at the same moment, whatever it took.
                (context.wait_until)(context.now + login.failure_after).await;
                Err(incorrect().about(facts))
            }
            Outcome::Blocked(block) => Err(blocked(&block).about(facts)),
            Outcome::Busy => Err(too_many_at_once().about(facts)),
            Outcome::Abandoned => Err(Refusal::unavailable("the client has gone").about(facts)),
            Outcome::Unavailable(error) => Err(Refusal::from(error).about(facts)),
        }
    }

    /// What makes this device known from now on, unless that is known and young.
    fn cookie<S>(
        &self,
        user: &User,
        known: Option<Device>,
        context: &Context<'_, S>,
    ) -> Option<(HeaderName, HeaderValue)> {
        let policy = &context.config.login.policy;
        let (age, now) = (policy.rules.trust, context.now as i64);
        if age == 0 || known.is_some_and(|device| now - device.issued < FRESH) {
            return None;
        }
        let random = context.random;
        let value = device::cookie(
            &user.username,
            known.as_ref(),
            now,
            &policy.references,
            random,
        );
        let secure = if self.https { "; Secure" } else { "" };
        let text = format!(
            "{DEVICE}={}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}",
            value.ok()?
        );
        Some((SET_COOKIE, HeaderValue::try_from(text).ok()?))
    }
}

/// The value of the device cookie.
///
/// Cookies of others in the same header need not be text.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get(COOKIE)?.as_bytes();
    let mut values = all
        .split(|byte| *byte == b';')
        .filter_map(|pair| pair.trim_ascii().strip_prefix(DEVICE.as_bytes()))
        .filter_map(|rest| rest.strip_prefix(b"="));
    std::str::from_utf8(values.next()?).ok().map(str::to_owned)
}

/// Asks the throttle. Without one, or where it fails, the password is checked here and
/// failures are not counted: a defect of the throttle must not lock everybody out.
async fn decide<S: Backend>(attempt: &Attempt<'_>, context: &Context<'_, S>) -> Verdict {
    let policy = &context.config.login.policy;
    let (outcome, mut facts) = account::log_in(attempt, policy, context.store).await;
    if let Some(outcome) = outcome {
        return Verdict { outcome, facts };
    }
    let here = account::authenticate(attempt, &context.account()).await;
    facts.notices.extend(here.facts.notices);
    Verdict {
        outcome: here.outcome,
        facts: Facts {
            notices: facts.notices,
            ..here.facts
        },
    }
}

const fn severity(notice: &Notice) -> Level {
    match notice {
        Notice::Rehashed => Level::Info,
        Notice::NotRehashed(_) | Notice::Blocked(_) => Level::Warning,
        Notice::Defect(_) | Notice::Uncounted(_) => Level::Error,
    }
}

/// The period of `LOGIN_RATE` in `wrangler.toml`, in seconds.
const RATE_PERIOD: i64 = 60;

/// The tutorial's answer, with RFC 6749's word for it (section 5.2) beside.
pub(super) fn incorrect() -> Refusal {
    Refusal::unauthorized("Incorrect username or password", &[]).error("invalid_grant")
}

fn too_many_failures(retry_after: i64) -> Refusal {
    Refusal::too_many_requests("Too many failed logins", retry_after)
}

fn blocked(block: &Block) -> Refusal {
    let line = match block.until_reset {
        true => "login refused: blocked until there is a new password, \
                 `npm run user -- passwd NAME`"
            .to_owned(),
        false => format!("login refused: blocked for {} s", block.retry_after),
    };
    too_many_failures(block.retry_after).log(Level::Warning, line)
}

/// More logins at once than there may be; nothing was computed.
fn too_many_at_once() -> Refusal {
    let line = "login refused: too many at once, the limits of LOGIN_QUEUE and LOGIN_QUEUE_CLIENT";
    Refusal::unavailable("too many logins at once").log(Level::Warning, line)
}
