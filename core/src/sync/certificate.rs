//! What a run has proved: that it has seen everything, or why that is not sure. No delete is believed without.

use serde::{Deserialize, Serialize};

use super::Mode;

/// How a list was walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// One answer held everything.
    OnePage,
    /// In the order of ids, each page from the last id on: nothing that stays can be passed over.
    Keyset,
    /// By the system's cursors, which stand at a record.
    Cursor,
    /// In the order of changes, each page from the last one on: what changes meanwhile comes again later.
    Changes,
    /// By position: what is deleted meanwhile moves others to where they are not looked for.
    Position,
}

/// Why a run has not proved that it saw everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The list did not come to its end.
    NotEnded,
    /// A record could not be read, not even its id.
    QuarantinedWithoutId,
    /// The system counts more records than it sent.
    FewerThanTotal,
    /// The system counted otherwise on another page.
    TotalChanged,
    /// A record came twice: the pages moved while they were read.
    PageShifted,
    /// A record that the list does not show is there when it is asked for.
    HiddenRecords,
    /// Records that the list does not show were not all asked for yet.
    Unconfirmed,
    /// The pages go by position, and single records cannot be asked for.
    PagedByPosition,
    /// The pages go by position, and something changed while they were read: the same changes are read again next time.
    ChangedMeanwhile,
}

/// What one answers for that a record is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing: no record is taken for deleted.
    No,
    /// The list itself.
    List,
    /// The list, and asking for each record.
    Asking,
}

/// What was noticed of one part while it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// How it was walked.
    pub way: Option<Way>,
    /// Its pages.
    pub pages: u64,
    /// Its records, readable or not, each once.
    pub seen: u64,
    /// Records that came again.
    pub repeated: u64,
    /// Records that could not be read.
    pub quarantined: u64,
    /// Those of them whose id could not be read.
    pub holes: u64,
    /// How many records the system counted first.
    pub total: Option<u64>,
    /// Whether it counted otherwise later.
    pub total_changed: bool,
    /// Whether the system said that this was the last page.
    pub ended: bool,
    /// Whether something was new or changed.
    pub news: bool,
    /// Whether the time of the latest change was asked for before everything was read.
    pub probed: bool,
    /// Whether single records can be asked for.
    pub can_ask: bool,
    /// Records that the list did not show and that are gone.
    pub gone: u64,
    /// Records that the list did not show and that are there.
    pub hidden: u64,
    /// Records that the list did not show and that were not asked for.
    pub unconfirmed: u64,
}

impl Facts {
    /// Takes note of a page.
    pub fn page(&mut self, way: Way, total: Option<u64>, ended: bool) {
        self.way = Some(way);
        self.pages += 1;
        self.ended = ended;
        match (self.total, total) {
            (None, _) if self.pages == 1 => self.total = total,
            // Where a page goes from the last record on, the system counts only what comes after.
            (Some(first), Some(now)) if matches!(way, Way::Position | Way::Cursor) => {
                self.total_changed |= first != now;
            }
            _ => {}
        }
    }

    /// Whether no page can have moved.
    pub fn is_steady(&self) -> bool {
        self.ended && self.pages <= 1 || self.way != Some(Way::Position)
    }

    /// What answers for it that a record which the list did not show is gone.
    pub fn proof(&self) -> Proof {
        match () {
            () if !self.list_holds() || !self.is_steady() && !self.can_ask => Proof::No,
            () if self.is_steady() => Proof::List,
            () => Proof::Asking,
        }
    }

    fn list_holds(&self) -> bool {
        self.ended && self.holes == 0 && !self.lacks() && !self.moved()
    }

    fn lacks(&self) -> bool {
        self.total.is_some_and(|total| self.seen < total)
    }

    fn moved(&self) -> bool {
        !self.is_steady() && (self.total_changed || self.repeated > 0)
    }

