//! The modules of a crate, and what each refers to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::tokens::{Token, tokens};

/// A path from the crate's root.
pub(crate) type Place = Vec<String>;

/// A module that is compiled into what is shipped.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) path: Place,
    /// What a `use` brings in, and from where.
    imports: BTreeMap<String, Place>,
    /// The paths that are named, made absolute.
    named: BTreeSet<Place>,
    /// The items that are taken from the crate's root.
    pub(crate) from_root: BTreeSet<String>,
    /// The first words of paths that are not absolute, and `SystemTime`.
    pub(crate) words: BTreeSet<String>,
    /// The features that its file asks for.
    pub(crate) features: BTreeSet<String>,
}

impl Module {
    pub(crate) fn name(&self) -> String {
        self.path.join("::")
    }
}

/// All modules of a crate.
pub(crate) struct House {
    pub(crate) modules: Vec<Module>,
}

impl House {
    /// Reads a crate from its folder.
    pub(crate) fn read(src: &Path) -> Self {
        let mut house = Self {
            modules: Vec::new(),
        };
        house.read_file(&src.join("lib.rs"), src, Vec::new());
        for module in 0..house.modules.len() {
            let from_root: BTreeSet<String> = house.modules[module]
                .named
                .iter()
                .filter(|place| place.len() == 1 && house.find(place).is_none())
                .map(|place| place[0].clone())
                .collect();
            house.modules[module].from_root = from_root;
        }
        house
    }

    /// `folder` is where the files of the child modules are.
    fn read_file(&mut self, file: &Path, folder: &Path, path: Place) {
        let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file:?}: {e}"));
        let tokens = tokens(&text);
        let mut reader = Reader {
            tokens: &tokens,
            at: 0,
            children: Vec::new(),
        };
        let mut modules = vec![Module {
            path,
            features: text
                .split("feature = \"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(String::from)
                .collect(),
            ..Module::default()
        }];
        reader.items(&mut modules, 0);
        let children = reader.children;
        self.modules.append(&mut modules);
        for child in children {
            let name = child.last().expect("a name");
            let beside = folder.join(format!("{name}.rs"));
            let inside = folder.join(name);
            let file = if beside.exists() {
                beside
            } else {
                inside.join("mod.rs")
            };
            self.read_file(&file, &inside, child.clone());
        }
    }

    fn find(&self, path: &[String]) -> Option<&Module> {
        self.modules.iter().find(|module| module.path == path)
    }

    /// The modules that a module refers to: each the one in which the named item is
    /// defined, as far as `use` lines tell.
    pub(crate) fn references(&self, module: &Module) -> BTreeSet<Place> {
        module
            .named
            .iter()
            .map(|place| self.home(place.clone()))
            .collect()
    }

    fn home(&self, mut place: Place) -> Place {
        // A `use` leads to another only so often.
        for _ in 0..16 {
            let depth = (0..=place.len())
                .rev()
                .find(|depth| self.find(&place[..*depth]).is_some())
                .unwrap_or_default();
            let import = place.get(depth).and_then(|name| {
                let module = self.find(&place[..depth])?;
                module.imports.get(name)
            });
            match import {
                Some(target) => {
                    place = target.iter().chain(&place[depth + 1..]).cloned().collect();
                }
                None => {
                    place.truncate(depth);
                    break;
                }
            }
        }
        place
    }
}

