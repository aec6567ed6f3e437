//! The kernel against the vectors of RFC 9106 and of the reference
//! implementation, and against the crate `argon2`, in both variants.
//!
//! Run on wasm32 by wasm-bindgen's test runner, on Node and in Chromium: `npm test -- kernel`.

use argon2::{Argon2, AssociatedData, ParamsBuilder};
use wasm_bindgen_test::wasm_bindgen_test;

use super::memory::{CHUNK, KEPT_CHUNKS, Memory};
use super::{Variant, choose_variant};
use crate::error::Error;
use crate::password::argon2::{Algorithm, Inputs, Parameters, Version, tag};

const VARIANTS: [Variant; 2] = [Variant::Simd, Variant::Scalar];

fn computed(parameters: &Parameters, inputs: &Inputs<'_>, length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    tag(parameters, inputs, &mut out).unwrap();
    out
}

/// What the crate `argon2`, compiled into the same module, makes of it.
fn expected(parameters: &Parameters, inputs: &Inputs<'_>, length: usize) -> Vec<u8> {
    let params = ParamsBuilder::new()
        .m_cost(parameters.memory)
        .t_cost(parameters.iterations)
        .p_cost(parameters.parallelism)
        .data(AssociatedData::new(inputs.data).unwrap())
        .output_len(length)
        .build()
        .unwrap();
    let mut out = vec![0; length];
    Argon2::new_with_secret(
        inputs.secret,
        parameters.algorithm,
        parameters.version,
        params,
    )
    .unwrap()
    .hash_password_into(inputs.password, inputs.salt, &mut out)
    .unwrap();
    out
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().map(|c| c.to_digit(16).unwrap() as u8).collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// RFC 9106 sections 5.1 to 5.3 for version 0x13; the same inputs under version
/// 0x10 are in the reference implementation's `kats/` (argon2d_v16, argon2i_v16,
/// argon2id_v16).
const KNOWN_ANSWERS: [(Algorithm, Version, &str); 6] = [
    (
        Algorithm::Argon2d,
        Version::V0x13,
        "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
    ),
    (
        Algorithm::Argon2i,
        Version::V0x13,
        "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
    ),
    (
        Algorithm::Argon2id,
        Version::V0x13,
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
    ),
    (
        Algorithm::Argon2d,
        Version::V0x10,
        "96a9d4e5a1734092c85e29f410a45914a5dd1f5cbf08b2670da68a0285abf32b",
    ),
    (
        Algorithm::Argon2i,
        Version::V0x10,
        "87aeedd6517ab830cd9765cd8231abb2e647a5dee08f7c05e02fcb763335d0fd",
    ),
    (
        Algorithm::Argon2id,
        Version::V0x10,
        "b64615f07789b66b645b67ee9ed3b377ae350b6bfcbb0fc95141ea8f322613c0",
    ),
];

#[wasm_bindgen_test]
fn the_vectors_of_rfc_9106_come_out() {
    let inputs = Inputs {
        password: &[1; 32],
        salt: &[2; 16],
        secret: &[3; 8],
        data: &[4; 12],
    };
    for variant in VARIANTS {
        choose_variant(variant);
        for (algorithm, version, tag) in KNOWN_ANSWERS {
            let parameters = Parameters {
                algorithm,
                version,
                memory: 32,
                iterations: 3,
                parallelism: 4,
            };
            let found = computed(&parameters, &inputs, 32);
            assert_eq!(
                found,
                from_hex(tag),
                "{variant:?} {algorithm:?} {version:?}"
            );
        }
    }
}

/// `src/test.c` of the reference implementation (phc-winner-argon2), without
/// its two cases of 1 GiB, which it leaves out by default too:
/// type, version, t, log2 of m, p, password, salt, tag.
type Reference = (
    Algorithm,
    Version,
    u32,
    u32,
    u32,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const REFERENCE: [Reference; 24] = [
    (Algorithm::Argon2i, Version::V0x10, 2, 16, 1, "password", "somesalt", "f6c4db4a54e2a370627aff3db6176b94a2a209a62c8e36152711802f7b30c694"),
    (Algorithm::Argon2i, Version::V0x10, 2, 18, 1, "password", "somesalt", "3e689aaa3d28a77cf2bc72a51ac53166761751182f1ee292e3f677a7da4c2467"),
    (Algorithm::Argon2i, Version::V0x10, 2, 8, 1, "password", "somesalt", "fd4dd83d762c49bdeaf57c47bdcd0c2f1babf863fdeb490df63ede9975fccf06"),
    (Algorithm::Argon2i, Version::V0x10, 2, 8, 2, "password", "somesalt", "b6c11560a6a9d61eac706b79a2f97d68b4463aa3ad87e00c07e2b01e90c564fb"),
    (Algorithm::Argon2i, Version::V0x10, 1, 16, 1, "password", "somesalt", "81630552b8f3b1f48cdb1992c4c678643d490b2b5eb4ff6c4b3438b5621724b2"),
    (Algorithm::Argon2i, Version::V0x10, 4, 16, 1, "password", "somesalt", "f212f01615e6eb5d74734dc3ef40ade2d51d052468d8c69440a3a1f2c1c2847b"),
    (Algorithm::Argon2i, Version::V0x10, 2, 16, 1, "differentpassword", "somesalt", "e9c902074b6754531a3a0be519e5baf404b30ce69b3f01ac3bf21229960109a3"),
    (Algorithm::Argon2i, Version::V0x10, 2, 16, 1, "password", "diffsalt", "79a103b90fe8aef8570cb31fc8b22259778916f8336b7bdac3892569d4f1c497"),
    (Algorithm::Argon2i, Version::V0x13, 2, 16, 1, "password", "somesalt", "c1628832147d9720c5bd1cfd61367078729f6dfb6f8fea9ff98158e0d7816ed0"),
    (Algorithm::Argon2i, Version::V0x13, 2, 18, 1, "password", "somesalt", "296dbae80b807cdceaad44ae741b506f14db0959267b183b118f9b24229bc7cb"),
    (Algorithm::Argon2i, Version::V0x13, 2, 8, 1, "password", "somesalt", "89e9029f4637b295beb027056a7336c414fadd43f6b208645281cb214a56452f"),
    (Algorithm::Argon2i, Version::V0x13, 2, 8, 2, "password", "somesalt", "4ff5ce2769a1d7f4c8a491df09d41a9fbe90e5eb02155a13e4c01e20cd4eab61"),
    (Algorithm::Argon2i, Version::V0x13, 1, 16, 1, "password", "somesalt", "d168075c4d985e13ebeae560cf8b94c3b5d8a16c51916b6f4ac2da3ac11bbecf"),
    (Algorithm::Argon2i, Version::V0x13, 4, 16, 1, "password", "somesalt", "aaa953d58af3706ce3df1aefd4a64a84e31d7f54175231f1285259f88174ce5b"),
    (Algorithm::Argon2i, Version::V0x13, 2, 16, 1, "differentpassword", "somesalt", "14ae8da01afea8700c2358dcef7c5358d9021282bd88663a4562f59fb74d22ee"),
    (Algorithm::Argon2i, Version::V0x13, 2, 16, 1, "password", "diffsalt", "b0357cccfbef91f3860b0dba447b2348cbefecadaf990abfe9cc40726c521271"),
    (Algorithm::Argon2id, Version::V0x13, 2, 16, 1, "password", "somesalt", "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"),
    (Algorithm::Argon2id, Version::V0x13, 2, 18, 1, "password", "somesalt", "78fe1ec91fb3aa5657d72e710854e4c3d9b9198c742f9616c2f085bed95b2e8c"),
    (Algorithm::Argon2id, Version::V0x13, 2, 8, 1, "password", "somesalt", "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
    (Algorithm::Argon2id, Version::V0x13, 2, 8, 2, "password", "somesalt", "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"),
    (Algorithm::Argon2id, Version::V0x13, 1, 16, 1, "password", "somesalt", "f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98"),
    (Algorithm::Argon2id, Version::V0x13, 4, 16, 1, "password", "somesalt", "9025d48e68ef7395cca9079da4c4ec3affb3c8911fe4f86d1a2520856f63172c"),
    (Algorithm::Argon2id, Version::V0x13, 2, 16, 1, "differentpassword", "somesalt", "0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde"),
    (Algorithm::Argon2id, Version::V0x13, 2, 16, 1, "password", "diffsalt", "bdf32b05ccc42eb15d58fd19b1f856b113da1e9a5874fdcc544308565aa8141c"),
];

#[wasm_bindgen_test]
fn the_vectors_of_the_reference_implementation_come_out() {
    for variant in VARIANTS {
        choose_variant(variant);
        for (algorithm, version, iterations, log_memory, parallelism, password, salt, tag) in
            REFERENCE
        {
            let parameters = Parameters {
                algorithm,
                version,
                memory: 1 << log_memory,
                iterations,
                parallelism,
            };
            let inputs = Inputs {
                password: password.as_bytes(),
                salt: salt.as_bytes(),
                secret: &[],
                data: &[],
            };
            let found = computed(&parameters, &inputs, 32);
            assert_eq!(found, from_hex(tag), "{variant:?} {parameters:?}");
        }
    }
}

/// SplitMix64: the same sets in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn between(&mut self, least: u32, most: u32) -> u32 {
        least + (self.next() % u64::from(most - least + 1)) as u32
    }

    fn bytes(&mut self, least: u32, most: u32) -> Vec<u8> {
        (0..self.between(least, most))
            .map(|_| self.next() as u8)
            .collect()
    }
}

/// One set of parameters and inputs, and the length of its tag.
struct Set {
    parameters: Parameters,
    password: Vec<u8>,
    salt: Vec<u8>,
    secret: Vec<u8>,
    data: Vec<u8>,
    tag_length: usize,
}

impl Set {
    fn random(random: &mut Random) -> Self {
        let parallelism = match random.between(0, 9) {
            0..5 => 1,
            5..9 => random.between(2, 8),
            _ => random.between(9, 40),
        };
        let least = 8 * parallelism;
        // One in twenty goes over the border of a chunk of the memory, and has
        // segments of more blocks than one block has addresses.
        let memory = match random.between(0, 19) {
            0 => random.between(1000.max(least), 3000),
            1..10 => random.between(least, least + 40),
            _ => random.between(least, least + 300),
        };
        let algorithms = [Algorithm::Argon2i, Algorithm::Argon2d, Algorithm::Argon2id];
        Self {
            parameters: Parameters {
                algorithm: algorithms[random.between(0, 2) as usize],
                version: [Version::V0x10, Version::V0x13][random.between(0, 1) as usize],
                memory,
                iterations: random.between(1, 4),
                parallelism,
            },
            password: random.bytes(0, 130),
            salt: random.bytes(8, 64),
            secret: random.bytes(0, 40),
            data: random.bytes(0, 32),
            tag_length: random.between(4, 200) as usize,
        }
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            password: &self.password,
            salt: &self.salt,
            secret: &self.secret,
            data: &self.data,
        }
    }
}

