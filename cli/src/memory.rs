//! What the operating system may write down of this process: nothing, as far as it can be asked (decision 0291).
//!
//! Whoever runs this process, or is the machine's owner, can read its memory while it is unlocked. What is kept from here is that a crash
//! leaves a copy of it on the disk, and that another program of the same user reads it without asking.

/// No core dump of this process, and on Linux no reading of its memory by others.
#[cfg(unix)]
pub fn keep_off_the_disk() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Where it is refused the system's own limit stands, and there is nothing else to ask.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Windows writes no memory to the disk unless its owner set that up.
#[cfg(not(unix))]
pub const fn keep_off_the_disk() {}
