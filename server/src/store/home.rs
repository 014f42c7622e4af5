//! Where a relay keeps: a folder with SQLite, or a PostgreSQL server; chosen by the settings, and the same to all others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::token::{first_token_file, random_token, token_hash, write_private};
use super::{Answer, Boot, Counts, Op, Query, Stats, StoreError, TokenRow, postgres, sqlite};
use crate::config::Config;
use crate::error::Error;
use crate::histogram::Histogram;
use accord_protocol::ids::SpaceId;

/// A store that is not open yet.
#[derive(Debug, Clone)]
pub enum Home {
    /// SQLite in this folder.
    Folder(PathBuf),
    /// PostgreSQL, with a folder for the first token and the mark.
    Postgres(Box<postgres::Address>, PathBuf),
}

/// A store that is ready to be served from. Dropping it gives up what it holds.
#[derive(Debug)]
pub enum Database {
    /// SQLite, locked.
    Sqlite(sqlite::Database),
    /// PostgreSQL.
    Postgres(Box<postgres::Database>),
}

/// The one writer of a relay.
#[derive(Debug)]
pub enum Writer {
    /// SQLite's.
    Sqlite(Box<sqlite::Writer>),
    /// PostgreSQL's.
    Postgres(Box<postgres::Writer>),
}

/// A reader.
#[derive(Debug)]
pub enum Reader {
    /// SQLite's.
    Sqlite(sqlite::Reader),
    /// PostgreSQL's.
    Postgres(Box<postgres::Reader>),
}

impl Home {
    /// What the settings name.
    ///
    /// # Errors
    /// When the address is none.
    pub fn of(config: &Config) -> Result<Self, Error> {
        Ok(match &config.database {
            None => Self::Folder(config.data.clone()),
            Some(address) => {
                let authority = config.database_authority.as_deref();
                let address = postgres::Address::parse(address, authority)?;
                Self::Postgres(Box::new(address), config.data.clone())
            }
        })
    }

    /// Whether other relays may work on it at the same time.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(..))
    }

    /// Makes what is missing, and raises a new epoch where the store lost something. May wait for a disk or a network, like
    /// everything here: not on a thread that drives tasks.
    ///
    /// # Errors
    /// When it cannot be used. What is there is never replaced.
    pub fn open(&self, now_ms: u64) -> Result<Database, Error> {
        Ok(match self {
            Self::Folder(folder) => Database::Sqlite(sqlite::Database::open(folder, now_ms)?),
            Self::Postgres(address, folder) => {
                Database::Postgres(Box::new(postgres::Database::open(address, folder, now_ms)?))
            }
        })
    }

    /// The first token, made now if there never was one; none when it was revoked.
    ///
    /// # Errors
    /// When the database or the token's file cannot be written.
    pub fn first_token(&self, now_ms: u64) -> Result<Option<String>, Error> {
        let (address, folder) = match self {
            Self::Folder(folder) => return Ok(sqlite::admin::first_token(folder, now_ms)?),
            Self::Postgres(address, folder) => (address, folder),
        };
        let path = first_token_file(folder);
        if let Ok(text) = std::fs::read_to_string(&path)
            && postgres::admin::is_valid(address, token_hash(&text))?
        {
            return Ok(Some(text.trim().to_owned()));
        }
        let token = random_token()?;
        // On the disk before it counts; where there is one already, this one never will.
        let waiting = path.with_extension("new");
        std::fs::create_dir_all(folder)?;
        write_private(&waiting, &token)?;
        if !postgres::admin::insert_token(address, token_hash(&token), true, now_ms)? {
            std::fs::remove_file(&waiting)?;
            return Ok(None);
        }
        std::fs::rename(&waiting, &path)?;
        Ok(Some(token))
    }

    /// A further token; its text is given this once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn new_token(&self, now_ms: u64) -> Result<String, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::new_token(folder, now_ms)?,
            Self::Postgres(address, _) => {
                let token = random_token()?;
                postgres::admin::insert_token(address, token_hash(&token), false, now_ms)?;
                token
            }
        })
    }

    /// All tokens.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tokens(&self) -> Result<Vec<TokenRow>, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::tokens(folder)?,
            Self::Postgres(address, _) => postgres::admin::tokens(address)?,
        })
    }

    /// Revokes a token; false if there is none of that number that is still valid.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn revoke_token(&self, number: i64, now_ms: u64) -> Result<bool, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::revoke_token(folder, number, now_ms)?,
            Self::Postgres(address, _) => postgres::admin::revoke_token(address, number, now_ms)?,
        })
    }

    /// Counts over the whole database, beside a running relay.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn stats(&self) -> Result<Stats, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::stats(folder)?,
            Self::Postgres(address, _) => postgres::admin::stats(address)?,
        })
    }

    /// Counts what can be counted quickly.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self) -> Result<Counts, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::counts(folder)?,
            Self::Postgres(address, _) => postgres::admin::counts(address)?,
        })
    }

    /// Raises a new epoch, or has the next start do so.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn new_epoch(&self, now_ms: u64) -> Result<u64, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::new_epoch(folder, now_ms)?,
            Self::Postgres(address, _) => postgres::admin::new_epoch(address)?,
        })
    }

    /// A reader of what exists, beside a running relay.
    ///
    /// # Errors
    /// When there is no database or it is of a newer version.
    pub fn reader(&self) -> Result<Reader, Error> {
        Ok(match self {
            Self::Folder(folder) => Reader::Sqlite(sqlite::admin::reader(folder)?),
            Self::Postgres(address, _) => {
                Reader::Postgres(Box::new(postgres::admin::reader(address)?))
            }
        })
    }

    /// What the database itself finds wrong; empty: nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn integrity(&self) -> Result<Vec<String>, Error> {
        Ok(match self {
            Self::Folder(folder) => sqlite::admin::integrity(folder)?,
            Self::Postgres(address, _) => postgres::admin::strays(address)?,
        })
    }

    /// The folder, where the whole store is in it.
    ///
    /// # Errors
    /// On PostgreSQL: what takes this command's place.
    pub fn folder(&self, instead: &'static str) -> Result<&Path, Error> {
        match self {
            Self::Folder(folder) => Ok(folder),
            Self::Postgres(..) => Err(Error::Instead(instead)),
        }
    }
}

