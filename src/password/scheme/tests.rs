use super::*;

/// How the documentation spells a prefix: without the beginning of the hash that
/// is inside another format.
fn documented(prefix: &str) -> &str {
    match prefix
        .strip_prefix('{')
        .and_then(|rest| rest.split_once(['}', '@']))
    {
        Some((name, _)) => &prefix[..=name.len()],
        None => match prefix.strip_suffix("$2") {
            None | Some("") => prefix,
            Some(outer) => outer,
        },
    }
}

#[test]
fn the_documentation_has_every_format_of_the_table() {
    let documentation = include_str!("../../password.rs");
    let end = documentation.find("\nmod ").unwrap();
    for (prefix, scheme, _) in TABLE {
        let documented = format!("`{}", documented(prefix));
        assert!(
            documentation[..end].contains(&documented),
            "{scheme}: {documented}"
        );
    }
}

#[test]
fn no_prefix_hides_another_that_comes_after_it() {
    for (index, (prefix, scheme, _)) in TABLE.iter().enumerate() {
        let hidden = TABLE[..index]
            .iter()
            .find(|(earlier, ..)| prefix.starts_with(earlier));
        assert_eq!(
            hidden.map(|(earlier, ..)| earlier),
            None,
            "{scheme}: {prefix}"
        );
    }
}
