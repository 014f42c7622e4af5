//! What every store must do, as one suite run by each of them: memory, SQLite, IndexedDB.
//!
//! Owns the cases. Must not know any store: it gets a way to open one by name, the same name again being
//! the same store after its last handle was dropped. Real crashes and full disks are tested beside each
//! store, because each platform has its own.

use super::{
    Batch, MAX_KEY_BYTES, MAX_VALUE_BYTES, Row, Snapshot, Store, StoreFault, Table, key_after,
    log_key, prefix_end,
};
use std::collections::BTreeMap;

/// How a store broke the contract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// A call failed that must succeed.
    #[error("{case}: {fault}")]
    Fault {
        /// Which case, and which step of it.
        case: &'static str,
        /// What the store reported.
        fault: StoreFault,
    },
    /// A call succeeded with another result than the contract's.
    #[error("{case}: not what the contract says")]
    Differs {
        /// Which case, and which step of it.
        case: &'static str,
    },
}

/// Runs every case on fresh stores. `open(name)` opens the store of that name, making it when it is new;
/// the suite drops one handle before it asks for the same name again. Names are short ASCII words.
///
/// # Errors
/// The first breach.
pub async fn run<S: Store>(
    mut open: impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    a_new_store_is_empty(&mut open).await?;
    rows_come_back_in_order(&mut open).await?;
    later_steps_win(&mut open).await?;
    prefixes_delete_exactly(&mut open).await?;
    a_refused_batch_leaves_nothing(&mut open).await?;
    values_of_every_size_survive(&mut open).await?;
    reads_are_bounded_ranges(&mut open).await?;
    the_same_batch_again_changes_nothing(&mut open).await?;
    a_second_opening_is_busy(&mut open).await?;
    many_batches_equal_a_model(&mut open).await
}

/// One store of the suite, with the name of the case for breaches.
struct Case<'a, S, F> {
    open: &'a mut F,
    name: &'static str,
    store: Option<S>,
    next: u64,
}

impl<'a, S: Store, F: AsyncFnMut(&str) -> Result<S, StoreFault>> Case<'a, S, F> {
    async fn new(open: &'a mut F, name: &'static str) -> Result<Self, Breach> {
        let mut case = Self { open, name, store: None, next: 1 };
        case.reopen().await?;
        Ok(case)
    }

    /// Drops the handle and opens the same store: only what is durable may come back.
    async fn reopen(&mut self) -> Result<(), Breach> {
        self.store = None;
        let store = (self.open)(self.name).await;
        self.store = Some(self.fault("open", store)?);
        Ok(())
    }

    fn store(&mut self) -> Result<&mut S, Breach> {
        self.store.as_mut().ok_or(Breach::Differs { case: "no store is open" })
    }

    fn fault<T>(&self, step: &'static str, result: Result<T, StoreFault>) -> Result<T, Breach> {
        result.map_err(|fault| Breach::Fault { case: step, fault })
    }

    fn batch(&mut self) -> Batch {
        let id = self.next;
        self.next += 1;
        Batch::new(id)
    }

    async fn commit(&mut self, step: &'static str, batch: &Batch) -> Result<(), Breach> {
        let result = self.store()?.commit(batch).await;
        self.fault(step, result)
    }

    async fn put(
        &mut self,
        step: &'static str,
        rows: &[(Table, &[u8], &[u8])],
    ) -> Result<(), Breach> {
        let mut batch = self.batch();
        for (table, key, value) in rows {
            batch.put(*table, *key, *value);
        }
        self.commit(step, &batch).await
    }

    /// The hot rows are exactly these, now and after opening anew.
    async fn expect(
        &mut self,
        step: &'static str,
        rows: &[(Table, &[u8], &[u8])],
    ) -> Result<(), Breach> {
        let wanted = Snapshot { rows: rows.iter().map(|(t, k, v)| row(*t, k, v)).collect() };
        self.expect_snapshot(step, &wanted).await
    }

    async fn expect_snapshot(
        &mut self,
        step: &'static str,
        wanted: &Snapshot,
    ) -> Result<(), Breach> {
        let found = self.store()?.load().await;
        ensure(step, self.fault(step, found)? == *wanted)?;
        self.reopen().await?;
        let found = self.store()?.load().await;
        ensure(step, self.fault(step, found)? == *wanted)
    }

