//! A small disk of its own below a folder, to be filled up and emptied.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A filesystem in memory, mounted on a folder. Gone when dropped.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts one of so many bytes; `None` where this machine lets nobody mount, or not us.
    pub fn on(folder: &Path, bytes: u64) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={bytes},mode=700"), "tmpfs"]).arg(folder);
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        mounted.then(|| Self { folder: folder.to_owned() })
    }

    /// Leaves no room at all.
    pub fn fill(&self) {
        let mut filler = File::create(self.filler()).unwrap();
        for size in [64 * 1024, 1024, 1] {
            while filler.write_all(&vec![0x5a; size]).is_ok() {}
        }
        let _ = filler.flush();
        let one = File::create(self.folder.join("one")).and_then(|mut one| one.write_all(&[1]));
        assert!(one.is_err(), "the disk is not full");
        let _ = std::fs::remove_file(self.folder.join("one"));
    }

    /// There is room again.
    pub fn make_room(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.folder.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a process that is still dying may hold a file of it.
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
    }
}
