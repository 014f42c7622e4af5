//! What the checks need beside Rust and Node, installed when it is missing, and one error that names the fix
//! when it cannot be. Everything here may run any number of times.

use crate::run::Tool;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the Python environment for the independent vector checks lives.
const VENV: &str = "target/venv";

/// A Debian package and a command that works once it is there.
pub(crate) type Package = (&'static str, &'static [&'static str]);

/// What every check needs.
pub(crate) const PACKAGES: &[Package] = &[
    ("build-essential", &["cc", "--version"]),
    ("git", &["git", "--version"]),
    ("python3", &["python3", "--version"]),
    ("python3-venv", &["python3", "-c", "import ensurepip, venv"]),
];

/// The programs that read the files people take away. A page printed without any font has no words.
pub(crate) const READERS: &[Package] = &[
    ("chromium", &["chromium", "--version"]),
    ("poppler-utils", &["pdftotext", "-v"]),
    ("fonts-liberation", &["sh", "-c", "ls /usr/share/fonts/truetype/*/*.ttf > /dev/null"]),
];

/// Installs those of `packages` that are missing.
pub(crate) fn packages(packages: &[Package]) -> Result<(), String> {
    let works = |probe: &[&str]| match probe {
        [program, args @ ..] => Tool::new(program).args(args).works(),
        [] => true,
    };
    let missing = || packages.iter().filter(|(_, probe)| !works(probe)).map(|(name, _)| *name);
    let names: Vec<&str> = missing().collect();
    if names.is_empty() {
        return Ok(());
    }
    let list = names.join(" ");
    let fix =
        format!("install {list} and run this again, on Debian with: sudo apt-get install {list}");
    if !Tool::new("apt-get").args(["--version"]).works() {
        return Err(format!("{list} is missing and apt-get is not there: {fix}"));
    }
    let root = Tool::new("sh").args(["-c", "test \"$(id -u)\" = 0"]).works();
    if !root && !Tool::new("sudo").args(["-n", "true"]).works() {
        return Err(format!("{list} is missing and installing it needs root: {fix}"));
    }
    println!("--- installing {list}");
    let apt = |args: &[&str]| {
        let tool =
            if root { Tool::new("apt-get") } else { Tool::new("sudo").args(["-n", "apt-get"]) };
        tool.args(args).env("DEBIAN_FRONTEND", "noninteractive").show()
    };
    let install = [
        &[
            "-qq",
            "-o=Dpkg::Use-Pty=0",
            "install",
            "--yes",
            "--no-install-recommends",
            "--no-remove",
        ],
        names.as_slice(),
    ]
    .concat();
    // The lists of a fresh machine may be absent or old.
    let installed = apt(&install)? || apt(&["-qq", "update"])? && apt(&install)?;
    if !installed {
        return Err(format!("apt-get could not install {list}: {fix}"));
    }
    match missing().next() {
        None => Ok(()),
        Some(name) => Err(format!("{name} is still missing after apt-get installed it: {fix}")),
    }
}

/// The oldest Node that everything here runs on.
const NODE: u32 = 20;

/// Whether Node and npm are there and new enough.
pub(crate) fn node_runs() -> Result<(), String> {
    let fix = format!("install Node.js {NODE} or newer with npm, and run this again");
    let Some(version) = Tool::new("node").args(["--version"]).answer() else {
        return Err(format!("Node is missing: {fix}"));
    };
    if major(&version).is_none_or(|major| major < NODE) {
        return Err(format!("Node is too old ({version}): {fix}"));
    }
    if !Tool::new("npm").args(["--version"]).works() {
        return Err(format!("npm is missing: {fix}"));
    }
    Ok(())
}

/// 20 of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Installs what a folder's `package-lock.json` names, once for each content of it.
pub(crate) fn node(folder: &Path) -> Result<(), String> {
    node_runs()?;
    let lock = folder.join("package-lock.json");
    let wanted =
        fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let stamp = folder.join("node_modules/.accord-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("--- installing {} with npm", lock.display());
    let prefix = folder.to_string_lossy();
    // Whatever the surroundings say: what builds is a development dependency.
    let ci = ["ci", "--include=dev", "--no-audit", "--no-fund", "--prefix", &prefix];
    if !Tool::new("npm").args(ci).show()? {
        return Err(format!(
            "npm could not install {}: connect this machine to an npm registry and run this again",
            lock.display()
        ));
    }
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// The Python of an environment of our own that holds what this requirements file asks for.
pub(crate) fn python(requirements: Option<&Path>) -> Result<PathBuf, String> {
    let python = Path::new(VENV).join("bin/python");
    if !Tool::new(&python).args(["-c", "pass"]).works() {
        println!("--- making a Python environment in {VENV}");
        if !Tool::new("python3").args(["-m", "venv", "--clear", VENV]).show()? {
            return Err(format!(
                "python3 could not make {VENV}: remove that folder and run this again"
            ));
        }
    }
    if let Some(file) = requirements {
        let wanted =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let stamp = Path::new(VENV).join(file.to_string_lossy().replace(['/', '\\'], "-"));
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(python);
        }
        println!("--- installing {} with pip", file.display());
        let pip =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        if !Tool::new(&python).args(pip).args([file]).show()? {
            return Err(format!(
                "pip could not install {}: connect this machine to a Python package index and run this again",
                file.display()
            ));
        }
        fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    }
    Ok(python)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.1"), Some(8));
        assert_eq!(major("20"), None);
        assert_eq!(major("vx"), None);
    }
}
