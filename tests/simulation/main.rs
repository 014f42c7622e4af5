//! Real core and real relay logic over a virtual clock, a seeded network and seeded disks.

mod aside;
mod attacks;
mod belonging;
mod checks;
mod choices;
mod commands;
mod crash;
mod flow;
mod folding;
mod holds;
mod hostile;
mod joint;
mod looks;
mod members;
mod partner;
mod past;
mod plan;
mod private;
mod recovery;
mod refused;
mod review;
mod rollback;
mod rounds;
mod seeds;
mod story;
