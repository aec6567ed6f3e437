//! The login flow with a store in memory: what the tests beside this folder
//! share.

#![allow(dead_code)]

use std::cell::{Cell, RefCell};

use http::{Method, Request, Response};
use keyward::Error;
use keyward::account::Admission;
use keyward::account::mail::Mail;
use keyward::oauth::{
    self, Body, Config, ConfigError, Environment, Facts, Level, LocalFuture, Variable, Who,
};
use keyward::store::Users;
use keyward::store::memory::MemoryStore;
use keyward::token::{self, DecodeOptions, IssueOptions, Keys};
use serde_json::{Value, json};

use crate::backend::{Backend, Objects, Shards, done};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const NOW: f64 = 1_800_000_000.0;

/// The session of every login here, of which the random source draws the name.
pub(crate) const SID: &str = "BwcHBwcHBwcHBwcHBwcHBw";

/// The tutorial's user and hash: fastapi.tiangolo.com, "OAuth2 with Password
/// (and hashing), Bearer with JWT tokens".
pub(crate) const JOHNDOE: &str = r#"{"username":"johndoe","full_name":"John Doe","email":"johndoe@example.com","hashed_password":"$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc","disabled":false,"scopes":["me","items"],"claims":{"user_id":1}}"#;
/// "secret", Argon2id at the smallest cost, made with argon2-cffi 25.1.0.
pub(crate) const QUICK: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$fIbdC2xakJ6cNlONBQKde0ZQtJof49m9l+7mj3O30mA";

pub(crate) fn user(name: &str, more: Value) -> String {
    let mut record = json!({"username": name, "hashed_password": QUICK});
    for (field, value) in more.as_object().unwrap() {
        record[field] = value.clone();
    }
    record.to_string()
}

pub(crate) struct App {
    pub(crate) config: Result<Config, ConfigError>,
    pub(crate) store: MemoryStore,
    pub(crate) now: f64,
    pub(crate) logins: Admission,
    pub(crate) shards: Shards,
    pub(crate) accounts: Objects,
    /// The mails that were sent.
    pub(crate) mails: RefCell<Vec<Mail>>,
    /// What the service answers that knows breached passwords, if it does.
    pub(crate) breaches: RefCell<Option<String>>,
    pub(crate) log: RefCell<Vec<(Level, String)>>,
    /// Whom the lines of the log are about.
    pub(crate) about: RefCell<Vec<Who>>,
    /// The times until which answers were kept back.
    pub(crate) waits: RefCell<Vec<f64>>,
    /// Whether clients are gone when they are looked for.
    pub(crate) gone: Cell<bool>,
    /// The byte that the random source gives.
    pub(crate) drawn: Cell<u8>,
}

/// Always the same, so that salts are.
pub(crate) fn random(bytes: &mut [u8]) -> keyward::Result<()> {
    bytes.fill(7);
    Ok(())
}

impl App {
    pub(crate) fn new(variables: &[(&str, &str)]) -> Self {
        let variable = |name: &str| {
            let given = variables.iter().find(|(known, _)| *known == name);
            Ok(match (given, name) {
                (Some((_, value)), _) => Some((*value).to_owned()),
                (None, "SECRET_KEY") => Some(SECRET.to_owned()),
                // What a decoy takes is tried where it matters.
                (None, "LOGIN_DECOY_MS") => Some("0".to_owned()),
                (None, _) => None,
            })
        };
        Self::with(variable)
    }

    /// With an environment of its own.
    pub(crate) fn with(variable: impl Fn(&str) -> Variable) -> Self {
        let config = Config::read(variable, |bytes| {
            getrandom::fill(bytes).map_err(|error| Error::Random(error.to_string().into()))
        });
        let store = MemoryStore::new([
            (
                "quick",
                user("quick", json!({"scopes": ["me", "items"]})).as_str(),
            ),
            ("off", user("off", json!({"disabled": true})).as_str()),
        ]);
        Self {
            config,
            store,
            now: NOW,
            logins: Admission::default(),
            shards: Shards::default(),
            accounts: Objects::default(),
            mails: RefCell::default(),
            breaches: RefCell::default(),
            log: RefCell::default(),
            about: RefCell::default(),
            waits: RefCell::default(),
            gone: Cell::new(false),
            drawn: Cell::new(7),
        }
    }