#[wasm_bindgen_test]
fn two_thousand_random_sets_agree_with_the_argon2_crate() {
    let mut random = Random(9106);
    for number in 0..2000 {
        let set = Set::random(&mut random);
        let expected = expected(&set.parameters, &set.inputs(), set.tag_length);
        for variant in VARIANTS {
            choose_variant(variant);
            let found = computed(&set.parameters, &set.inputs(), set.tag_length);
            assert_eq!(
                found, expected,
                "set {number}: {variant:?} {:?}",
                set.parameters
            );
        }
    }
}

#[wasm_bindgen_test]
fn every_tag_length_agrees_with_the_argon2_crate() {
    let parameters = Parameters {
        algorithm: Algorithm::Argon2id,
        version: Version::V0x13,
        memory: 8,
        iterations: 1,
        parallelism: 1,
    };
    let inputs = Inputs {
        password: b"password",
        salt: b"somesalt",
        secret: &[],
        data: &[],
    };
    for length in (4..=260).chain([511, 512, 513, 1024, 1025]) {
        let found = computed(&parameters, &inputs, length);
        assert_eq!(
            found,
            expected(&parameters, &inputs, length),
            "length {length}"
        );
    }
}

#[wasm_bindgen_test]
fn memory_is_wiped_after_use_and_kept_up_to_its_cap() {
    let most = KEPT_CHUNKS * CHUNK;
    let mut memory = Memory::new();
    memory.reserve(most + 5000).unwrap();
    for index in 0..most + 5000 {
        memory.block_mut(index).as_mut().fill(index as u64 | 1);
    }
    memory.wipe(most + 5000);
    assert_eq!(memory.blocks(), most);
    for index in 0..most {
        assert!(memory.block(index).as_ref().iter().all(|&word| word == 0));
    }
}

#[wasm_bindgen_test]
fn memory_that_cannot_be_had_is_an_error_and_the_next_hash_works() {
    let inputs = Inputs {
        password: b"password",
        salt: b"somesalt",
        secret: &[],
        data: &[],
    };
    let mut parameters = Parameters {
        algorithm: Algorithm::Argon2id,
        version: Version::V0x13,
        memory: u32::MAX,
        iterations: 1,
        parallelism: 1,
    };
    let refused = tag(&parameters, &inputs, &mut [0; 32]);
    assert!(matches!(refused, Err(Error::HashLimit(_))));
    parameters.memory = 64;
    let found = computed(&parameters, &inputs, 32);
    assert_eq!(found, expected(&parameters, &inputs, 32));
}
