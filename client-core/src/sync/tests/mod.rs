//! The sync engine against frames fed by hand. What a real relay does with it is tested in the simulation.

mod flow;
