//! The runtime's engine, and what is known of how far it can be trusted.

use super::{Encode, Engine, NativeKey};
use crate::token::algorithm::name::Algorithm;
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

struct Runtime {
    engine: Box<dyn Engine>,
    /// A bit for each algorithm that it was wrong about.
    wrong: AtomicU32,
}

thread_local! {
    static RUNTIME: RefCell<Option<Arc<Runtime>>> = const { RefCell::new(None) };
}

/// Has the signers and verifiers that are made in this thread from now on ask this
/// runtime. A key that has signed or verified before keeps those it has.
pub fn install(engine: impl Engine + 'static) {
    let runtime = Runtime {
        engine: Box::new(engine),
        wrong: AtomicU32::new(0),
    };
    RUNTIME.with_borrow_mut(|installed| *installed = Some(Arc::new(runtime)));
}

/// What the runtime of this thread was wrong about; `None` without one.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
pub(in crate::token) fn wrong_about() -> Option<Vec<Algorithm>> {
    let runtime = RUNTIME.with_borrow(Clone::clone)?;
    let wrong = runtime.wrong.load(Ordering::Relaxed);
    Some(
        Algorithm::all()
            .filter(|algorithm| wrong & bit(*algorithm) != 0)
            .collect(),
    )
}

fn bit(algorithm: Algorithm) -> u32 {
    1 << (algorithm as u32 % u32::BITS)
}

/// One operation of a key: whether the runtime does it, and the runtime's key, which
/// is made when it is first needed.
pub(super) struct Slot {
    runtime: Arc<Runtime>,
    algorithm: Algorithm,
    signs: bool,
    encode: Encode,
    /// Whether it was used before.
    used: AtomicBool,
    proven: AtomicBool,
    key: OnceLock<Option<Box<dyn NativeKey>>>,
}

impl Slot {
    /// `None` where there is no engine.
    pub(super) fn new(algorithm: Algorithm, signs: bool, encode: Encode) -> Option<Self> {
        let runtime = RUNTIME.with_borrow(Clone::clone)?;
        Some(Self {
            runtime,
            algorithm,
            signs,
            encode,
            used: AtomicBool::new(false),
            proven: AtomicBool::new(false),
            key: OnceLock::new(),
        })
    }

    /// The runtime's key, where it is to be asked.
    pub(super) fn key(&self) -> Option<&dyn NativeKey> {
        if !self.used.swap(true, Ordering::Relaxed) {
            return None;
        }
        if self.runtime.wrong.load(Ordering::Relaxed) & bit(self.algorithm) != 0 {
            return None;
        }
        self.key
            .get_or_init(|| {
                let encoded = (self.encode)();
                self.runtime
                    .engine
                    .key(self.algorithm, self.signs, &encoded)
            })
            .as_deref()
    }

    /// Whether the runtime was right with this key.
    pub(super) fn is_proven(&self) -> bool {
        self.proven.load(Ordering::Relaxed)
    }

    pub(super) fn prove(&self) {
        self.proven.store(true, Ordering::Relaxed);
    }

    /// Has nobody ask the runtime about this algorithm again.
    pub(super) fn switch_off(&self) {
        self.runtime
            .wrong
            .fetch_or(bit(self.algorithm), Ordering::Relaxed);
    }
}
