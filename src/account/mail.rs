//! The mails: what is in them, and how they go out.

use base64ct::{Base64, Base64Unpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::mail_token::{LIFETIME, Purpose};
use crate::json::{Object, Value};
use crate::store::{StoreError, User};

/// How mails go out.
#[derive(Clone)]
pub enum MailTransport {
    /// By a service of the operator's, which is called with each.
    Webhook {
        /// Its URL.
        url: String,
        /// What the calls are signed with, a [`signing_key`].
        key: Zeroizing<Vec<u8>>,
    },
    /// By the binding of Cloudflare's that sends mail.
    Binding {
        /// The address that it sends from.
        from: String,
    },
    /// Not at all: they are printed on this machine.
    Console,
}

/// A mail that is ready to go out.
#[derive(Clone)]
pub struct Mail {
    /// What it is for, such as `verify` or `reset`.
    pub kind: &'static str,
    /// To which address.
    pub to: String,
    /// The token, for whoever writes mails of his own.
    pub token: Zeroizing<String>,
    /// The link with the token.
    pub link: Zeroizing<String>,
    /// What it is called.
    pub subject: String,
    /// As plain text.
    pub text: Zeroizing<String>,
    /// The same in HTML.
    pub html: Zeroizing<String>,
}

/// What sends mails.
pub trait Mailer {
    /// Sends a mail. Nobody waits for it, and what goes wrong is for the log: whoever has
    /// asked for a mail must not learn from the answer whether there was one.
    fn send_later(&self, mail: Mail, transport: &MailTransport);

    /// The operator's template of a kind of mail, JSON.
    fn template(&self, kind: &str) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// The mails that were printed here in the last hour, JSON, the newest first.
    fn outbox(&self) -> impl Future<Output = Result<Vec<String>, StoreError>>;
}

/// A mail as JSON: for a webhook, and for whoever looks at those that were printed.
#[derive(Serialize)]
struct Payload<'a> {
    r#type: &'a str,
    to: &'a str,
    token: &'a str,
    link: &'a str,
    subject: &'a str,
    text: &'a str,
    html: &'a str,
    at: i64,
}

impl Mail {
    /// As JSON, written at a time in seconds since the epoch.
    pub fn to_json(&self, at: i64) -> Zeroizing<String> {
        let payload = Payload {
            r#type: self.kind,
            to: &self.to,
            token: &self.token,
            link: &self.link,
            subject: &self.subject,
            text: &self.text,
            html: &self.html,
            at,
        };
        // Serializing to memory cannot fail for the plain types used here.
        serde_json::to_string(&payload).unwrap_or_default().into()
    }
}

/// What a mail says: with `{link}`, `{token}`, `{address}` and `{minutes}` in it.
struct Template<'a> {
    subject: &'a str,
    text: &'a str,
    html: &'a str,
}

const VERIFY: Template<'_> = Template {
    subject: "Confirm your address",
    text: "Hello,\n\nplease confirm that {address} is your address:\n\n{link}\n\n\
           The link works for {minutes} minutes. If you have not asked for it, do nothing.\n",
    html: "<p>Hello,</p><p>please confirm that {address} is your address:</p>\
           <p><a href=\"{link}\">Confirm my address</a></p>\
           <p>The link works for {minutes} minutes. If you have not asked for it, do nothing.</p>",
};

const RESET: Template<'_> = Template {
    subject: "Set a new password",
    text: "Hello,\n\nsomebody, hopefully you, has asked for a new password for {address}. Set it here:\n\n{link}\n\n\
           The link works once, for {minutes} minutes. If you have not asked for it, do nothing: \
           your password stays as it is.\n",
    html: "<p>Hello,</p><p>somebody, hopefully you, has asked for a new password for {address}. Set it here:</p>\
           <p><a href=\"{link}\">Set a new password</a></p>\
           <p>The link works once, for {minutes} minutes. If you have not asked for it, do nothing: \
           your password stays as it is.</p>",
};

/// A mail with a token, whose link leads to a page under `base`. The token stands after
/// the `#`, which browsers send to no server. `template` is the operator's own, a JSON
/// object with the texts `subject`, `text` and `html`.
///
/// # Errors
/// What is wrong with the template.
pub fn compose(
    purpose: Purpose,
    user: &User,
    token: Zeroizing<String>,
    base: &str,
    template: Option<&str>,
) -> Result<Mail, String> {
    let own = template
        .map(|text| Object::read(text).map_err(|problem| problem.to_string()))
        .transpose()?;
    let usual = match purpose {
        Purpose::Verify => VERIFY,
        Purpose::Reset => RESET,
    };
    let part = |name: &str, usual: &'static str| match own.as_ref().and_then(|own| own.get(name)) {
        None => Ok(usual.to_owned()),
        Some(Value::Text(text)) => Ok(text.to_string()),
        Some(other) => Err(format!("`{name}` is {}, expected a string", other.kind())),
    };
    let to = user.email.clone().unwrap_or_else(|| user.username.clone());
    let base = base.trim_end_matches('/');
    let link = Zeroizing::new(format!("{base}/#{}={}", purpose.word(), *token));
    let minutes = (LIFETIME / 60).to_string();
    let values = [
        ("{link}", link.as_str()),
        ("{token}", token.as_str()),
        ("{address}", to.as_str()),
        ("{minutes}", minutes.as_str()),
    ];
    let subject = fill(&part("subject", usual.subject)?, &values, str::to_owned);
    // It becomes a header, which a line of its own would end.
    let subject = subject.replace(['\r', '\n'], " ");
    let text = fill(&part("text", usual.text)?, &values, str::to_owned);
    let html = fill(&part("html", usual.html)?, &values, escaped);
    Ok(Mail {
        kind: purpose.word(),
        to,
        token,
        link,
        subject,
        text: text.into(),
        html: html.into(),
    })
}

