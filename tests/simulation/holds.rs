//! What holds of any device at any time of a random life.

use accord_client_core::act::Body;
use accord_client_core::client::command::{Command, Reply};
use accord_client_core::client::joint::JointCommand;
use accord_client_core::law::graph::Held;
use accord_client_core::law::view::Agreement;
use accord_client_core::store::Table;
use accord_protocol::ids::Partner;
use accord_tests::{HomeId, World};

/// What one device may keep beside the log for each step: an outbox that grows without end shows here.
const MOST_WAITING: u64 = 7;

/// What waits on a device is in proportion to the steps of its history.
pub(crate) fn waiting_rows(world: &World, home: HomeId, steps: u64) {
    let small = |table| matches!(table, Table::Outbox | Table::Space | Table::Journal);
    let rows = world.homes[home.0].disk.rows();
    let count = rows.iter().filter(|row| small(row.table)).count();
    assert!((count as u64) < MOST_WAITING * steps, "{count} rows wait");
}

/// Every item of every joint list.
pub(crate) fn items(world: &mut World, home: HomeId) -> Vec<String> {
    match world.run(home, Command::Joint(JointCommand::List { away: true })) {
        Ok(Reply::JointThings(things)) => {
            things.into_iter().flat_map(|t| t.items).flatten().map(|item| item.text).collect()
        }
        other => unreachable!("a list: {other:?}"),
    }
}

/// What is in force carries a yes of each to exactly these words.
pub(crate) fn both_said_yes(acts: &[Held], view: &Agreement) {
    let Some(in_force) = &view.in_force else { return };
    for partner in Partner::BOTH {
        let yes = acts.iter().filter(|h| h.partner == partner && h.act.record.hex() == view.id);
        let said = yes.into_iter().any(|held| match &held.act.body {
            Body::Propose { revision, .. } => revision.id().hex() == in_force.revision,
            Body::Accept { revision, .. } => revision.hex() == in_force.revision,
            _ => false,
        });
        assert!(said, "in force without a yes of {partner:?}: {view:?}");
    }
}
