//! `cargo xtask fuzz TARGET SECONDS`: libFuzzer over one target of `fuzz/`, or `all` of them, one after the other.
//!
//! The compiler's own coverage counters and the library's C++ are all it takes: any toolchain, no other tool. What it learns lies in
//! `target/fuzz/TARGET/learnt`, what it finds in `target/fuzz/TARGET/found`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::install;
use crate::run::{Tool, cargo};

/// Where the targets are listed.
const LIST: &str = "fuzz/src/lib.rs";
/// What is built, apart from everything else: with counters at every branch.
const BUILT: &str = "target/fuzzing";
/// Seconds one input may take, far above what any honest one does.
const SLOWEST_S: u32 = 20;
/// MiB the whole process may take.
const MEMORY_MIB: u32 = 2048;
/// Bytes a kept corpus of one target may have.
const KEPT_BYTES: u64 = 50_000;

/// Counters, a table of their places, and what is compared with what; overflow and debug assertions stay on.
const FLAGS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Clink-dead-code",
    "-Ccodegen-units=1",
];

/// What it can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Which target, or `all`; without one they are listed.
    target: Option<String>,
    /// How long each, in seconds.
    #[arg(default_value_t = 60)]
    seconds: u32,
    /// Then put the smallest inputs that reach as much into `fuzz/corpus`, to be committed.
    #[arg(long)]
    keep: bool,
    /// Try this one input and no other: a finding.
    #[arg(long)]
    input: Option<PathBuf>,
}

/// One target as its table says it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    name: String,
    most_bytes: String,
    about: String,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    let list = fs::read_to_string(LIST).map_err(|error| format!("{LIST}: {error}"))?;
    let targets = targets(&list);
    let Some(wanted) = &options.target else {
        for Target { name, about, .. } in &targets {
            println!("{name:14} {about}");
        }
        return Ok(ExitCode::SUCCESS);
    };
    let chosen: Vec<&Target> =
        targets.iter().filter(|target| wanted == "all" || target.name == *wanted).collect();
    if chosen.is_empty() {
        return Err(format!("no target is named {wanted}: cargo xtask fuzz lists them"));
    }
    let program = build()?;
    let mut failed = Vec::new();
    for target in chosen {
        if !fuzz(&program, target, options)? {
            failed.push(target.name.as_str());
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("found something: {}; look into target/fuzz/TARGET/found", failed.join(", "));
    Ok(ExitCode::FAILURE)
}

/// Builds the fuzzer with its counters.
fn build() -> Result<PathBuf, String> {
    install::packages(&[("g++", &["c++", "--version"])])?;
    let host = Tool::new("rustc").args(["--print", "host-tuple"]).answer();
    let host = host.ok_or("rustc does not say what machine this is")?;
    // For the target only: build scripts and macros run without the fuzzer and must not ask for its counters.
    let flags = format!("CARGO_TARGET_{}_RUSTFLAGS", host.to_uppercase().replace('-', "_"));
    let what = ["build", "--profile", "fuzz", "--package", "accord-fuzz", "--bin", "accord-fuzz"];
    let how = ["--features", "libfuzzer", "--target", &host, "--target-dir", BUILT];
    if !Tool::new(cargo()).args(what).args(how).env(&flags, &FLAGS.join(" ")).show()? {
        return Err("the fuzzer did not build".to_owned());
    }
    Ok(Path::new(BUILT).join(host).join("fuzz").join("accord-fuzz"))
}

/// One target for its time; false where it found something.
fn fuzz(program: &Path, target: &Target, options: &Options) -> Result<bool, String> {
    let Target { name, most_bytes, .. } = target;
    let folder = Path::new("target/fuzz").join(name);
    let (learnt, found) = (folder.join("learnt"), folder.join("found"));
    let kept = Path::new("fuzz/corpus").join(name);
    for folder in [&learnt, &found, &kept] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let tool = |args: &[String]| {
        let seeds = learnt.to_string_lossy();
        let named = [("ACCORD_FUZZ_TARGET", name.as_str()), ("ACCORD_FUZZ_SEEDS", &seeds)];
        let tool = Tool::new(program).args(args).args([
            format!("-rss_limit_mb={MEMORY_MIB}"),
            format!("-timeout={SLOWEST_S}"),
            format!("-artifact_prefix={}/", found.display()),
        ]);
        named.into_iter().fold(tool, |tool, (key, value)| tool.env(key, value)).show()
    };
    let path = |path: &Path| path.display().to_string();
    if let Some(input) = &options.input {
        return tool(&[path(input)]);
    }
    println!("--- {name}: {}", target.about);
    let bounds = [format!("-max_total_time={}", options.seconds), format!("-max_len={most_bytes}")];
    let quiet = ["-print_final_stats=1".to_owned(), "-verbosity=0".to_owned()];
    let folders = [path(&learnt), path(&kept)];
    let good = tool(&[bounds.as_slice(), &quiet, &folders].concat())?;
    if good && options.keep {
        let small = folder.join("small");
        fs::create_dir_all(&small).map_err(|error| format!("{}: {error}", small.display()))?;
        let merge = ["-merge=1".to_owned(), path(&small), path(&learnt), path(&kept)];
        if tool(&merge)? {
            keep(&small, &kept)?;
        }
        fs::remove_dir_all(&small).map_err(|error| format!("{}: {error}", small.display()))?;
    }
    Ok(good)
}

/// Takes the shortest inputs into the kept corpus, until it is full. What is kept already stays.
fn keep(from: &Path, to: &Path) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", to.display());
    let files = |folder: &Path| -> Result<Vec<(u64, PathBuf)>, std::io::Error> {
        fs::read_dir(folder)?
            .map(|file| {
                Ok((
                    file.as_ref().map_or(0, |file| file.metadata().map_or(0, |m| m.len())),
                    file?.path(),
                ))
            })
            .collect()
    };
    let mut left =
        KEPT_BYTES.saturating_sub(files(to).map_err(said)?.iter().map(|(len, _)| len).sum());
    let mut small = files(from).map_err(said)?;
    small.sort();
    for (len, file) in small {
        if len <= left
            && let Some(name) = file.file_name()
            && !to.join(name).exists()
        {
            fs::copy(&file, to.join(name)).map_err(said)?;
            left -= len;
        }
    }
    Ok(())
}

