//! How Rust is compiled for a browser on this machine.
//!
//! The standard library for a browser is there, or rustup installs it, or Debian's own Rust compiles it from its source; else one error
//! names the fixes. What a phone loads is compiled with a standard library of its own, made for size, where rustup has its source.

use std::env;
use std::ffi::OsString;
use std::path::Path;

use crate::install::{self, Package};
use crate::run::{Tool, cargo};

/// The target of a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// Where builds with unstable options go: they would make everything else build anew.
const APART: &str = "target/browser";
/// `debian` here takes Debian's Rust whatever else is there.
const CHOICE: &str = "ACCORD_BROWSER_RUST";

/// Debian's Rust for browsers: the compiler, its sources and a linker, which its packages put in these places.
const DEBIAN: &[Package] = &[
    ("rustc-web", &[DEBIAN_RUSTC, "--version"]),
    ("cargo-web", &[DEBIAN_CARGO, "--version"]),
    ("rust-web-clippy", &["/usr/bin/cargo-clippy", "--version"]),
    ("rust-web-src", &["test", "-f", "/usr/lib/rustlib/src/rust/library/Cargo.lock"]),
    ("lld-19", &[DEBIAN_LINKER, "--version"]),
];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LINKER: &str = "wasm-ld-19";

/// The standard library, compiled with what needs it: as it is shipped, and small.
const STD: &[&str] = &["-Zbuild-std=std,panic_abort"];
const SMALL_STD: &[&str] =
    &["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
/// Nobody reads what a panic would print in a worker: it ends where it is, without the code that makes the sentence.
const SMALL: &str = "target.wasm32-unknown-unknown.rustflags=['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zinline-mir=no']";

/// A Rust that compiles for a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rust {
    /// The one that runs this, with the target installed.
    Here,
    /// Debian's, with the target's standard library compiled from source.
    Debian,
}

impl Rust {
    /// The first that is there or can be installed.
    pub(crate) fn find() -> Result<Self, String> {
        if env::var_os(CHOICE).is_some_and(|choice| choice == "debian") {
            install::packages(DEBIAN)?;
            return Ok(Self::Debian);
        }
        if has_target() {
            return Ok(Self::Here);
        }
        println!("--- installing the target {TARGET}");
        let rustup = Tool::new("rustup").args(["target", "add", TARGET]).show();
        if rustup.unwrap_or(false) && has_target() {
            return Ok(Self::Here);
        }
        install::packages(DEBIAN).map(|()| Self::Debian).map_err(|error| {
            format!(
                "Rust cannot compile for a browser here: run rustup target add {TARGET} and this again, \
                 or use Debian's Rust for browsers ({error})"
            )
        })
    }

    /// Cargo with this command, for a browser, and the folder its files go to.
    pub(crate) fn cargo(self, command: &str) -> (Tool, &'static str) {
        match self {
            Self::Here => (for_browser(Tool::new(cargo()), command), "target"),
            Self::Debian => (for_browser(self.unstable(), command).args(STD), APART),
        }
    }

    /// The same for what a phone loads: as small as can be had here.
    pub(crate) fn small_cargo(self, command: &str) -> (Tool, &'static str) {
        if self == Self::Here && !has_source() {
            println!("--- without the component rust-src, what a phone loads is larger");
            return self.cargo(command);
        }
        let tool = for_browser(self.unstable(), command);
        (tool.args(SMALL_STD).args(["--config", SMALL]), APART)
    }

    /// Cargo that takes options of a nightly one.
    fn unstable(self) -> Tool {
        let tool = match self {
            Self::Here => Tool::new(cargo()),
            Self::Debian => Tool::new(DEBIAN_CARGO)
                .env("RUSTC", DEBIAN_RUSTC)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER),
        };
        tool.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", APART)
    }
}

fn for_browser(cargo: Tool, command: &str) -> Tool {
    cargo.args([command, "--package", "accord-web", "--target", TARGET])
}

fn has_target() -> bool {
    let libraries = Tool::new(rustc()).args(["--print", "target-libdir", "--target", TARGET]);
    libraries.answer().is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Whether the source of the standard library is there, once rustup was asked for it.
fn has_source() -> bool {
    let there = || {
        let root = Tool::new(rustc()).args(["--print", "sysroot"]).answer();
        let lock = "lib/rustlib/src/rust/library/Cargo.lock";
        root.is_some_and(|root| Path::new(&root).join(lock).is_file())
    };
    there()
        || Tool::new("rustup").args(["component", "add", "rust-src"]).show().unwrap_or(false)
            && there()
}

fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}