impl Database {
    /// Epoch and generation.
    #[must_use]
    pub const fn boot(&self) -> Boot {
        match self {
            Self::Sqlite(database) => database.boot(),
            Self::Postgres(database) => database.boot(),
        }
    }

    /// Why this start raised a new epoch, if it did.
    #[must_use]
    pub const fn raised(&self) -> Option<&'static str> {
        match self {
            Self::Sqlite(database) => database.raised,
            Self::Postgres(database) => database.raised,
        }
    }

    /// The one writer, which takes nothing more in beyond so many bytes; 0: no limit.
    ///
    /// # Errors
    /// When there is no further connection.
    pub fn writer(&self, limit_bytes: u64) -> Result<Writer, Error> {
        Ok(match self {
            Self::Sqlite(database) => {
                let mut writer = database.writer()?;
                writer.limit_pages(u32::try_from(limit_bytes / 4096).unwrap_or(u32::MAX))?;
                Writer::Sqlite(Box::new(writer))
            }
            Self::Postgres(database) => {
                let mut writer = database.writer()?;
                writer.limit_bytes(limit_bytes);
                Writer::Postgres(Box::new(writer))
            }
        })
    }

    /// A reader.
    ///
    /// # Errors
    /// When there is no further connection.
    pub fn reader(&self) -> Result<Reader, Error> {
        Ok(match self {
            Self::Sqlite(database) => Reader::Sqlite(database.reader()?),
            Self::Postgres(database) => Reader::Postgres(Box::new(database.reader()?)),
        })
    }
}

impl Writer {
    /// See [`super::Store::commit`].
    ///
    /// # Errors
    /// Nothing was applied, except after [`StoreError::Unknown`].
    pub fn commit(&mut self, ops: &[Op]) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(writer) => writer.commit(ops),
            Self::Postgres(writer) => writer.commit(ops),
        }
    }

    /// Notes how far the store is; called when there is nothing to commit.
    pub fn idle(&mut self) {
        match self {
            Self::Sqlite(writer) => writer.idle(),
            Self::Postgres(writer) => writer.idle(),
        }
    }

    /// How long copying the write-ahead log into the database took, each time, where that is ours to do.
    #[must_use]
    pub fn checkpoint_times(&self) -> Arc<Histogram> {
        match self {
            Self::Sqlite(writer) => writer.checkpoint_times(),
            Self::Postgres(writer) => writer.checkpoint_times(),
        }
    }
}

impl Reader {
    /// See [`super::Store::read`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(&mut self, query: &Query) -> Result<Answer, StoreError> {
        match self {
            Self::Sqlite(reader) => reader.read(query),
            Self::Postgres(reader) => reader.read(query),
        }
    }

    /// All spaces, in the order of their founding.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn spaces(&mut self) -> Result<Vec<SpaceId>, StoreError> {
        match self {
            Self::Sqlite(reader) => reader.spaces(),
            Self::Postgres(reader) => reader.spaces(),
        }
    }
}
