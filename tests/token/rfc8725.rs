//! The list in `src/token/rfc8725.md` has every section of RFC 8725 section 3,
//! and the files and tests it names are there.

use std::path::Path;

const LIST: &str = include_str!("../../src/token/rfc8725.md");
const README: &str = include_str!("../../pkg-template/README.md");

/// The four cells of each row.
fn rows() -> Vec<[&'static str; 4]> {
    let rows = LIST.lines().filter(|line| line.starts_with("| 3."));
    rows.map(|line| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        cells.try_into().unwrap()
    })
    .collect()
}

/// What stands between backticks.
fn quoted(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('`').skip(1).step_by(2)
}

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn every_section_is_in_the_list_and_in_the_package_s_readme() {
    let rows = rows();
    let sections: Vec<_> = rows
        .iter()
        .map(|[section, ..]| section.split_once(' ').unwrap().0.to_owned())
        .collect();
    let expected: Vec<_> = (1..=12).map(|number| format!("3.{number}")).collect();
    assert_eq!(sections, expected);
    for [section, ..] in rows {
        assert!(README.contains(&format!("| {section} |")), "{section}");
    }
}

#[test]
fn every_file_and_every_test_of_the_list_exists() {
    for [section, _, places, tests] in rows() {
        assert!(quoted(places).count() > 0, "{section} names no place");
        for file in quoted(places) {
            assert!(!read(file).is_empty());
        }
        assert!(quoted(tests).count() > 0, "{section} names no test");
        for test in quoted(tests) {
            let (file, name) = test.split_once(": ").unwrap();
            let text = read(file);
            let (before, _) = text
                .split_once(&format!("fn {name}("))
                .unwrap_or_else(|| panic!("{file} has no {name}"));
            let attribute = before.trim_end().rsplit('\n').next().unwrap();
            assert_eq!(attribute.trim(), "#[test]", "{test}");
        }
    }
}