/// The lines of the table: name, function, seeds, longest input, what it is.
fn targets(list: &str) -> Vec<Target> {
    let table = list.split("targets! {").nth(1).unwrap_or_default();
    let lines = table.lines().filter_map(|line| {
        let (name, rest) = line.trim().strip_prefix('"')?.split_once('"')?;
        let (_, about) = rest.split_once('"')?;
        let most = rest.split(',').nth(3)?.trim().replace('_', "");
        let about = about.trim_end_matches(['"', ';']);
        Some(Target { name: name.to_owned(), most_bytes: most, about: about.to_owned() })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_of_the_table_is_read_with_its_bound() {
        let table = "targets! {\n    \"one\", wire::one, seeds::of, 70_000, \"what, and how\";\n}";
        let one = Target {
            name: "one".to_owned(),
            most_bytes: "70000".to_owned(),
            about: "what, and how".to_owned(),
        };
        assert_eq!(targets(table), [one]);
        let here = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/src/lib.rs"));
        let here = targets(&here.unwrap());
        assert!(
            here.len() >= 20 && here.iter().all(|target| target.most_bytes.parse::<u32>().is_ok())
        );
    }

    #[test]
    fn a_kept_corpus_takes_the_shortest_and_stays_small() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(&from).unwrap();
        fs::create_dir_all(&to).unwrap();
        for (name, len) in [("a", 40_000), ("b", 10), ("c", 30_000)] {
            fs::write(from.join(name), vec![0; len]).unwrap();
        }
        keep(&from, &to).unwrap();
        keep(&from, &to).unwrap();
        let kept = ["a", "b", "c"].map(|name| to.join(name).exists());
        assert_eq!(kept, [false, true, true]);
    }
}
