//! Registration tokens as text: made, hashed, and the first one kept for its operator to read.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// Holds the first token in words, readable by the operator only; the database has its hash.
const FIRST_TOKEN: &str = "registration-token";

/// SHA-256 of a token as it is typed.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.trim().as_bytes()).into()
}

/// 120 random bits in groups that can be read out.
pub(super) fn random_token() -> std::io::Result<String> {
    let mut bytes = [0; 15];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    let text = data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase();
    let groups: Vec<&str> =
        text.as_bytes().chunks(6).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Ok(groups.join("-"))
}

/// Where the first token is kept.
pub(super) fn first_token_file(folder: &Path) -> PathBuf {
    folder.join(FIRST_TOKEN)
}

/// Writes it for its owner only, and to the disk.
pub(super) fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}
