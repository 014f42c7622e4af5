//! The column encodings of Automerge's changes, with bounds.
//!
//! Owns run-length, delta and boolean columns, written as Automerge writes them and read with a limit on rows. It must not
//! know what a column means. What is read here is written anew and compared by the caller, so reading may be lenient
//! about form, never about size.

use crate::document::leb::{Reader, put_signed, put_unsigned};

/// Reads a run-length column of at most `limit` rows.
pub(crate) fn read_runs<'a, T: Clone>(
    bytes: &'a [u8],
    limit: usize,
    read: impl Fn(&mut Reader<'a>) -> Option<T>,
) -> Option<Vec<Option<T>>> {
    let mut reader = Reader::new(bytes);
    let mut rows = Vec::new();
    while !reader.rest().is_empty() {
        let run = reader.signed()?;
        let count = if run == 0 { reader.unsigned()? } else { run.unsigned_abs() };
        let count = usize::try_from(count).ok().filter(|count| *count <= limit - rows.len())?;
        match run {
            0 => rows.extend(std::iter::repeat_n(None, count)),
            1.. => {
                let value = read(&mut reader)?;
                rows.extend(std::iter::repeat_n(Some(value), count));
            }
            _ => {
                for _ in 0..count {
                    rows.push(Some(read(&mut reader)?));
                }
            }
        }
    }
    Some(rows)
}

/// Reads a delta column of at most `limit` rows.
pub(crate) fn read_deltas(bytes: &[u8], limit: usize) -> Option<Vec<Option<i64>>> {
    let mut last = 0_i64;
    let deltas = read_runs(bytes, limit, Reader::signed)?;
    let mut rows = Vec::with_capacity(deltas.len());
    for delta in deltas {
        rows.push(match delta {
            Some(delta) => {
                last = last.checked_add(delta)?;
                Some(last)
            }
            None => None,
        });
    }
    Some(rows)
}

/// Reads a boolean column of at most `limit` rows.
pub(crate) fn read_booleans(bytes: &[u8], limit: usize) -> Option<Vec<bool>> {
    let mut reader = Reader::new(bytes);
    let mut rows = Vec::new();
    let mut value = false;
    while !reader.rest().is_empty() {
        let count = reader.length(limit - rows.len())?;
        rows.extend(std::iter::repeat_n(value, count));
        value = !value;
    }
    Some(rows)
}

/// Writes a run-length column: two or more equal values are a run, absent ones a run of their own kind, and the others
/// lie in literal stretches.
pub(crate) fn put_runs<T: PartialEq>(
    out: &mut Vec<u8>,
    rows: &[Option<T>],
    write: impl Fn(&mut Vec<u8>, &T),
) {
    let mut literal: Vec<&T> = Vec::new();
    let flush = |out: &mut Vec<u8>, literal: &mut Vec<&T>| {
        if !literal.is_empty() {
            put_signed(out, -count(literal.len()));
            literal.drain(..).for_each(|value| write(out, value));
        }
    };
    for run in rows.chunk_by(|a, b| a == b) {
        match run {
            [Some(single)] => literal.push(single),
            [Some(value), ..] => {
                flush(out, &mut literal);
                put_signed(out, count(run.len()));
                write(out, value);
            }
            [None, ..] => {
                flush(out, &mut literal);
                put_signed(out, 0);
                put_unsigned(out, run.len() as u64);
            }
            [] => {}
        }
    }
    flush(out, &mut literal);
}

/// Writes a delta column.
pub(crate) fn put_deltas(out: &mut Vec<u8>, rows: &[Option<i64>]) {
    let mut last = 0_i64;
    let delta = |row: &Option<i64>| {
        row.map(|value| {
            let delta = value.wrapping_sub(last);
            last = value;
            delta
        })
    };
    let deltas: Vec<Option<i64>> = rows.iter().map(delta).collect();
    put_runs(out, &deltas, |out, delta| put_signed(out, *delta));
}

/// Writes a boolean column: the lengths of its stretches, the first one false.
pub(crate) fn put_booleans(out: &mut Vec<u8>, rows: &[bool]) {
    if rows.first() == Some(&true) {
        put_unsigned(out, 0);
    }
    for run in rows.chunk_by(|a, b| a == b) {
        put_unsigned(out, run.len() as u64);
    }
}

/// Counts here are those of rows in memory, far below the sign bit.
fn count(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}
