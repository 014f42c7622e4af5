//! Verifies a whole database: every record, signature, chain, head and number, with the function clients use.

use std::sync::Arc;

use accord_protocol::chain::SpaceState;
use accord_protocol::ids::{LogHead, SpaceId, next_head};
use accord_protocol::record::Record;

use crate::error::Error;
use crate::store::home::{Home, Reader};
use crate::store::{Answer, LoadedSpace, LogItem, Query, Stage};

/// What was looked at and what was found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Spaces.
    pub spaces: u64,
    /// Records.
    pub records: u64,
    /// One line each; empty: all is well.
    pub findings: Vec<String>,
}

/// Verifies the database, beside a running relay or without one. Changes nothing.
///
/// # Errors
/// When the database cannot be read at all.
pub fn check(home: &Home) -> Result<Report, Error> {
    // One connection after the other: on a full disk each needs the file for itself.
    let mut report = Report { spaces: 0, records: 0, findings: home.integrity()? };
    let mut reader = home.reader()?;
    for id in reader.spaces()? {
        report.spaces += 1;
        if let Err(what) = check_space(&mut reader, id, &mut report.records)? {
            report.findings.push(format!("space {id}: {what}"));
        }
    }
    Ok(report)
}

fn check_space(
    reader: &mut Reader,
    id: SpaceId,
    records: &mut u64,
) -> Result<Result<(), String>, Error> {
    // The row first: records appended meanwhile lie beyond its head and are left for the next time.
    let Answer::Space(Some(loaded)) = reader.read(&Query::Space(id))? else {
        return Ok(Err("went while it was looked at".into()));
    };
    let mut walk =
        Walk { state: None, heads: vec![LogHead::ZERO], gone: loaded.row.stage == Stage::Gone };
    let mut position = 0;
    while position < loaded.row.head {
        let query = Query::Log {
            space: id,
            after: position,
            max_records: (loaded.row.head - position).min(1000),
            max_bytes: 8 << 20,
        };
        let Answer::Log(items) = reader.read(&query)? else {
            return Ok(Err("the log cannot be read".into()));
        };
        if items.is_empty() {
            return Ok(Err(format!(
                "{} records are missing after {position}",
                loaded.row.head - position
            )));
        }
        for item in items {
            if item.position != position + 1 {
                return Ok(Err(format!("record {} is missing", position + 1)));
            }
            position = item.position;
            *records += 1;
            if let Err(what) = walk.step(id, &item) {
                return Ok(Err(format!("record {position}: {what}")));
            }
        }
    }
    Ok(walk.finish(&loaded))
}

/// A log as far as it was followed.
struct Walk {
    state: Option<SpaceState>,
    heads: Vec<LogHead>,
    gone: bool,
}

impl Walk {
    fn step(&mut self, id: SpaceId, item: &LogItem) -> Result<(), String> {
        let before = self.heads.last().copied().unwrap_or(LogHead::ZERO);
        if next_head(&before, &item.hash) != item.head {
            return Err("its head does not follow".into());
        }
        self.heads.push(item.head);
        let Some(bytes) = &item.record else {
            return if self.gone { Ok(()) } else { Err("its bytes are missing".into()) };
        };
        let record = Record::from_shared(Arc::clone(bytes)).map_err(|error| error.to_string())?;
        if record.hash() != item.hash {
            return Err("its hash does not fit its bytes".into());
        }
        if self.gone {
            // Without the content no author's chain can be followed.
            return Ok(());
        }
        match &mut self.state {
            None => {
                let state = SpaceState::genesis(&record).map_err(|error| error.to_string())?;
                if state.space() != id {
                    return Err("it founds another space".into());
                }
                self.state = Some(state);
            }
            Some(state) => {
                let heads = &self.heads;
                let head_at = |n: u64| heads.get(usize::try_from(n).ok()?).copied();
                let accepted = state.check(&record, &head_at).map_err(|error| error.to_string())?;
                state.apply(accepted);
            }
        }
        Ok(())
    }

    fn finish(self, loaded: &LoadedSpace) -> Result<(), String> {
        if let Some(state) = &self.state {
            if state.checkpoint() != loaded.row.checkpoint {
                return Err("its checkpoint does not fit its log".into());
            }
            let membership = loaded.membership.len();
            if membership == 0 {
                return Err("its membership records are not listed".into());
            }
        }
        Ok(())
    }
}
