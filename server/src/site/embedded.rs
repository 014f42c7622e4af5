//! The app as it was built: `build.rs` lists its files.

include!(concat!(env!("OUT_DIR"), "/site.rs"));
