//! Circles among the child modules of a module.

use std::collections::{BTreeMap, BTreeSet};

use crate::modules::House;

type Edges = BTreeMap<String, BTreeSet<String>>;

/// Every circle as `parent: child child …`: the children that can all be reached
/// from each other.
pub(crate) fn circles(house: &House) -> Vec<String> {
    let mut parents: BTreeMap<String, Edges> = BTreeMap::new();
    for module in &house.modules {
        for target in house.references(module) {
            let shared = module
                .path
                .iter()
                .zip(&target)
                .take_while(|(one, other)| one == other)
                .count();
            // Up or down the same branch there is no pair of children.
            if let (Some(from), Some(to)) = (module.path.get(shared), target.get(shared)) {
                let parent = module.path[..shared].join("::");
                let edges = parents.entry(parent).or_default();
                edges.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    parents
        .iter()
        .flat_map(|(parent, edges)| knots(edges).into_iter().map(move |knot| (parent, knot)))
        .map(|(parent, knot)| format!("{parent}: {}", knot.join(" ")))
        .collect()
}

/// The sets of more than one that can all be reached from each other.
fn knots(edges: &Edges) -> BTreeSet<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = edges
        .keys()
        .map(|from| (from, reached(edges, from)))
        .collect();
    let mutual = |one: &String, other: &String| {
        let to = |from, target| reach.get(from).is_some_and(|all| all.contains(target));
        to(one, other) && to(other, one)
    };
    edges
        .keys()
        .map(|one| edges.keys().filter(|other| mutual(one, other)).cloned())
        .map(Iterator::collect)
        .filter(|knot: &Vec<String>| knot.len() > 1)
        .collect()
}

fn reached<'a>(edges: &'a Edges, from: &'a String) -> BTreeSet<&'a String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        for to in edges.get(next).into_iter().flatten() {
            if seen.insert(to) {
                open.push(to);
            }
        }
    }
    seen
}

#[test]
fn a_circle_is_found_and_a_line_is_none() {
    let edges = |pairs: &[(&str, &str)]| {
        let mut edges = Edges::new();
        for (from, to) in pairs {
            let from = edges.entry(String::from(*from)).or_default();
            from.insert(String::from(*to));
        }
        edges
    };
    assert!(knots(&edges(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let found = knots(&edges(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [["a", "b", "c"]]);
}
