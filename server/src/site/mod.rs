//! The app's files: which there are, by the exact path a browser asks for.
//!
//! All are in memory. A path is a name to look up, never a way through folders, and what is served changes as a whole, with a restart. A file
//! that lies beside another as `NAME.br` or `NAME.gz` is the same one compressed. How one is answered is [`answer`]'s business.
//!
//! Knows nothing of the relay, and the relay nothing of it.

mod answer;
mod coding;
#[cfg(feature = "app")]
mod embedded;
mod headers;

use std::collections::BTreeMap;
use std::path::Path;

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};

use coding::Coding;

/// The page, at `/`.
const PAGE: &str = "index.html";
/// Where the page is asked for beside `/`: where an invitation's link leads. Its secret stands in the fragment and never comes here, and the
/// app's places are in no address at all.
const NAVIGATIONS: [&str; 2] = ["", "j"];
/// The folder whose files carry a hash of their content in their name.
const HASHED: &str = "assets/";
/// What was built in: the app.
#[cfg(feature = "app")]
const BUILT_IN: &[(&str, &[u8])] = embedded::FILES;
/// What was built in: one page that says what a relay is.
#[cfg(not(feature = "app"))]
const BUILT_IN: &[(&str, &[u8])] = &[(PAGE, include_bytes!("greeting.html"))];
/// All files together; the app is a tenth of it. A folder named by mistake must not fill the memory.
const SITE_BYTES: u64 = 64 << 20;

/// Why a folder is not taken for the app's.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// It has no page.
    #[error("it holds no index.html")]
    NoPage,
    /// It holds something else.
    #[error("it holds more than 64 MiB")]
    TooLarge,
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] std::io::Error),
}

/// One file.
struct Asset {
    /// Its media type.
    kind: &'static str,
    /// Half of its SHA-256, in hexadecimal: what changes when it does.
    digest: String,
    /// Whether its name changes with its content.
    hashed: bool,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Asset {
    fn coded(&self, coding: Coding) -> Option<&Bytes> {
        match coding {
            Coding::Identity => Some(&self.plain),
            Coding::Gzip => self.gzip.as_ref(),
            Coding::Brotli => self.brotli.as_ref(),
        }
    }
}

/// The files of the app, or the one page that says that they are not here.
pub(crate) struct Site {
    assets: BTreeMap<String, Asset>,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.assets.keys()).finish()
    }
}

impl Site {
    /// What this program was built with.
    pub(crate) fn built_in() -> Self {
        Self::of(BUILT_IN.iter().map(|(name, file)| ((*name).to_owned(), Bytes::from_static(file))))
    }

    /// What this folder holds now. Hidden ones and those whose name is not UTF-8 are left out.
    ///
    /// # Errors
    /// When it is not a folder with an app in it.
    pub(crate) fn from_folder(folder: &Path) -> Result<Self, SiteError> {
        let mut files = Vec::new();
        let mut room = SITE_BYTES;
        let mut folders = vec![(folder.to_path_buf(), String::new())];
        while let Some((path, before)) = folders.pop() {
            for entry in std::fs::read_dir(path)? {
                let path = entry?.path();
                let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
                if name.starts_with('.') {
                    continue;
                }
                let name = format!("{before}{name}");
                let found = std::fs::metadata(&path)?;
                if found.is_dir() {
                    folders.push((path, format!("{name}/")));
                } else if found.is_file() {
                    room = room.checked_sub(found.len()).ok_or(SiteError::TooLarge)?;
                    files.push((name, Bytes::from(std::fs::read(&path)?)));
                }
            }
        }
        let site = Self::of(files);
        if site.assets.contains_key(PAGE) { Ok(site) } else { Err(SiteError::NoPage) }
    }

    fn of(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let mut files: BTreeMap<String, Bytes> = files.into_iter().collect();
        let compressed: Vec<String> = files
            .keys()
            .filter(|name| {
                let of = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
                of.is_some_and(|of| files.contains_key(of))
            })
            .cloned()
            .collect();
        let mut compressed: BTreeMap<String, Bytes> =
            compressed.into_iter().filter_map(|name| files.remove_entry(&name)).collect();
        let assets = files.into_iter().map(|(name, plain)| {
            let digest = Sha256::digest(&plain);
            let asset = Asset {
                kind: headers::kind(&name),
                digest: data_encoding::HEXLOWER.encode(&digest[..16]),
                hashed: name.starts_with(HASHED),
                plain,
                brotli: compressed.remove(&format!("{name}.br")),
                gzip: compressed.remove(&format!("{name}.gz")),
            };
            (name, asset)
        });
        Self { assets: assets.collect() }
    }

    /// The file for a request's path.
    fn find(&self, path: &str) -> Option<&Asset> {
        let name = path.strip_prefix('/')?;
        self.assets.get(if NAVIGATIONS.contains(&name) { PAGE } else { name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_compressed_file_belongs_to_the_one_it_lies_beside() {
        let files = [("index.html", "page"), ("a/b.js", "1"), ("a/b.js.br", "2"), ("c.gz", "3")];
        let files = [files.as_slice(), &[(".git/config", "4"), (".env", "5")]].concat();
        let folder = folder(&files);
        let site = Site::from_folder(folder.path()).unwrap();
        let names: Vec<&str> = site.assets.keys().map(String::as_str).collect();
        assert_eq!(names, ["a/b.js", "c.gz", "index.html"]);
        let found = site.find("/a/b.js").unwrap();
        let coded = |coding| found.coded(coding).map(|bytes| &bytes[..]);
        assert_eq!(coded(Coding::Identity), Some(&b"1"[..]));
        assert_eq!(coded(Coding::Brotli), Some(&b"2"[..]));
        assert_eq!(coded(Coding::Gzip), None);
    }

    #[test]
    fn a_folder_without_a_page_or_with_far_too_much_is_refused() {
        let none = folder(&[("a.js", "1")]);
        assert!(matches!(Site::from_folder(none.path()), Err(SiteError::NoPage)));
        let nowhere = Site::from_folder(&none.path().join("nowhere"));
        assert!(matches!(nowhere, Err(SiteError::Read(_))));
        let file = std::fs::File::create(none.path().join("index.html")).unwrap();
        assert!(Site::from_folder(none.path()).is_ok());
        file.set_len(SITE_BYTES).unwrap();
        assert!(matches!(Site::from_folder(none.path()), Err(SiteError::TooLarge)));
    }

    #[test]
    fn a_path_is_a_name_and_nothing_else() {
        let folder = folder(&[("index.html", "page"), ("assets/a.js", "1")]);
        let site = Site::from_folder(folder.path()).unwrap();
        for path in ["/", "/j", "/index.html", "/assets/a.js"] {
            assert!(site.find(path).is_some(), "{path}");
        }
        for path in [
            "",
            "*",
            "j",
            "//",
            "/j/",
            "/J",
            "/assets",
            "/assets/",
            "//assets/a.js",
            "/./index.html",
            "/assets/../index.html",
            "/..",
            "/%2e%2e/x",
            "/assets%2fa.js",
            "/assets\\a.js",
        ] {
            assert!(site.find(path).is_none(), "{path}");
        }
    }
}