    async fn read(
        &mut self,
        step: &'static str,
        table: Table,
        range: (&[u8], &[u8]),
        max_bytes: usize,
    ) -> Result<Vec<Row>, Breach> {
        let found = self.store()?.read(table, range.0, range.1, max_bytes).await;
        self.fault(step, found)
    }
}

async fn a_new_store_is_empty<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "empty").await?;
    case.expect("a new store has no rows", &[]).await?;
    let rows = case.read("a new store has an empty log", Table::Log, (&[], &[]), 1000).await?;
    ensure("a new store has an empty log", rows.is_empty())?;
    let batch = case.batch();
    case.commit("a batch without steps is fine", &batch).await?;
    let mut batch = case.batch();
    batch.delete(Table::Act, *b"absent");
    batch.delete_prefix(Table::Log, []);
    case.commit("deleting what is not there is fine", &batch).await?;
    case.expect("an empty store stays empty", &[]).await
}

async fn rows_come_back_in_order<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "order").await?;
    let mut batch = case.batch();
    for table in Table::ALL.into_iter().rev() {
        for key in [&[255, 0][..], &[1], &[], &[0], &[0, 0], &[128]] {
            batch.put(table, key, [table.number()]);
        }
    }
    case.commit("rows of every table", &batch).await?;
    let mut wanted = Vec::new();
    for table in Table::ALL.into_iter().filter(|table| table.is_hot()) {
        for key in [&[][..], &[0], &[0, 0], &[1], &[128], &[255, 0]] {
            wanted.push(row(table, key, &[table.number()]));
        }
    }
    case.expect_snapshot("by table, then key bytes, without the log", &Snapshot { rows: wanted })
        .await
}

async fn later_steps_win<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "overwrite").await?;
    case.put("a first value", &[(Table::Act, b"a", b"1"), (Table::Act, b"b", b"1")]).await?;
    case.put("a longer value", &[(Table::Act, b"a", b"22222")]).await?;
    case.expect("overwritten", &[(Table::Act, b"a", b"22222"), (Table::Act, b"b", b"1")]).await?;
    let mut batch = case.batch();
    batch.put(Table::Act, *b"a", *b"3");
    batch.put(Table::Act, *b"a", *b"4");
    batch.put(Table::Act, *b"c", *b"5");
    batch.delete(Table::Act, *b"c");
    batch.delete(Table::Act, *b"b");
    batch.put(Table::Act, *b"b", []);
    batch.put(Table::Key, *b"gone", *b"6");
    batch.delete_prefix(Table::Key, []);
    batch.put(Table::Key, *b"stays", *b"7");
    case.commit("steps on the same rows", &batch).await?;
    case.expect(
        "the last step on a row wins",
        &[(Table::Key, b"stays", b"7"), (Table::Act, b"a", b"4"), (Table::Act, b"b", b"")],
    )
    .await
}

async fn prefixes_delete_exactly<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "prefix").await?;
    let keys: [&[u8]; 7] = [&[], &[1], &[1, 0], &[1, 255], &[2], &[255], &[255, 255]];
    let mut batch = case.batch();
    for key in keys {
        batch.put(Table::Page, key, *b"p");
        batch.put(Table::Tail, key, *b"t");
    }
    case.commit("rows in two tables", &batch).await?;
    let mut batch = case.batch();
    batch.delete_prefix(Table::Page, [1]);
    batch.delete_prefix(Table::Tail, [255]);
    case.commit("a prefix in each", &batch).await?;
    let mut wanted = Vec::new();
    wanted.extend([&[][..], &[2], &[255], &[255, 255]].map(|key| row(Table::Page, key, b"p")));
    wanted.extend([&[][..], &[1], &[1, 0], &[1, 255], &[2]].map(|key| row(Table::Tail, key, b"t")));
    case.expect_snapshot("only the prefix goes", &Snapshot { rows: wanted }).await?;
    let mut batch = case.batch();
    batch.delete_prefix(Table::Page, []);
    batch.delete_prefix(Table::Tail, [1, 0]);
    batch.delete_prefix(Table::Tail, []);
    batch.put(Table::Tail, [9], *b"t");
    case.commit("the empty prefix", &batch).await?;
    case.expect("the empty prefix clears one table", &[(Table::Tail, &[9], b"t")]).await
}

