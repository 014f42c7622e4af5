//! The relay's logic.
pub mod buckets;
pub mod settings;
