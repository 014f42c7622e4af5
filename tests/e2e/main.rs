//! End to end: the two real programs, real sockets on this machine, real SQLite files.
//!
//! Everything goes through the command line as a person types it. The cases are named after their numbers in the list of acceptance
//! cases; each is told in every order of `Order`.

mod agreements;
mod apart;
mod at_rest;
mod boundaries;
mod colluding;
mod copies;
mod devices;
mod disks;
mod faults;
mod forged;
mod harness;
mod imports;
mod invitations;
mod joint;
mod languages;
mod leaving;
mod months;
mod moving;
#[path = "../../server/tests/common/postgres.rs"]
mod postgres_server;
mod private;
mod promises;
mod pseudo;
mod recovery;
mod relay_lost;
mod relay_postgres;
mod repairs;
mod rituals;
mod rounds;
mod safety;
mod secrecy;
mod story;
mod strangers;
mod texts;
mod today;
mod unsent;
