//! What an operator can set is documented.

use std::cell::RefCell;
use std::collections::BTreeSet;

use keyward::oauth::{Config, SETTINGS};

#[test]
fn docs_configure_md_lists_every_setting_that_is_read_and_no_other() {
    let read = RefCell::new(BTreeSet::new());
    let variable = |name: &str| {
        read.borrow_mut().insert(name.to_owned());
        Ok((name == "SECRET_KEY").then(|| crate::app::SECRET.to_owned()))
    };
    let config = Config::read(variable, |_| Ok(()));
    assert!(config.is_ok());
    let rows = include_str!("../../docs/configure.md").lines();
    let documented: BTreeSet<_> = rows
        .filter_map(|row| row.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect();
    let read = read.into_inner();
    assert_eq!(read, documented);
    assert_eq!(read, SETTINGS.map(String::from).into());
}
