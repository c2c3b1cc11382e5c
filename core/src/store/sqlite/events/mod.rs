//! The event log in SQLite. One writer at a time makes positions grow in the order of the commits.

mod append;
mod claim;
mod excess;
mod gate;
mod groups;
mod heads;
mod letters;
mod retention;
mod room;
mod row;
mod steps;

pub(super) use append::append;
pub(super) use claim::{claim, idle};
pub(super) use groups::{all as groups, drop_group, open as open_group, rewind};
pub(super) use heads::settle;
pub(super) use letters::{drop_letters, list as dead_letters, replay as replay_letters};
pub(super) use room::{held, held_of};
pub(super) use row::list;
pub(super) use steps::{begin as begin_step, finish as finish_step};
