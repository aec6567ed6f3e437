//! The arrows between the modules of `src`: read from its `use` lines and paths,
//! so that a wall that is walked through shows at once.
//!
//! Two rules are kept.
//!
//! **Arrows.** [`ARROWS`] says which top module may refer to which, [`CRATES`]
//! where a crate of the bindings, of the network or of randomness may be named.
//!
//! **No circles.** Take any module and its child modules. A reference from a child,
//! or from anything in it, to another child, or to anything in that, is an edge
//! between the two. These edges form no circle. A module may refer to what is in
//! it, and a child to the items of the module that it is in. What is re-exported
//! counts where it is defined; what is compiled for tests alone counts nowhere.

// wasm-pack builds every test for the browser; this one is the host's.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests too"
)]

mod circles;
mod modules;
mod tokens;

use std::collections::BTreeSet;
use std::path::Path;

use circles::circles;
use modules::{House, Module};

/// Which top module may refer to which others.
const ARROWS: [(&str, &[&str]); 11] = [
    ("error", &[]),
    ("wipe", &[]),
    ("json", &["error"]),
    ("password", &["error", "json"]),
    ("token", &["error", "json", "wipe"]),
    ("store", &["error", "json"]),
    ("account", &["error", "json", "password", "store"]),
    (
        "oauth",
        &["account", "error", "json", "password", "store", "token"],
    ),
    ("native", &["token"]),
    ("npm", &["error", "json", "password", "token", "wipe"]),
    ("worker", &["account", "error", "json", "oauth", "store"]),
];

/// Crates, and parts of `std`, that only these top modules may name.
const CRATES: [(&str, &[&str]); 8] = [
    ("wasm_bindgen", &["native", "npm", "worker"]),
    ("js_sys", &["npm", "worker"]),
    ("web_sys", &["npm", "worker"]),
    ("serde_wasm_bindgen", &["npm", "worker"]),
    ("worker", &["worker"]),
    ("getrandom", &["npm", "worker"]),
    ("http", &["oauth", "worker"]),
    ("SystemTime", &[]),
];

fn house() -> House {
    House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn top(module: &Module) -> &str {
    module
        .path
        .first()
        .map_or("the crate's root", String::as_str)
}

#[test]
fn every_reference_follows_an_arrow() {
    let house = house();
    let mut wrong = BTreeSet::new();
    for module in house
        .modules
        .iter()
        .filter(|module| !module.path.is_empty())
    {
        let (_, allowed) = ARROWS
            .iter()
            .find(|(name, _)| *name == top(module))
            .unwrap_or_else(|| panic!("{} is not in ARROWS", top(module)));
        for target in house.references(module) {
            let Some(other) = target.first().filter(|other| *other != top(module)) else {
                continue;
            };
            if !allowed.contains(&other.as_str()) {
                wrong.insert(format!("{} -> {}", module.name(), target.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_reference_to_the_root_is_to_the_one_error_type() {
    let mut seen = BTreeSet::new();
    for module in &house().modules {
        seen.extend(module.from_root.iter().cloned());
    }
    for name in ["Error", "Result"] {
        seen.remove(name);
    }
    assert!(seen.is_empty(), "{seen:?}");
}

#[test]
fn crates_of_the_bindings_the_network_and_randomness_stay_where_they_belong() {
    let mut wrong = BTreeSet::new();
    for module in house().modules {
        for (name, allowed) in CRATES {
            if module.words.contains(name) && !allowed.contains(&top(&module)) {
                wrong.insert(format!("{} names {name}", module.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_crafts_name_no_feature_of_the_bindings() {
    let crafts = ["password", "token", "json"];
    let bindings = ["npm", "worker", "bindings", "store-contract"];
    let mut wrong = BTreeSet::new();
    for module in house()
        .modules
        .iter()
        .filter(|module| crafts.contains(&top(module)))
    {
        for feature in &module.features {
            if bindings.contains(&feature.as_str()) || feature.starts_with("npm-") {
                wrong.insert(format!("{} asks for {feature}", module.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn there_are_no_circles() {
    let found = circles(&house());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_test_reads_what_it_should() {
    let house = house();
    assert!(house.modules.len() > 80);
    let references: usize = house
        .modules
        .iter()
        .map(|module| house.references(module).len())
        .sum();
    assert!(references > 200, "{references}");
}
