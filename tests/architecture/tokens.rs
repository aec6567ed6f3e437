//! Rust's text as words and marks, without comments and literals.

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// An identifier or a keyword.
    Word(String),
    /// `::`
    Separator,
    /// Any other mark.
    Mark(char),
}

impl Token {
    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        match self {
            Self::Word(word) => word == text,
            Self::Separator => text == "::",
            Self::Mark(mark) => text.chars().eq([*mark]),
        }
    }
}

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let text: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        let next = text.get(at + 1).copied();
        if c == '/' && next == Some('/') {
            at += text[at..].iter().take_while(|c| **c != '\n').count();
        } else if c == '/' && next == Some('*') {
            at = after_comment(&text, at);
        } else if c == '"' {
            at = after_string(&text, at);
        } else if c == '\'' {
            at = after_quote(&text, at);
        } else if c.is_alphanumeric() || c == '_' {
            let length = text[at..]
                .iter()
                .take_while(|c| c.is_alphanumeric() || **c == '_')
                .count();
            let word: String = text[at..at + length].iter().collect();
            let end = at + length;
            match raw_string(&text, end, &word) {
                Some(after) => at = after,
                None => {
                    at = end;
                    if !c.is_numeric() {
                        found.push(Token::Word(word));
                    }
                }
            }
        } else if c == ':' && next == Some(':') {
            found.push(Token::Separator);
            at += 2;
        } else {
            if !c.is_whitespace() {
                found.push(Token::Mark(c));
            }
            at += 1;
        }
    }
    found
}

fn after_comment(text: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < text.len() {
        match (text[at], text.get(at + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(text: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() && text[at] != '"' {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Behind a character, or behind the quote of a lifetime.
fn after_quote(text: &[char], start: usize) -> usize {
    if text.get(start + 1) == Some(&'\\') {
        let rest = &text[start + 3..];
        return start + 4 + rest.iter().take_while(|c| **c != '\'').count();
    }
    match text.get(start + 2) {
        Some('\'') => start + 3,
        _ => start + 1,
    }
}

/// Behind the raw string that a prefix such as `r` or `br` before `"` or `#"` begins.
fn raw_string(text: &[char], start: usize, prefix: &str) -> Option<usize> {
    if !["r", "br", "cr"].contains(&prefix) {
        return None;
    }
    let hashes = text[start..].iter().take_while(|c| **c == '#').count();
    if text.get(start + hashes) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"')
        .chain(std::iter::repeat_n('#', hashes))
        .collect();
    let mut at = start + hashes + 1;
    while at < text.len() && !text[at..].starts_with(&end) {
        at += 1;
    }
    Some(at + end.len())
}

#[test]
fn comments_and_literals_hold_no_words() {
    let text = r###"a // b
        /* c /* d */ e */ f "g \" h" r#"i " j"# 'k' '\'' 'life b"l" 12u8 m::n"###;
    let words: Vec<_> = tokens(text)
        .iter()
        .filter_map(|token| token.word().map(str::to_owned))
        .collect();
    assert_eq!(words, ["a", "f", "life", "b", "m", "n"]);
}
