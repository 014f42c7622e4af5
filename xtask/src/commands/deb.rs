//! `cargo xtask deb`: a Debian package of the relay, by `dpkg-deb`.
//!
//! Builds the program, lays the package's folder out under `target/deb` and packs it. Owns what is in the package.

use crate::run::{Tool, cargo};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What the package is called, and its unit.
const NAME: &str = "accord-server";

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Pack this program in place of a fresh release build.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// File in the repository, place in the package, rights.
const FILES: &[(&str, &str, u32)] = &[
    ("deploy/accord-server.service", "lib/systemd/system/accord-server.service", 0o644),
    ("server/config.example.toml", "etc/accord-server/config.toml", 0o644),
    ("docs/operations.md", "usr/share/doc/accord-server/operations.md", 0o644),
    ("deploy/alerts.yml", "usr/share/doc/accord-server/alerts.yml", 0o644),
    ("LICENSE-MIT", "usr/share/doc/accord-server/copyright", 0o644),
];

/// After it was put in place: started anew only if it ran.
const AFTER: &str = "#!/bin/sh\nset -e\nif [ -d /run/systemd/system ]; then\n    systemctl daemon-reload\n    systemctl try-restart accord-server.service\nfi\n";
/// Before it goes. The data stays.
const BEFORE: &str = "#!/bin/sh\nset -e\nif [ \"$1\" = remove ] && [ -d /run/systemd/system ]; then\n    systemctl disable --now accord-server.service\nfi\n";

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    let program = match &options.program {
        Some(program) => program.clone(),
        None => {
            let build = ["build", "--release", "--package", NAME];
            if !Tool::new(cargo()).args(build).show()? {
                return Ok(ExitCode::FAILURE);
            }
            PathBuf::from("target/release").join(NAME)
        }
    };
    let package = pack(&program, Path::new("target/deb"))?;
    println!("{}", package.display());
    Ok(ExitCode::SUCCESS)
}

/// Lays the package out under `folder` and packs it; the file.
fn pack(program: &Path, folder: &Path) -> Result<PathBuf, String> {
    let root = folder.join("root");
    if root.exists() {
        std::fs::remove_dir_all(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    }
    place(program, &root.join("usr/bin").join(NAME), 0o755)?;
    for (from, to, rights) in FILES {
        place(Path::new(from), &root.join(to), *rights)?;
    }
    let architecture = output("dpkg", &["--print-architecture"])?;
    let version = env!("CARGO_PKG_VERSION");
    let size = std::fs::metadata(program).map_or(0, |file| file.len() / 1024);
    let control = format!(
        "Package: {NAME}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: Accord <accord@localhost>\n\
         Depends: libc6\nInstalled-Size: {size}\nSection: net\nPriority: optional\n\
         Description: relay for Accord\n Keeps the sealed records of couples in order and passes them on.\n It cannot read them.\n"
    );
    write(&root.join("DEBIAN/control"), &control, 0o644)?;
    write(&root.join("DEBIAN/conffiles"), "/etc/accord-server/config.toml\n", 0o644)?;
    write(&root.join("DEBIAN/postinst"), AFTER, 0o755)?;
    write(&root.join("DEBIAN/prerm"), BEFORE, 0o755)?;
    let package = folder.join(format!("{NAME}_{version}_{architecture}.deb"));
    let packed = Command::new("dpkg-deb")
        .args(["--root-owner-group", "--build"])
        .args([&root, &package])
        .output()
        .map_err(|error| format!("dpkg-deb: {error}"))?;
    if packed.status.success() {
        Ok(package)
    } else {
        Err(String::from_utf8_lossy(&packed.stderr).into_owned())
    }
}

fn place(from: &Path, to: &Path, rights: u32) -> Result<(), String> {
    let bytes = std::fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?;
    write(to, bytes, rights)
}

fn write(to: &Path, bytes: impl AsRef<[u8]>, rights: u32) -> Result<(), String> {
    let written = || -> std::io::Result<()> {
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(to, bytes)?;
        allow(to, rights)
    };
    written().map_err(|error| format!("{}: {error}", to.display()))
}

#[cfg(unix)]
fn allow(file: &Path, rights: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(rights))
}

#[cfg(not(unix))]
fn allow(_file: &Path, _rights: u32) -> std::io::Result<()> {
    Ok(())
}

fn output(program: &str, args: &[&str]) -> Result<String, String> {
    let output =
        Command::new(program).args(args).output().map_err(|error| format!("{program}: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn there_is(program: &str) -> bool {
        Command::new(program).arg("--version").output().is_ok()
    }

    #[test]
    fn the_package_holds_what_its_unit_names() {
        if !there_is("dpkg-deb") {
            return;
        }
        std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        std::fs::write(&program, "#!/bin/sh\n").unwrap();
        let package = pack(&program, folder.path()).unwrap();
        let package = package.to_str().unwrap();
        let listed = output("dpkg-deb", &["--contents", package]).unwrap();
        let unit = std::fs::read_to_string("deploy/accord-server.service").unwrap();
        let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
        let named: Vec<&str> = start.split(' ').filter(|word| word.starts_with('/')).collect();
        assert_eq!(named.len(), 3, "{start}");
        for path in named.iter().filter(|path| !path.starts_with("/var/lib/")) {
            assert!(listed.contains(&format!(" .{path}\n")), "{path} in\n{listed}");
        }
        assert!(listed.contains("-rwxr-xr-x root/root"), "{listed}");
        // What an operator changed stays through an upgrade.
        let kept = output("dpkg-deb", &["--info", package, "conffiles"]).unwrap();
        assert_eq!(kept, "/etc/accord-server/config.toml");
    }

    #[test]
    fn the_unit_is_one_that_systemd_takes() {
        if !there_is("systemd-analyze") {
            return;
        }
        // It wants the programs to be there: any will do.
        let folder = tempfile::tempdir().unwrap();
        let unit = std::fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../deploy/accord-server.service"
        ));
        let unit = unit.unwrap().replace("/usr/bin/accord-server", "/bin/true");
        let file = folder.path().join("accord-server.service");
        std::fs::write(&file, unit).unwrap();
        let judged = Command::new("systemd-analyze").arg("verify").arg(&file).output().unwrap();
        let said = String::from_utf8_lossy(&judged.stderr);
        let about_it: Vec<&str> =
            said.lines().filter(|line| line.contains("accord-server.service")).collect();
        assert!(judged.status.success() && about_it.is_empty(), "{said}");
    }
}
