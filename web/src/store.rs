//! The store over IndexedDB: one object store a table, keys and values as bytes, strict durability.
//!
//! One tab holds a store: who opens it takes a Web Lock of its name and gives it back when the store is dropped or the tab ends, however
//! it ends. Must not know what a row means.

use accord_client_core::store::{
    Batch, Damage, Op, Row, Snapshot, Store, StoreFault, Table, key_after, prefix_end,
};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionFinishKind, TransactionMode, TransactionOptions,
};
use indexed_db_futures::typed_array::TypedArray;
use indexed_db_futures::{KeyRange, typed_array::TypedArraySlice};
use js_sys::Uint8Array;
use std::io::ErrorKind;
use wasm_bindgen::JsValue;

use crate::lock::Lock;

/// The layout of the database. A newer one is not touched.
const FORMAT: u32 = 1;

/// An open store.
pub(crate) struct IndexedDb {
    db: Database,
    /// Held for as long as the store is open.
    _lock: Lock,
}

impl Drop for IndexedDb {
    fn drop(&mut self) {
        self.db.clone().close();
    }
}

impl IndexedDb {
    /// Opens the store of this name, making it when it is new. Waits so long for another tab to let go of it, or for as long as it takes.
    pub(crate) async fn open(name: &str, wait_ms: Option<u32>) -> Result<Self, StoreFault> {
        let lock = Lock::take(name, wait_ms).await?.ok_or(StoreFault::Busy { holder: None })?;
        let opened = Database::open(name)
            .with_version(FORMAT)
            .with_on_upgrade_needed(|_, db| {
                for table in Table::ALL {
                    db.create_object_store(&store_name(table)).build()?;
                }
                Ok(())
            })
            .await;
        let db = match opened {
            Ok(db) => db,
            Err(OpenDbError::Base(error)) if name_of(&error) == "VersionError" => {
                return Err(StoreFault::Newer { found: FORMAT + 1, known: FORMAT });
            }
            Err(OpenDbError::Base(error)) => return Err(fault(&error)),
            Err(_) => return Err(StoreFault::Io(ErrorKind::Unsupported)),
        };
        let there: Vec<String> = db.object_store_names().collect();
        if Table::ALL.iter().any(|table| !there.contains(&store_name(*table))) {
            return Err(StoreFault::Damaged(Damage::Layout));
        }
        Ok(Self { db, _lock: lock })
    }

    fn reading(&self, table: Table) -> Result<Transaction<'_>, StoreFault> {
        let name = store_name(table);
        self.db.transaction(name.as_str()).build().map_err(|error| fault(&error))
    }
}

impl Store for IndexedDb {
    async fn load(&mut self) -> Result<Snapshot, StoreFault> {
        let mut rows = Vec::new();
        for table in Table::ALL.into_iter().filter(|table| table.is_hot()) {
            let tx = self.reading(table)?;
            let store = tx.object_store(&store_name(table)).map_err(|error| fault(&error))?;
            let (keys, values) = all_of(&store).await.map_err(|error| fault(&error))?;
            if keys.len() != values.len() {
                return Err(StoreFault::Damaged(Damage::Inconsistent));
            }
            rows.extend(keys.into_iter().zip(values).map(|(key, value)| Row { table, key, value }));
        }
        Ok(Snapshot { rows })
    }

    async fn read(
        &mut self,
        table: Table,
        from: &[u8],
        to: &[u8],
        max_bytes: usize,
    ) -> Result<Vec<Row>, StoreFault> {
        if !to.is_empty() && from >= to {
            return Ok(Vec::new());
        }
        let tx = self.reading(table)?;
        let store = tx.object_store(&store_name(table)).map_err(|error| fault(&error))?;
        let (mut rows, mut bytes, mut at) = (Vec::new(), 0, from.to_vec());
        // A few rows a step: their sizes are known only when they are here.
        'steps: loop {
            let step = some_of(&store, &at, to).await.map_err(|error| fault(&error))?;
            let last = step.len() < STEP as usize;
            for (key, value) in step {
                bytes += key.len() + value.len();
                if bytes > max_bytes && !rows.is_empty() {
                    break 'steps;
                }
                at = key_after(&key);
                rows.push(Row { table, key, value });
            }
            if last || bytes >= max_bytes || (!to.is_empty() && at.as_slice() >= to) {
                break;
            }
        }
        Ok(rows)
    }

    async fn commit(&mut self, batch: &Batch) -> Result<(), StoreFault> {
        batch.check()?;
        let mut names: Vec<String> = batch.ops.iter().map(|op| store_name(table_of(op))).collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return Ok(());
        }
        let strict = TransactionOptions::new().with_durability(TransactionDurability::Strict);
        let tx = self
            .db
            .transaction(names)
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict)
            .build()
            .map_err(|error| fault(&error))?;
        let placed = batch.ops.iter().try_for_each(|op| place(&tx, op));
        if let Err(error) = placed {
            let fault = fault(&error);
            drop(tx.abort().await);
            return Err(fault);
        }
        finished(&tx).await
    }
}

