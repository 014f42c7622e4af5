//! With the feature `app`: lists the files of the finished app, so that the program carries them. They come from the folder `ACCORD_SITE`,
//! else from where `cargo xtask web` puts them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Where `cargo xtask web` puts the finished app.
const SITE: &str = "../target/site";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_APP").is_none() {
        return Ok(());
    }
    println!("cargo::rerun-if-env-changed=ACCORD_SITE");
    let site = env::var_os("ACCORD_SITE").map_or_else(|| PathBuf::from(SITE), PathBuf::from);
    println!("cargo::rerun-if-changed={}", site.display());
    let missing = ["index.html", "build.json"].into_iter().find(|name| !site.join(name).is_file());
    if let Some(name) = missing {
        println!(
            "cargo::error={} holds no {name}: the feature `app` carries the finished app; make it with cargo xtask web",
            site.display()
        );
        return Ok(());
    }
    let mut files = Vec::new();
    list(&site, "", &mut files)?;
    files.sort();
    let mut table = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        let path = std::path::absolute(path)?;
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),").map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    fs::write(Path::new(&out).join("site.rs"), table)
}

fn list(folder: &Path, before: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
