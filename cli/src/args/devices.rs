//! The words of `devices` and `words`. Parsing only.

use clap::Subcommand;

/// What `devices` can do.
#[derive(Debug, Subcommand)]
pub enum DevicesCmd {
    /// List your own devices.
    List,
    /// Make an invitation for another device of yours. Give it to nobody else: who answers it reads and writes everything you can.
    Add {
        /// Make six words to say or type instead of a link; good for 15 minutes.
        #[arg(long)]
        spoken: bool,
        /// Draw the link as a QR code as well, for a camera.
        #[arg(long, conflicts_with = "spoken")]
        qr: bool,
    },
    /// Show one, and everything it said to your partner.
    Show {
        /// Its id, as `devices` shows it.
        id: String,
    },
    /// Say that you have seen which devices came and went: this device tells it no more.
    Seen,
    /// Remove a device of yours, lost or given away. It gets nothing more from the next exchange on.
    Remove {
        /// Its id, as `devices` shows it.
        id: String,
        /// Even if your private notes can never be read again after it.
        #[arg(long)]
        without_private_notes: bool,
    },
}

/// What `words` can do.
#[derive(Debug, Subcommand)]
pub enum WordsCmd {
    /// Make twelve new words. The old ones open nothing any more.
    Renew {
        /// Remove all your other devices as well.
        #[arg(long)]
        remove_other_devices: bool,
        /// Even if your private notes can never be read again after it.
        #[arg(long, requires = "remove_other_devices")]
        without_private_notes: bool,
    },
}
