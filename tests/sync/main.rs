//! The sync engine of the client against the relay's own logic, over a lossy line and disks that crash, from a seed.
//! Sealed bytes are filler: what is tested is order, arrival and recovery, not what records say.

mod client;
mod world;

use world::{Plan, World};

fn run(seed: u64, plan: Plan) {
    let mut world = World::new(seed, plan);
    world.trouble();
    world.calm();
    world.check();
}

#[test]
fn everything_written_arrives_once_at_both_over_a_good_line() {
    for seed in 0..2 {
        run(seed, Plan { writes: 30, ..Plan::default() });
    }
}

#[test]
fn everything_written_arrives_over_lines_that_break() {
    for seed in 0..30 {
        run(seed, Plan { writes: 25, cuts: 12, ..Plan::default() });
    }
}

#[test]
fn everything_written_arrives_though_clients_crash_at_any_save() {
    for seed in 0..30 {
        run(seed, Plan { writes: 25, cuts: 4, client_crashes: 12, ..Plan::default() });
    }
}

#[test]
fn everything_written_arrives_though_the_relay_crashes_and_its_disk_fails() {
    for seed in 0..30 {
        run(
            seed,
            Plan { writes: 25, cuts: 4, client_crashes: 4, relay_crashes: 6, ..Plan::default() },
        );
    }
}

#[test]
fn an_old_backup_of_the_relay_loses_nothing_and_parts_nobody() {
    for seed in 0..30 {
        run(seed, Plan { writes: 25, cuts: 3, restores: 2, ..Plan::default() });
    }
}

#[test]
fn all_of_it_at_once() {
    for seed in 0..40 {
        run(
            seed,
            Plan {
                writes: 40,
                cuts: 8,
                client_crashes: 8,
                relay_crashes: 3,
                restores: 2,
                rotations: 4,
            },
        );
    }
}