    pub(crate) fn send(&self, request: Request<Vec<u8>>) -> Answer {
        pollster::block_on(self.answer(request, &self.store))
    }

    /// The answer to a request, over any store.
    pub(crate) async fn answer(&self, request: Request<impl Body>, users: &impl Users) -> Answer {
        let log = |level, line: keyward::error::Detail, who: &Who| {
            self.log.borrow_mut().push((level, line.into_owned()));
            self.about.borrow_mut().push(who.clone());
        };
        let wait_until = |time| {
            self.waits.borrow_mut().push(time);
            done(())
        };
        let environment = Environment {
            config: self.config.as_ref(),
            store: &Backend { users, app: self },
            now: self.now,
            random: &|bytes| {
                bytes.fill(self.drawn.get());
                Ok(())
            },
            logins: &self.logins,
            is_gone: &|| self.is_gone(),
            wait_until: &wait_until,
            see_through: &|| Box::new(()),
            log: &log,
        };
        oauth::route(request, &environment).await.into()
    }

    pub(crate) fn is_gone(&self) -> LocalFuture<bool> {
        done(self.gone.get())
    }

    /// The hash that a login has made for a user.
    pub(crate) fn renewed(&self, username: &str) -> Option<String> {
        let renewed = pollster::block_on(self.store.renewed_hash(username)).unwrap();
        renewed.map(|renewed| renewed.hashed_password)
    }

    /// A login from an address, with or without a cookie.
    pub(crate) fn login_from(&self, address: &str, cookie: Option<&str>, form: &str) -> Answer {
        let mut request = Request::post("http://localhost/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cf-connecting-ip", address);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        self.send(request.body(form.as_bytes().to_vec()).unwrap())
    }

    pub(crate) fn get(&self, path: &str, authorization: Option<&str>) -> Answer {
        self.send(request(Method::GET, path, authorization))
    }

    pub(crate) fn login(&self, form: &str) -> Answer {
        let request = Request::post("http://localhost/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.as_bytes().to_vec())
            .unwrap();
        self.send(request)
    }

    /// Checks that a setting cannot be used: the public learns which, the log why.
    pub(crate) fn assert_unusable(&self, setting: &str, line: &str) {
        let answer = self.login("username=quick&password=secret");
        let told = format!("{setting} cannot be used; the log says why");
        answer.assert_refused(503, &told);
        assert_eq!(
            self.log.borrow_mut().pop(),
            Some((Level::Error, line.to_owned()))
        );
    }

    pub(crate) fn token(&self, form: &str) -> String {
        let answer = self.login(form);
        assert_eq!(answer.status(), 200, "{}", answer.json());
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn request(method: Method, path: &str, authorization: Option<&str>) -> Request<Vec<u8>> {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("http://localhost{path}"));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    request.body(Vec::new()).unwrap()
}

pub(crate) struct Answer(pub(crate) Response<Vec<u8>>, pub(crate) Facts);

impl From<oauth::Answer> for Answer {
    fn from(answer: oauth::Answer) -> Self {
        Self(answer.response, answer.facts)
    }
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.0
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(self.0.body()).unwrap()
    }

    pub(crate) fn assert_refused(&self, status: u16, detail: &str) {
        assert_eq!(
            (self.status(), &self.json()["detail"]),
            (status, &json!(detail))
        );
    }
}

pub(crate) fn claims(token: &str) -> Value {
    let key = keyward::token::Key::from_secret(SECRET.as_bytes(), Default::default()).unwrap();
    let decoded = token::decode(token, Keys::from(&key), &DecodeOptions::default(), NOW).unwrap();
    serde_json::from_str(&decoded.claims).unwrap()
}

/// A token signed with the flow's key over any claims, good for half an hour unless
/// they say otherwise.
pub(crate) fn signed(mut claims: Value) -> String {
    let good = claims.as_object_mut().unwrap();
    good.entry("exp").or_insert(json!(NOW + 1800.0));
    forged(None, &claims)
}

/// A token signed with the flow's key over these claims and no other.
pub(crate) fn forged(typ: Option<&str>, claims: &Value) -> String {
    let key = keyward::token::Key::from_secret(SECRET.as_bytes(), Default::default()).unwrap();
    let options = IssueOptions {
        typ: typ.map(String::from),
        ..IssueOptions::default()
    };
    token::issue(&claims.to_string(), &key, &options, NOW).unwrap()
}
