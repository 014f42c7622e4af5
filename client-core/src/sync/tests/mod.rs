//! The sync engine against frames fed by hand. What a real relay does with it is tested in the simulation.

mod branch;
mod flow;
mod garbage;
mod lost;
mod refusals;
mod timing;
