//! Accord's client in a browser, compiled to WebAssembly and run in a worker.
//!
//! The same core as everywhere, over what a browser has: `store` on IndexedDB, `lock` so that one tab owns a home, `net` and `driver` with
//! WebSockets, fetch and the clock. [`surface`] is what the app calls. Holds no law and shows nothing.
#![cfg(target_arch = "wasm32")]

mod driver;
mod lock;
mod net;
mod rng;
pub mod space;
mod store;
pub mod surface;
pub mod trap;

#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "testing")]
pub mod vectors;