fn fill(template: &str, values: &[(&str, &str)], escape: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len() + 256);
    let mut rest = template;
    while let Some(place) = rest.find('{') {
        let (before, after) = rest.split_at(place);
        filled.push_str(before);
        match values.iter().find(|(name, _)| after.starts_with(name)) {
            Some((name, value)) => {
                filled.push_str(&escape(value));
                rest = after.get(name.len()..).unwrap_or_default();
            }
            None => {
                filled.push('{');
                rest = after.get(1..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// For HTML, in a text or an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The key that calls of the webhook are signed with has at least so many bytes.
const SHORTEST_KEY: usize = 16;

/// The key of a secret: what is in base64, padded or not, behind `whsec_`, as the Standard
/// Webhooks specification has it, or else the text itself. `None` for one that is shorter
/// than 16 bytes, and for what is no base64.
pub fn signing_key(secret: &str) -> Option<Zeroizing<Vec<u8>>> {
    let key = match secret.strip_prefix("whsec_") {
        Some(encoded) => Base64Unpadded::decode_vec(encoded.trim_end_matches('=')).ok()?,
        None => secret.as_bytes().to_vec(),
    };
    let key = Zeroizing::new(key);
    (key.len() >= SHORTEST_KEY).then_some(key)
}

/// The header `webhook-signature` of a call, as the Standard Webhooks specification has it
/// (version 1.0): over the id, the time in seconds since the epoch and the body.
pub fn signature(key: &[u8], id: &str, time: i64, body: &str) -> String {
    // HMAC takes a key of any length (RFC 2104 section 2).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(format!("{id}.{time}.{body}").as_bytes());
    let code = Base64::encode_string(&mac.finalize().into_bytes());
    format!("v1,{code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(template: Option<&str>) -> Result<Mail, String> {
        let user = r#"{"username":"ann","hashed_password":"x","email":"a<b&c@example.com"}"#;
        let user = User::from_json(user).unwrap();
        let token = Zeroizing::new("kwm_TOKEN".to_owned());
        compose(
            Purpose::Reset,
            &user,
            token,
            "https://example.com/",
            template,
        )
    }

    #[test]
    fn a_mail_has_the_link_and_the_address_and_no_markup_of_a_stranger() {
        let mail = mail(None).unwrap();
        assert_eq!(*mail.link, "https://example.com/#reset=kwm_TOKEN");
        assert!(mail.text.contains(&*mail.link) && mail.text.contains("60 minutes"));
        assert!(mail.text.contains("a<b&c@example.com"));
        assert!(mail.html.contains("a&lt;b&amp;c@example.com"));
        assert!(!mail.html.contains("a<b"));
        assert!(!mail.text.contains('{') && !mail.html.contains('{'));
    }

    #[test]
    fn an_operator_may_have_words_of_his_own() {
        let own = r#"{"subject":"Hi {address}\nBcc: x","html":"<b>{token}</b> {other} {"}"#;
        let mail = mail(Some(own)).unwrap();
        assert_eq!(mail.subject, "Hi a<b&c@example.com Bcc: x");
        assert_eq!(*mail.html, "<b>kwm_TOKEN</b> {other} {");
        assert!(mail.text.contains("Set it here"));
    }

    #[test]
    fn a_template_that_cannot_be_used_says_why() {
        assert_eq!(
            mail(Some(r#"{"text":1}"#)).err(),
            Some("`text` is a number, expected a string".into())
        );
        assert!(mail(Some("[]")).is_err());
    }

    /// The example of the Standard Webhooks specification.
    #[test]
    fn calls_are_signed_as_standard_webhooks_has_it() {
        let key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = signature(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_is_base64_behind_its_prefix_and_else_a_text_of_16_bytes() {
        let sixteen = b"0123456789abcdef";
        for secret in [
            "0123456789abcdef",
            "whsec_MDEyMzQ1Njc4OWFiY2RlZg==",
            "whsec_MDEyMzQ1Njc4OWFiY2RlZg",
        ] {
            let key = signing_key(secret);
            assert_eq!(key.as_deref().map(Vec::as_slice), Some(&sixteen[..]));
        }
        for secret in [
            "",
            "0123456789abcde",
            "whsec_",
            "whsec_MTIzNDU2Nzg=",
            "whsec_MDEyMzQ1Njc4OWFiY2RlZg===MDEy",
            "whsec_-_-_-_-_-_-_-_-_-_-_-_-_",
            "whsec_0123456789abcdefg hijklmnop",
        ] {
            assert!(signing_key(secret).is_none(), "{secret}");
        }
    }
}
