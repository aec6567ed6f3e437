//! How mails go out.

use serde_json::json;
use worker::wasm_bindgen::JsValue;

use super::kv::{NAMESPACE, unavailable};
use super::throttle::Edge;
use super::{bridge, task};
use crate::account::mail::{Mail, MailTransport, Mailer, signature};
use crate::oauth::{Level, Who};
use crate::store::StoreError;

/// The binding that sends mails, as `wrangler.toml` may have it (`[[send_email]]`).
const BINDING: &str = "MAIL";

impl Mailer for Edge<'_> {
    fn send_later(&self, mail: Mail, transport: &MailTransport) {
        let now = worker::js_sys::Date::now();
        let text = mail.to_json((now / 1000.0) as i64);
        match transport {
            MailTransport::Webhook { url, key } => {
                let id = format!("msg_{}", self.log.request_id);
                let time = (now / 1000.0) as i64;
                let signature = signature(key, &id, time, &text);
                let headers = format!(
                    "content-type\napplication/json\nwebhook-id\n{id}\nwebhook-timestamp\n{time}\nwebhook-signature\n{signature}"
                );
                bridge::post_later(self.context, url, &headers, &text, self.log.request_id);
            }
            MailTransport::Binding { from } => {
                let Some(binding) = self.binding(BINDING, "no mail goes out") else {
                    return;
                };
                let message = json!({
                    "from": from,
                    "to": mail.to,
                    "subject": mail.subject,
                    "text": *mail.text,
                    "html": *mail.html,
                });
                bridge::send_mail_later(
                    self.context,
                    &binding,
                    &message.to_string(),
                    self.log.request_id,
                );
            }
            MailTransport::Console => {
                let line = format!("mail to {}: {}: {}", mail.to, mail.subject, *mail.link);
                self.log.message(Level::Info, &line, &Who::default());
                if let Some(namespace) = self.binding(NAMESPACE, "there are no users") {
                    // In the order in which they were sent; two may be of one millisecond.
                    let key = format!("outbox:{now}:{}", self.log.request_id);
                    bridge::keep_later(self.context, &namespace, &key, &text);
                }
            }
        }
    }

    async fn template(&self, kind: &str) -> Result<Option<String>, StoreError> {
        self.kv.read(&format!("mail:{kind}")).await
    }

    async fn outbox(&self) -> Result<Vec<String>, StoreError> {
        let missing =
            || StoreError::Unavailable(format!("there is no KV namespace bound to {NAMESPACE}"));
        let namespace: JsValue = self
            .binding(NAMESPACE, "there are no users")
            .ok_or_else(missing)?;
        let texts = task::settled(bridge::latest(&namespace, "outbox:")).await;
        let texts = texts.map_err(unavailable)?.as_string().unwrap_or_default();
        serde_json::from_str(&texts)
            .map_err(|error| StoreError::Unavailable(format!("the mails of KV: {error}")))
    }
}
