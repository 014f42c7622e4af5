//! A relay's store with many spaces: one couple's, paired and written by real clients, and its rows again under other ids.

use std::path::Path;

use accord_client_core::client::command::Command;
use accord_client_core::law::command::LawCommand;
use serde_json::json;

use crate::couple::{pair, sync};
use crate::person::run;
use crate::relay_process::RelayProcess;
use crate::{Common, Outcome};

/// Fills the folder and says where the partner's home lies, closed before the one entry was written. The homes stay.
pub(crate) async fn fill(common: &Common, folder: &Path, spaces: u32, listen: &str) -> Outcome<()> {
    let homes = common.home_folder()?.keep();
    let relay = RelayProcess::start_at(folder, None, listen)?;
    let mut couple = pair(&homes, &relay.url).await?;
    drop(couple.ben);
    let text = format!("1|0|{}", "x".repeat(196));
    let what = LawCommand::PromiseAdd { text, due: None, every: None, size: None, sure: None };
    run(&mut couple.ana, Command::Say { what, draft: false }).await?;
    sync(&mut couple.ana).await?;
    drop(couple.ana);
    drop(relay);
    let db = rusqlite::Connection::open(folder.join(accord_server::store::sqlite::DATABASE))?;
    db.execute_batch(&format!(
        "BEGIN;
         CREATE TEMP TABLE source AS
             SELECT number FROM space WHERE type = 1;
         CREATE TEMP TABLE copy AS
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {spaces})
             SELECT (SELECT max(number) FROM space) + i AS number, randomblob(32) AS id FROM n;
         INSERT INTO space
             SELECT c.number, c.id, type, head, checkpoint, stage, created_ms, due_ms, bytes_0, bytes_1, day, membership_0,
                    membership_1, small_0, small_1, last_keys_by, settled, reported
             FROM copy c JOIN space s ON s.number = (SELECT number FROM source);
         INSERT INTO log
             SELECT (c.number << 28) | (place & 268435455), l.head, hash, record
             FROM copy c JOIN log l ON place >> 28 = (SELECT number FROM source);
         INSERT INTO lookup
             SELECT randomblob(16), id FROM copy;
         COMMIT;
         PRAGMA wal_checkpoint(TRUNCATE);"
    ))?;
    let room = format!("{}#{}", homes.join("ben").display(), couple.ben_key.hex());
    println!("{}", json!({ "room": room }));
    Ok(())
}
