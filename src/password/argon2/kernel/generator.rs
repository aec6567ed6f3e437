//! Writes the Argon2 kernel, instruction by instruction, as a relocatable
//! WebAssembly object. Run by `build.rs`, never part of the crate itself.
//!
//! Why not let rustc compile it: LLVM undoes what makes the kernel fast. It
//! turns the gathered `i64x2.extmul` into a full `i64x2.mul` (three multiplications
//! for one), turns `swizzle` into `shuffle`, and sorts the interleaved streams
//! apart again.
//!
//! The kernel is the compression function G of RFC 9106 section 3.5, the only
//! place where Argon2 spends time, and what moves memory for it:
//!
//! | file | what it writes |
//! | --- | --- |
//! | [`compression`] | G over two 1024-byte blocks: rows, then columns |
//! | [`memory`] | fetching blocks ahead, and wiping them |
//! | [`vector`] | the permutation P in eight 128-bit vectors |
//! | [`scalar`] | the permutation P in sixteen 64-bit words |
//! | [`code`] | function bodies, steps, interleaving, loops |
//! | [`ar`] | the archive that carries the object |
//!
//! Two variants are made. The *SIMD* one computes two P at a time, one in
//! vectors and one in words, interleaved step by step: a processor has separate
//! execution units for the two, and each chain of operations alone would leave
//! it waiting. The *scalar* one uses words only, for engines that are slow at
//! vectors. Everything around G (H0, H', the choice of the reference block)
//! is Rust and lives in `kernel.rs`.
//!
//! What was tried and lost, so that nobody tries it again unaware (time on V8
//! 14.6 and Zen 4 or 5, SIMD / scalar variant):
//!
//! | instead | time |
//! | --- | --- |
//! | words read and written in pairs beside the vectors | +2 to 8 %, in workerd +8 % |
//! | the sum of address and offset computed before the access | +35 % in workerd |
//! | X ⊕ Y in vectors, the words read back from memory | +2 % / +7 % |
//! | rows ⊕ed ahead in a loop of their own: fewer addresses for workerd to check | +2 to 5 % |
//! | all P in vectors, one after the other | +65 to 90 % |
//! | three in vectors in sequence beside one in words, or the other way round | +30 to 40 % |
//! | the low halves for a product taken by a `swizzle` each, ahead of the rotation | -2 to 0 % |
//! | two GB in words in lockstep: too few registers | +6 % / +11 % |
//! | a product's factor doubled ahead of it | +5 % / +17 % |
//! | a product added twice instead of shifted | +8 % / +16 % |
//! | every second cache line fetched, or none | +36 %, a large memory |
//! | what is fetched dropped, see [`memory`] | +28 % in workerd, a large memory |
//! | four lanes side by side instead of two | +3 %, a large memory |
//! | the block to be written fetched too | +4 to 10 % |
//! | blocks of one lane fetched two at a time, where addresses are known ahead | ±0 % |

use wasm_encoder::{
    CodeSection, CustomSection, EntityType, FunctionSection, ImportSection, LinkingSection,
    MemoryType, Module, SymbolTable, TypeSection, ValType,
};

#[path = "generator/ar.rs"]
mod ar;
#[path = "generator/code.rs"]
mod code;
#[path = "generator/compression.rs"]
mod compression;
#[path = "generator/memory.rs"]
mod memory;
#[path = "generator/scalar.rs"]
mod scalar;
#[path = "generator/vector.rs"]
mod vector;

pub(super) use ar::archive;
use compression::{Variant, begin, finish};
use memory::{prefetch, wipe};

/// The functions of the object, in order, under the names that `compression.rs`
/// and `memory.rs` of the kernel's Rust side declare.
const SYMBOLS: [&str; 8] = [
    "keyward_argon2_simd_begin",
    "keyward_argon2_simd_begin_over",
    "keyward_argon2_simd_finish",
    "keyward_argon2_scalar_begin",
    "keyward_argon2_scalar_begin_over",
    "keyward_argon2_scalar_finish",
    "keyward_argon2_prefetch",
    "keyward_argon2_wipe",
];

/// The kernel as a relocatable object file.
///
/// The bodies name no function, global or type and only memory 0, so there is
/// nothing in them for a linker to relocate: what is written here is what ships.
pub(super) fn object() -> Vec<u8> {
    let mut types = TypeSection::new();
    let begin_type = types.len();
    types.ty().function([ValType::I32; 4], [ValType::I64]);
    let prefetch_type = types.len();
    types.ty().function([ValType::I32; 2], [ValType::I64]);
    let two_operands = types.len();
    types.ty().function([ValType::I32; 2], []);

    let mut imports = ImportSection::new();
    let memory = MemoryType {
        minimum: 0,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    };
    imports.import("env", "__linear_memory", EntityType::Memory(memory));

    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for variant in [Variant::Simd, Variant::Scalar] {
        for over in [false, true] {
            functions.function(begin_type);
            code.function(&begin(variant, over));
        }
        functions.function(two_operands);
        code.function(&finish(variant));
    }
    functions.function(prefetch_type);
    code.function(&prefetch());
    functions.function(two_operands);
    code.function(&wipe());

    let mut symbols = SymbolTable::new();
    for (index, name) in (0..).zip(SYMBOLS) {
        symbols.function(0, index, Some(name));
    }
    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);

    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&code)
        .section(&linking)
        .section(&target_features());
    module.finish()
}

/// Says that the object needs `simd128` and `bulk-memory`, so that the linked
/// module declares them and tools that read the declaration (wasm-opt) accept
/// the vectors and the fill.
fn target_features() -> CustomSection<'static> {
    let features = ["bulk-memory", "simd128"];
    let mut data = vec![features.len() as u8];
    for feature in features {
        data.extend([b'+', feature.len() as u8]);
        data.extend_from_slice(feature.as_bytes());
    }
    CustomSection {
        name: "target_features".into(),
        data: data.into(),
    }
}
