//! JSON (RFC 8259): a reader and a writer for tokens, keys, records and the bodies of
//! requests. Elsewhere it is `serde_json`.
//!
//! The reader takes what every program would read alike and nothing else: one
//! object (or list), UTF-8, every name once at every depth, [`MAX_DEPTH`]
//! levels, numbers that fit into a double. RFC 7515 section 5.2 and RFC 7519
//! section 4 ask for unique names or a parser that keeps the last one; two
//! programs that keep different ones disagree about what was signed, so a
//! repeated name is refused.
//!
//! It looks at each byte once, borrows every text from the input and keeps
//! numbers to the letter. `serde_json` took three times as long to say the
//! same, and this is done for every token. A test holds it against `serde_json`.
//!
//! The writer puts members into an object, as values or as JSON text that goes
//! in to the letter; [`with`] exchanges or adds one member of a text and touches
//! nothing else.

mod cursor;
mod number;
mod object;
mod reader;
mod string;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
mod value;
mod writer;

pub(crate) use object::{Object, with};
pub(crate) use reader::{Problem, read_list, read_object};
pub(crate) use value::{Number, Value};
pub(crate) use writer::{ObjectWriter, string};