    /// Why the run is not complete; nothing where it is.
    pub fn why_not(&self, mode: Mode) -> Vec<Why> {
        let steady = self.is_steady();
        let all = mode == Mode::Full;
        let reasons = [
            (Why::NotEnded, !self.ended),
            (Why::QuarantinedWithoutId, self.holes > 0),
            (Why::FewerThanTotal, all && self.ended && self.lacks()),
            (Why::TotalChanged, all && !steady && self.total_changed),
            (Why::PageShifted, !steady && self.repeated > 0),
            (Why::PagedByPosition, all && !steady && !self.can_ask),
            (Why::HiddenRecords, self.hidden > 0),
            (Why::Unconfirmed, self.unconfirmed > 0),
            (Why::ChangedMeanwhile, !all && !steady && self.news),
        ];
        reasons.into_iter().filter(|(_, is)| *is).map(|(why, _)| why).collect()
    }

    /// Whether all changes up to the latest one were seen, so that the next run may begin there. What is read in the order
    /// of ids may change behind the reader's back: then that one counts which was the latest before it began.
    pub fn saw_all_changes(&self, mode: Mode) -> bool {
        let quiet = !self.news && self.repeated == 0 && !self.total_changed && self.hidden == 0;
        let steady = self.is_steady() && (mode == Mode::Changes || self.probed);
        self.ended && (self.pages <= 1 || quiet || steady)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(way: Way, pages: &[u64], total: Option<u64>) -> Facts {
        let mut facts = Facts { can_ask: true, ..Facts::default() };
        for (index, count) in pages.iter().enumerate() {
            facts.page(way, total, index + 1 == pages.len());
            facts.seen += count;
        }
        facts
    }

    #[test]
    fn a_list_by_ids_proves_alone_and_one_by_position_only_by_asking() {
        let keyset = read(Way::Keyset, &[2, 1], Some(3));
        assert_eq!((keyset.proof(), keyset.why_not(Mode::Full)), (Proof::List, vec![]));
        let mut position = read(Way::Position, &[2, 1], Some(3));
        assert_eq!((position.proof(), position.why_not(Mode::Full)), (Proof::Asking, vec![]));
        position.can_ask = false;
        assert_eq!((position.proof(), position.why_not(Mode::Full)), (Proof::No, vec![Why::PagedByPosition]));
        let alone = Facts { can_ask: false, ..read(Way::Position, &[2], Some(2)) };
        assert_eq!((alone.proof(), alone.why_not(Mode::Full)), (Proof::List, vec![]), "one answer is one moment");
    }

    #[test]
    fn what_is_not_sure_proves_nothing() {
        let mut open = read(Way::Keyset, &[2, 1], None);
        open.ended = false;
        assert_eq!((open.proof(), open.why_not(Mode::Full)), (Proof::No, vec![Why::NotEnded]));
        let hole = Facts { holes: 1, ..read(Way::Keyset, &[2, 1], None) };
        assert_eq!((hole.proof(), hole.why_not(Mode::Full)), (Proof::No, vec![Why::QuarantinedWithoutId]));
        let short = read(Way::Keyset, &[2, 1], Some(4));
        assert_eq!((short.proof(), short.why_not(Mode::Full)), (Proof::No, vec![Why::FewerThanTotal]));
        let shifted = Facts { repeated: 1, ..read(Way::Position, &[2, 2], Some(4)) };
        assert_eq!((shifted.proof(), shifted.why_not(Mode::Full)), (Proof::No, vec![Why::PageShifted]));
        let mut counted = read(Way::Position, &[2, 2], Some(4));
        counted.page(Way::Position, Some(5), true);
        assert_eq!((counted.proof(), counted.why_not(Mode::Full)), (Proof::No, vec![Why::TotalChanged]));
    }

    #[test]
    fn a_watermark_moves_only_over_what_was_surely_seen() {
        let changes = |facts: &Facts| facts.saw_all_changes(Mode::Changes);
        assert!(changes(&read(Way::Changes, &[2, 1], None)));
        let moving = Facts { news: true, ..read(Way::Position, &[2, 1], None) };
        assert!(!changes(&moving));
        assert_eq!(moving.why_not(Mode::Changes), [Why::ChangedMeanwhile]);
        assert!(changes(&read(Way::Position, &[2, 1], None)), "nothing was new");
        assert!(changes(&Facts { news: true, ..read(Way::Position, &[2], None) }));
        let all = Facts { news: true, ..read(Way::Keyset, &[2, 1], None) };
        assert!(!all.saw_all_changes(Mode::Full), "the first may have changed while the last was read");
        assert!(Facts { probed: true, ..all }.saw_all_changes(Mode::Full));
    }
}
