//! Computing Argon2 (RFC 9106).

#[cfg(target_arch = "wasm32")]
pub(super) mod kernel;

use argon2::{AssociatedData, Params, ParamsBuilder};

use crate::error::{Error, Result};

pub(super) use argon2::{Algorithm, Version};

/// What fixes the cost and the kind of one computation. The ranges are checked
/// where it is made: memory at least 8 KiB for each lane, at least one
/// iteration, 1 to 2^24-1 lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) algorithm: Algorithm,
    pub(super) version: Version,
    /// KiB.
    pub(super) memory: u32,
    pub(super) iterations: u32,
    pub(super) parallelism: u32,
}

/// What goes into the hash, by the names of RFC 9106 section 3.1.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) password: &'a [u8],
    /// At least 8 bytes.
    pub(super) salt: &'a [u8],
    /// The secret value K; empty for none.
    pub(super) secret: &'a [u8],
    /// The associated data X, at most 32 bytes; empty for none.
    pub(super) data: &'a [u8],
}

/// The memory for so many blocks of 1 KiB could not be had. A type of its own,
/// because the text of an [`Error`] would take a tenth of a wasm that has nothing
/// but the [`super::primitives`].
#[derive(Debug)]
pub(super) struct OutOfMemory {
    pub(super) blocks: usize,
}

impl From<OutOfMemory> for Error {
    fn from(OutOfMemory { blocks }: OutOfMemory) -> Self {
        let detail = format!("argon2 needs {blocks} KiB of memory, which could not be had");
        Self::HashLimit(detail.into())
    }
}

/// Fills `out` with the tag. A failed allocation is [`Error::HashLimit`].
pub(super) fn tag(parameters: &Parameters, inputs: &Inputs<'_>, out: &mut [u8]) -> Result<()> {
    let params = params(parameters, inputs.data, out.len()).map_err(unexpected)?;
    if inputs.salt.len() < argon2::MIN_SALT_LEN {
        return Err(unexpected(argon2::Error::SaltTooShort));
    }
    compute(parameters, params, inputs, out)
}

/// [`tag`] where the ranges of everything have been checked already.
#[cfg(target_arch = "wasm32")]
pub(super) fn unchecked_tag(
    parameters: &Parameters,
    inputs: &Inputs<'_>,
    out: &mut [u8],
) -> std::result::Result<(), OutOfMemory> {
    kernel::tag(parameters, inputs, out)
}

/// [`tag`] itself, where nothing is gained by leaving the checks out.
#[cfg(not(target_arch = "wasm32"))]
pub(super) use tag as unchecked_tag;

/// Runs `work`, which allocates `bytes` itself. Where they do not fit beside the blocks
/// that are kept from one call to the next, those are given back first.
#[cfg(target_arch = "wasm32")]
pub(super) fn lend_memory<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    kernel::lend_memory(bytes, work)
}

/// Nothing is kept here.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn lend_memory<T>(_bytes: usize, work: impl FnOnce() -> T) -> T {
    work()
}

/// In WebAssembly the project's own kernel computes.
#[cfg(target_arch = "wasm32")]
fn compute(
    parameters: &Parameters,
    _checked: Params,
    inputs: &Inputs<'_>,
    out: &mut [u8],
) -> Result<()> {
    Ok(kernel::tag(parameters, inputs, out)?)
}

/// Elsewhere the crate `argon2` does.
#[cfg(not(target_arch = "wasm32"))]
fn compute(
    parameters: &Parameters,
    params: Params,
    inputs: &Inputs<'_>,
    out: &mut [u8],
) -> Result<()> {
    let mut memory = allocate(params.block_count())?;
    let result = argon2::Argon2::new_with_secret(
        inputs.secret,
        parameters.algorithm,
        parameters.version,
        params,
    )
    .and_then(|argon2| {
        argon2.hash_password_into_with_memory(
            inputs.password,
            inputs.salt,
            out,
            memory.as_mut_slice(),
        )
    });
    memory.iter_mut().for_each(zeroize::Zeroize::zeroize);
    result.map_err(unexpected)
}

fn params(parameters: &Parameters, data: &[u8], tag_length: usize) -> argon2::Result<Params> {
    ParamsBuilder::new()
        .m_cost(parameters.memory)
        .t_cost(parameters.iterations)
        .p_cost(parameters.parallelism)
        .data(AssociatedData::new(data)?)
        .output_len(tag_length)
        .build()
}

#[cfg(not(target_arch = "wasm32"))]
fn allocate(blocks: usize) -> Result<Vec<argon2::Block>> {
    let mut memory = Vec::new();
    memory
        .try_reserve_exact(blocks)
        .map_err(|_| OutOfMemory { blocks })?;
    memory.resize(blocks, argon2::Block::new());
    Ok(memory)
}

/// Every range was checked before, so the library has nothing to refuse; should
/// the two ever differ, this says so instead of failing in another way.
fn unexpected(error: argon2::Error) -> Error {
    Error::HashFormat(format!("argon2 parameters: {error}").into())
}
