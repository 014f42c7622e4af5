//! Real core and real relay logic over a virtual clock, a seeded network and seeded disks.

mod members;
mod story;