async fn a_refused_batch_leaves_nothing<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "refused").await?;
    case.put("a row", &[(Table::Meta, b"old", b"1")]).await?;
    let long_key = vec![7; MAX_KEY_BYTES + 1];
    let long_value = vec![7; MAX_VALUE_BYTES + 1];
    for (key, value) in [(long_key, Vec::new()), (b"k".to_vec(), long_value)] {
        let mut batch = case.batch();
        batch.delete(Table::Meta, *b"old");
        batch.put(Table::Meta, *b"new", *b"2");
        batch.put(Table::Log, key, value);
        let found = case.store()?.commit(&batch).await;
        let too_large = matches!(found, Err(StoreFault::TooLarge { .. }));
        ensure("a length over its limit is refused", too_large)?;
    }
    let log = case.read("nothing in the log", Table::Log, (&[], &[]), 1000).await?;
    ensure("nothing in the log", log.is_empty())?;
    case.expect("no step of a refused batch applies", &[(Table::Meta, b"old", b"1")]).await?;
    case.put("the longest key", &[(Table::Meta, &[9; MAX_KEY_BYTES], b"3")]).await?;
    case.expect(
        "a refusal does not close the store",
        &[(Table::Meta, &[9; MAX_KEY_BYTES], b"3"), (Table::Meta, b"old", b"1")],
    )
    .await
}

async fn values_of_every_size_survive<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "sizes").await?;
    // Around a database page, a record at its limit, and a large page image.
    let sizes = [0, 1, 4095, 4096, 4097, 64 * 1024, 64 * 1024 + 297, 300_000, 1024 * 1024];
    let mut wanted = Vec::new();
    let mut batch = case.batch();
    for (seed, size) in (1u8..).zip(sizes) {
        let value = bytes(seed, size);
        batch.put(Table::Page, [seed], value.clone());
        batch.put(Table::Log, log_key(0, u64::from(seed)), value.clone());
        wanted.push(row(Table::Page, &[seed], &value));
    }
    case.commit("values from nothing to a mebibyte", &batch).await?;
    case.expect_snapshot("every byte is back", &Snapshot { rows: wanted.clone() }).await?;
    let log = case.read("and cold ones", Table::Log, (&[], &[]), usize::MAX).await?;
    ensure(
        "and cold ones",
        log.iter().map(|row| &row.value).eq(wanted.iter().map(|row| &row.value)),
    )
}

async fn reads_are_bounded_ranges<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "ranges").await?;
    let mut batch = case.batch();
    for position in 1..=40u64 {
        batch.put(Table::Log, log_key(1, position), position.to_be_bytes());
        batch.put(Table::Log, log_key(2, position), *b"other");
    }
    batch.put(Table::Log, [255; 9], *b"last");
    case.commit("two logs", &batch).await?;
    case.reopen().await?;
    let (first, end) = (log_key(1, 5), log_key(1, 9));
    let rows = case.read("from, up to and without to", Table::Log, (&first, &end), 10_000).await?;
    let keys: Vec<_> = rows.iter().map(|row| row.key.clone()).collect();
    let wanted: Vec<_> = (5..9).map(|position| log_key(1, position).to_vec()).collect();
    ensure("from, up to and without to", keys == wanted)?;
    // 17 bytes a row: 9 of key and 8 of value.
    for (max_bytes, count) in [(0, 1), (17, 1), (33, 1), (34, 2), (67, 3), (68, 4), (1000, 4)] {
        let rows = case.read("the limit", Table::Log, (&first, &end), max_bytes).await?;
        ensure("whole rows up to the limit, at least one", rows.len() == count)?;
    }
    let (mut from, space_end, mut seen) = (log_key(1, 0).to_vec(), prefix_end(&[1]), 0u64);
    loop {
        let rows = case.read("page by page", Table::Log, (&from, &space_end), 100).await?;
        let Some(last) = rows.last() else { break };
        from = key_after(&last.key);
        for row in &rows {
            seen += 1;
            ensure("page by page, each once", row.value == seen.to_be_bytes())?;
        }
    }
    ensure("page by page, all", seen == 40)?;
    let rows = case.read("an open end", Table::Log, (&log_key(2, 40), &[]), 10_000).await?;
    ensure("an empty end reads to the end", rows.len() == 2)?;
    let rows = case.read("a reversed range", Table::Log, (&end, &first), 10_000).await?;
    ensure("a reversed range is empty", rows.is_empty())?;
    let rows = case.read("a hot table", Table::Act, (&[], &[]), 10_000).await?;
    ensure("a range stays in its table", rows.is_empty())
}

