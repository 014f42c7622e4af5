//! Real programs on real sockets and files: a relay process, people who type commands, and what may stand between them.
//!
//! Nothing here knows a law or a byte of the protocol; it starts programs, reads what they print and stops them.

pub mod build;
pub mod colluding;
pub mod couple;
pub mod disk;
pub mod modified;
pub mod own;
pub mod person;
pub mod proxy;
pub mod relay;
pub mod terminal;

pub use couple::{Couple, Order, all_orders};
pub use person::{Answer, Person, killed_after};
pub use relay::Relay;

/// A text that does not shrink when it is packed.
pub fn noise(length: usize) -> String {
    let mut word = 0x9e37_79b9_u32;
    let letters = (0..length).map(|_| {
        word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + u8::try_from(word >> 27).unwrap() % 26)
    });
    letters.collect()
}
