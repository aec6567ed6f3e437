use super::*;

/// How the documentation spells a prefix: without the beginning of the hash that
/// is inside another format.
fn documented(prefix: &str) -> &str {
    match prefix
        .strip_prefix('{')
        .and_then(|rest| rest.split_once(['}', '@']))
    {
        Some((name, _)) => &prefix[..=name.len()],
        None => match prefix
            .strip_suffix("$2")
            .or_else(|| prefix.strip_suffix("$argon2"))
        {
            None | Some("") => prefix,
            Some(outer) => outer,
        },
    }
}

#[test]
fn the_documentation_has_every_format_of_the_table() {
    let documentation = include_str!("../../password.rs")
        .replace("\\|", "|")
        .to_lowercase();
    let end = documentation.find("\nmod ").unwrap();
    for (prefix, scheme, _) in TABLE {
        let documented = format!("`{}", documented(prefix)).to_lowercase();
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
            .find(|(earlier, ..)| after(earlier, prefix).is_some());
        assert_eq!(
            hidden.map(|(earlier, ..)| earlier),
            None,
            "{scheme}: {prefix}"
        );
    }
}