async fn the_same_batch_again_changes_nothing<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "again").await?;
    case.put("a row", &[(Table::Journal, b"a", b"1")]).await?;
    let mut batch = case.batch();
    batch.delete_prefix(Table::Journal, []);
    batch.put(Table::Outbox, *b"o", *b"2");
    case.commit("once", &batch).await?;
    case.commit("twice", &batch).await?;
    case.reopen().await?;
    case.commit("and after opening anew", &batch).await?;
    case.expect("the same rows", &[(Table::Outbox, b"o", b"2")]).await?;
    // A new run of the core counts from the start again: ids are names for answers, not versions.
    let mut batch = Batch::new(1);
    batch.put(Table::Outbox, *b"o", *b"3");
    case.commit("an id seen before", &batch).await?;
    case.expect("is a batch of its own", &[(Table::Outbox, b"o", b"3")]).await
}

async fn a_second_opening_is_busy<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let first = open("busy").await;
    let first = first.map_err(|fault| Breach::Fault { case: "the first opening", fault })?;
    let second = open("busy").await;
    ensure("a second opening is busy", matches!(second, Err(StoreFault::Busy { .. })))?;
    drop((first, second));
    let third = open("busy").await;
    third
        .map(drop)
        .map_err(|fault| Breach::Fault { case: "free after the first is dropped", fault })
}

/// A few hundred small batches against a map, with a generator that needs no source of randomness.
async fn many_batches_equal_a_model<S: Store>(
    open: &mut impl AsyncFnMut(&str) -> Result<S, StoreFault>,
) -> Result<(), Breach> {
    let mut case = Case::new(open, "model").await?;
    let mut model: BTreeMap<(Table, Vec<u8>), Vec<u8>> = BTreeMap::new();
    let mut dice = bytes(42, 8192).into_iter();
    let mut roll = move || dice.next().unwrap_or(0);
    let tables = [Table::Meta, Table::Act, Table::View];
    for round in 0..200u32 {
        let mut batch = case.batch();
        for _ in 0..roll() % 6 {
            let table = tables[usize::from(roll() % 3)];
            let key = vec![roll() % 4, roll() % 4, roll() % 4];
            match roll() % 8 {
                0 => {
                    let prefix = key[..usize::from(roll() % 3) + 1].to_vec();
                    model.retain(|(at, key), _| *at != table || !key.starts_with(&prefix));
                    batch.delete_prefix(table, prefix);
                }
                1 | 2 => {
                    model.remove(&(table, key.clone()));
                    batch.delete(table, key);
                }
                _ => {
                    let value = round.to_be_bytes().to_vec();
                    model.insert((table, key.clone()), value.clone());
                    batch.put(table, key, value);
                }
            }
        }
        case.commit("a random batch", &batch).await?;
        if round % 40 == 39 {
            let rows = model.iter().map(|((table, key), value)| row(*table, key, value)).collect();
            case.expect_snapshot("random batches equal the model", &Snapshot { rows }).await?;
        }
    }
    Ok(())
}

fn row(table: Table, key: &[u8], value: &[u8]) -> Row {
    Row { table, key: key.to_vec(), value: value.to_vec() }
}

fn ensure(case: &'static str, holds: bool) -> Result<(), Breach> {
    if holds { Ok(()) } else { Err(Breach::Differs { case }) }
}

/// Bytes that do not compress or repeat, always the same for a seed (an xorshift generator).
fn bytes(seed: u8, count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ u64::from(seed);
    let step = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()[0]
    };
    core::iter::repeat_with(step).take(count).collect()
}
