//! A real runtime for tests: another process, which answers a line with a line. What it
//! runs is `tests/npm/native/engine.mjs`, on the module that ships.

use super::{Encoded, Engine, NativeKey};
use crate::token::algorithm::Algorithm;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

pub(in crate::token) struct Process(Arc<Shared>);

struct Shared {
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    child: Mutex<Child>,
    asked: AtomicUsize,
}

impl Process {
    /// The one that `KEYWARD_RUNTIME` starts: a program and its arguments, a line each.
    pub(in crate::token) fn of_environment() -> Option<Self> {
        let command = std::env::var("KEYWARD_RUNTIME").ok()?;
        let mut words = command.lines();
        let mut child = Command::new(words.next()?)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let pipes = (
            child.stdin.take().unwrap(),
            BufReader::new(child.stdout.take().unwrap()),
        );
        Some(Self(Arc::new(Shared {
            pipes: Mutex::new(pipes),
            child: Mutex::new(child),
            asked: AtomicUsize::new(0),
        })))
    }

    /// A function that says how often its keys were asked.
    pub(in crate::token) fn asked(&self) -> impl Fn() -> usize + use<> {
        let shared = Arc::clone(&self.0);
        move || shared.asked.load(Ordering::Relaxed)
    }
}

impl Shared {
    fn ask(&self, question: &str) -> String {
        let mut pipes = self.pipes.lock().unwrap();
        writeln!(pipes.0, "{question}").unwrap();
        pipes.0.flush().unwrap();
        let mut answer = String::new();
        pipes.1.read_line(&mut answer).unwrap();
        assert!(answer.ends_with('\n'), "the runtime has ended");
        answer.trim_end().to_owned()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

struct Handle {
    shared: Arc<Shared>,
    id: String,
}

impl Engine for Process {
    fn key(&self, algorithm: Algorithm, signs: bool, key: &Encoded) -> Option<Box<dyn NativeKey>> {
        let (structure, is_private) = (key.structure.name(), key.structure.is_private());
        let question = format!(
            "key {algorithm} {signs} {structure} {is_private} {}",
            hex(&key.der)
        );
        let id = self.0.ask(&question);
        assert_ne!(id, "-", "the runtime does not take a key for {algorithm}");
        let shared = Arc::clone(&self.0);
        Some(Box::new(Handle { shared, id }))
    }
}

impl Handle {
    fn bytes(&self, operation: &str, input: &[u8]) -> Option<Vec<u8>> {
        self.shared.asked.fetch_add(1, Ordering::Relaxed);
        let answer = self
            .shared
            .ask(&format!("{operation} {} {}", self.id, hex(input)));
        (answer != "-").then(|| from_hex(&answer))
    }
}

impl NativeKey for Handle {
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.bytes("sign", message)
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> Option<bool> {
        self.shared.asked.fetch_add(1, Ordering::Relaxed);
        let (message, signature) = (hex(message), hex(signature));
        let question = format!("verify {} {message} {signature}", self.id);
        match self.shared.ask(&question).as_str() {
            "true" => Some(true),
            "false" => Some(false),
            // No vector may make a runtime throw: everybody's tokens would be slow then.
            answer => panic!("the runtime answered {answer} to {question}"),
        }
    }

    fn raw(&self, block: &[u8]) -> Option<Vec<u8>> {
        self.bytes("raw", block)
    }
}

/// A dot first: an empty word is a word, too.
fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(".{digits}")
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.trim_start_matches('.');
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}