/// Reads the tokens of one file.
struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    /// The child modules in files of their own.
    children: Vec<Place>,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn is(&self, ahead: usize, text: &str) -> bool {
        self.peek(ahead).is_some_and(|token| token.is(text))
    }

    /// Reads the items of `modules[this]` up to the brace that ends it.
    fn items(&mut self, modules: &mut Vec<Module>, this: usize) {
        let mut depth = 0;
        while let Some(token) = self.peek(0).cloned() {
            if token.is("#") && self.is(1, "[") {
                let attribute = self.bracketed(1);
                let says = |word: &str| attribute.iter().any(|token| token.is(word));
                if says("cfg") && says("test") && !says("not") {
                    self.skip_item();
                }
            } else if token.is("pub") && self.is(1, "(") {
                // A visibility is no reference.
                self.bracketed(1);
            } else if token.is("mod") && self.is(2, ";") {
                let mut child = modules[this].path.clone();
                child.extend(self.peek(1).and_then(Token::word).map(String::from));
                self.children.push(child);
                self.at += 3;
            } else if token.is("mod") && self.is(2, "{") {
                let mut path = modules[this].path.clone();
                path.extend(self.peek(1).and_then(Token::word).map(String::from));
                self.at += 3;
                modules.push(Module {
                    path,
                    ..Module::default()
                });
                let inner = modules.len() - 1;
                self.items(modules, inner);
            } else if token.is("use") && !self.is(1, "<") {
                self.at += 1;
                self.use_tree(&mut modules[this], Vec::new());
            } else if token.is("{") {
                depth += 1;
                self.at += 1;
            } else if token.is("}") {
                self.at += 1;
                if depth == 0 {
                    return;
                }
                depth -= 1;
            } else if token.word().is_some() {
                let path = self.path();
                name(&mut modules[this], &path);
            } else {
                self.at += 1;
                // `::name` and `Type::name` begin nothing.
                if token.is("::") && self.peek(0).is_some_and(|next| next.word().is_some()) {
                    self.at += 1;
                }
            }
        }
    }

    /// The tokens from the bracket that is so far ahead to its partner.
    fn bracketed(&mut self, ahead: usize) -> Vec<Token> {
        self.at += ahead;
        let start = self.at;
        let mut depth = 0;
        while let Some(token) = self.peek(0) {
            match token {
                Token::Mark('(' | '[' | '{') => depth += 1,
                Token::Mark(')' | ']' | '}') => depth -= 1,
                _ => (),
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        self.tokens[start..self.at].to_vec()
    }

    /// Goes behind an item: to its semicolon or the end of its block.
    fn skip_item(&mut self) {
        while let Some(token) = self.peek(0) {
            if token.is("#") {
                self.bracketed(1);
            } else if token.is("{") {
                self.bracketed(0);
                return;
            } else if token.is("(") || token.is("[") {
                self.bracketed(0);
            } else {
                let end = token.is(";") || token.is(",");
                self.at += 1;
                if end {
                    return;
                }
            }
        }
    }

    /// The words of a path, as far as they go.
    fn path(&mut self) -> Vec<String> {
        let mut path = Vec::new();
        while let Some(word) = self.peek(0).and_then(Token::word) {
            path.push(word.to_owned());
            self.at += 1;
            if !(self.is(0, "::") && self.peek(1).is_some_and(|next| next.word().is_some())) {
                break;
            }
            self.at += 1;
        }
        path
    }

    fn use_tree(&mut self, module: &mut Module, mut path: Vec<String>) {
        if self.is(0, "::") {
            self.at += 1;
        }
        path.extend(self.path());
        if self.is(0, "::") {
            self.at += 1;
        }
        if self.is(0, "{") {
            self.at += 1;
            while !self.is(0, "}") {
                self.use_tree(module, path.clone());
                if self.is(0, ",") {
                    self.at += 1;
                }
            }
            self.at += 1;
            return;
        }
        if self.is(0, "*") {
            self.at += 1;
            name(module, &path);
            return;
        }
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let mut called = path.last().cloned();
        if self.is(0, "as") {
            called = self.peek(1).and_then(Token::word).map(String::from);
            self.at += 2;
        }
        name(module, &path);
        if let (Some(called), Some(place)) = (called, absolute(&module.path, &path)) {
            module.imports.insert(called, place);
        }
    }
}

/// Takes note of a path that a module names.
fn name(module: &mut Module, path: &[String]) {
    if path.iter().any(|word| word == "SystemTime") {
        module.words.insert("SystemTime".into());
    }
    match path {
        [first, _, ..] if !["crate", "self", "super"].contains(&first.as_str()) => {
            module.words.insert(first.clone());
        }
        [_, _, ..] => module.named.extend(absolute(&module.path, path)),
        _ => (),
    }
}

/// A path from the root. One that begins with no `crate`, `self` or `super` is one
/// of a child module, or leads out of the crate and then to no module.
fn absolute(from: &[String], path: &[String]) -> Option<Place> {
    let (first, mut rest) = path.split_first()?;
    let mut place = match first.as_str() {
        "crate" => Vec::new(),
        "super" => from.split_last().map_or(Vec::new(), |(_, up)| up.to_vec()),
        "self" => from.to_vec(),
        _ => {
            rest = path;
            from.to_vec()
        }
    };
    while let Some((word, more)) = rest.split_first()
        && word == "super"
    {
        place.pop();
        rest = more;
    }
    place.extend(rest.iter().cloned());
    Some(place)
}