/// Waits until a transaction is durable or undone: it commits by itself once all its steps are done. Why it was undone stands in the
/// transaction, and only there where it is the commit that failed.
async fn finished(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    loop {
        match tx.on_done().map_err(|error| fault(&error))?.await {
            TransactionFinishKind::Ok => return Ok(()),
            // One step failed: the whole is undone next.
            TransactionFinishKind::Err => {}
            TransactionFinishKind::Abort => {
                let why = tx.error();
                return Err(why.map_or(StoreFault::Io(ErrorKind::Other), |error| fault(&error)));
            }
        }
    }
}

/// Rows asked for at once while a range is read.
const STEP: u32 = 64;

fn store_name(table: Table) -> String {
    format!("t{:02}", table.number())
}

fn table_of(op: &Op) -> Table {
    match op {
        Op::Put { table, .. } | Op::Delete { table, .. } | Op::DeletePrefix { table, .. } => *table,
    }
}

/// Puts one step of a batch into its transaction; what it answers is not waited for, because all stands or falls with the commit.
fn place(tx: &Transaction<'_>, op: &Op) -> Result<(), Error> {
    let store = tx.object_store(&store_name(table_of(op)))?;
    match op {
        Op::Put { key, value, .. } => {
            let put = store.put(TypedArraySlice::new(value)).with_key(TypedArraySlice::new(key));
            drop(put.without_key_type().primitive()?);
        }
        Op::Delete { key, .. } => {
            drop(store.delete(TypedArraySlice::new(key)).primitive()?);
        }
        Op::DeletePrefix { prefix, .. } => {
            drop(
                store
                    .delete::<TypedArray<u8>, _>(range(prefix, &prefix_end(prefix)))
                    .primitive()?,
            );
        }
    }
    Ok(())
}

/// From `from` up to, not including, `to`; an empty `to` means to the end.
fn range(from: &[u8], to: &[u8]) -> KeyRange<TypedArray<u8>> {
    let from = TypedArray::new(from);
    if to.is_empty() {
        KeyRange::LowerBound(from, false)
    } else {
        KeyRange::Bound(from, false, TypedArray::new(to), true)
    }
}

type Columns = (Vec<Vec<u8>>, Vec<Vec<u8>>);

async fn all_of(store: &ObjectStore<'_>) -> Result<Columns, Error> {
    let keys = store.get_all_keys::<JsValue>().primitive()?;
    let values = store.get_all::<JsValue>().primitive()?;
    Ok((collect(keys.await?)?, collect(values.await?)?))
}

async fn some_of(
    store: &ObjectStore<'_>,
    from: &[u8],
    to: &[u8],
) -> Result<Vec<(Vec<u8>, Vec<u8>)>, Error> {
    let within = || range(from, to);
    let keys = store
        .get_all_keys::<JsValue>()
        .with_query::<TypedArray<u8>, _>(within())
        .with_limit(STEP)
        .primitive()?;
    let values = store
        .get_all::<JsValue>()
        .with_query::<TypedArray<u8>, _>(within())
        .with_limit(STEP)
        .primitive()?;
    Ok(collect(keys.await?)?.into_iter().zip(collect(values.await?)?).collect())
}

/// Keys come back as buffers, values as the arrays they were put as.
fn collect(found: impl Iterator<Item = Result<JsValue, Error>>) -> Result<Vec<Vec<u8>>, Error> {
    found.map(|bytes| bytes.map(|bytes| Uint8Array::new(&bytes).to_vec())).collect()
}

fn name_of(error: &Error) -> String {
    match error {
        Error::DomException(exception) => web_sys::DomException::from(exception.clone()).name(),
        _ => String::new(),
    }
}

/// What an error of the browser means for the core.
fn fault(error: &Error) -> StoreFault {
    if name_of(error) == "QuotaExceededError" {
        return StoreFault::Full;
    }
    StoreFault::Io(match error {
        Error::DomException(DomException::NotFoundError(_)) => ErrorKind::NotFound,
        Error::DomException(DomException::AbortError(_)) => ErrorKind::Interrupted,
        Error::DomException(DomException::DataError(_) | DomException::InvalidStateError(_)) => {
            ErrorKind::InvalidData
        }
        _ => ErrorKind::Other,
    })
}
