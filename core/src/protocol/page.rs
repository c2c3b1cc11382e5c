//! Paging: which window to ask for next, and when to stop.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::manifest::{Page, PageKind, Stop};

/// How the window moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// By position: records that move while the list is read may be missed or seen twice.
    Position,
    /// By the cursor that the page before told.
    Cursor,
    /// By the id of the last record, with the list in the order of ids: nothing is missed.
    After,
    /// By the time of the last change, with the list in that order: records at the edge are asked for again, and
    /// those that were seen are dropped.
    Changed,
}

/// What an answer told about its place in the list.
#[derive(Debug, Default)]
pub struct Turn<'t> {
    /// How many records it held, readable or not.
    pub count: usize,
    /// The id of the first.
    pub first_id: Option<&'t str>,
    /// The id or time of the last, for the windows that move by it.
    pub edge: Option<String>,
    /// The ids of the records that stand at that time.
    pub at_edge: Vec<Box<str>>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// Whether there is more.
    pub more: bool,
    /// How many records the whole list has.
    pub total: Option<u64>,
}

/// Where a list stands, to be kept: another run goes on from there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    page: u64,
    sent: u64,
    cursor: Option<String>,
    edge: Option<String>,
    seen: Vec<Box<str>>,
    first_id: Option<Box<str>>,
}

/// Where a list stands.
#[derive(Debug)]
pub struct Pager {
    /// How the window moves.
    pub window: Window,
    size: u32,
    page: u64,
    sent: u64,
    cursor: Option<String>,
    /// The value of the last record's id or time, once there was one.
    pub edge: Option<String>,
    /// The ids of the records at the edge, for [`Window::Changed`].
    pub seen: Vec<Box<str>>,
    first_id: Option<Box<str>>,
    done: bool,
}

impl Pager {
    /// A list from its beginning. The size is bounded by the manifest.
    pub fn new(spec: &Page, window: Window, size: Option<u32>) -> Result<Pager> {
        let size = size.unwrap_or(spec.size);
        if size == 0 || size > spec.max_size {
            return Err(Error::invalid_input(format!("page_size must be 1 to {} for this system", spec.max_size)));
        }
        Ok(Pager {
            window,
            size,
            page: 0,
            sent: 0,
            cursor: None,
            edge: None,
            seen: Vec::new(),
            first_id: None,
            done: false,
        })
    }

    /// Where the list stands, between two pages.
    pub fn mark(&self) -> Mark {
        Mark {
            page: self.page,
            sent: self.sent,
            cursor: self.cursor.clone(),
            edge: self.edge.clone(),
            seen: self.seen.clone(),
            first_id: self.first_id.clone(),
        }
    }

    /// Goes on where a list of the same kind, window and size stood.
    pub fn resume(&mut self, mark: Mark) {
        let Mark { page, sent, cursor, edge, seen, first_id } = mark;
        (self.page, self.sent, self.cursor) = (page, sent, cursor);
        (self.edge, self.seen, self.first_id) = (edge, seen, first_id);
    }

    /// Whether the list has ended.
    pub fn done(&self) -> bool {
        self.done
    }

    /// Ends the list: what would come next is not wanted.
    pub fn end(&mut self) {
        self.done = true;
    }

    /// How many records a page may have.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// How many pages are still to come of a list that has so many records.
    pub fn pages_left(&self, total: u64) -> u64 {
        total.div_ceil(u64::from(self.size)).saturating_sub(self.page)
    }

    /// The parameters of the window that is `ahead` pages behind the next one; of the next one where windows do not move by
    /// position.
    pub fn query(&self, spec: &Page, ahead: u64) -> Vec<(String, Json)> {
        let page = self.page + ahead;
        let position = match spec.kind {
            PageKind::None => return Vec::new(),
            PageKind::Offset => Some(Json::from(page * u64::from(self.size))),
            PageKind::Page => Some(Json::from(page + spec.first)),
            PageKind::Cursor => self.cursor.as_deref().map(Json::from),
        };
        // A size that changes on the way moves the window of some systems: it is sent with every page.
        let size = spec.size_param.clone().map(|param| (param, Json::from(self.size)));
        spec.param.clone().zip(position).into_iter().chain(size).collect()
    }

    /// Takes note of an answer.
    pub fn advance(&mut self, spec: &Page, turn: Turn<'_>) -> Result<()> {
        self.sent += turn.count as u64;
        self.done = match spec.stop {
            _ if spec.kind == PageKind::None => true,
            Stop::ShortPage => turn.count < self.size as usize,
            Stop::Empty => turn.count == 0,
            Stop::Flag => !turn.more,
            Stop::Total => turn.count == 0 || turn.total.is_none_or(|total| self.sent >= total),
        };
        if self.done {
            return Ok(());
        }
        let again = match self.window {
            Window::Cursor => turn.next.is_none() || turn.next == self.cursor,
            Window::Changed => false,
            Window::Position | Window::After => turn.first_id.is_some() && self.first_id.as_deref() == turn.first_id,
        };
        if again {
            return Err(Error::new(
                Code::UpstreamInvalid,
                "the system says that there is more, but sends the same page again; the list cannot go on",
            ));
        }
        self.first_id = turn.first_id.map(Into::into);
        match self.window {
            Window::Position => self.page += 1,
            Window::Cursor => self.cursor = turn.next,
            Window::After => self.edge = turn.edge.or_else(|| self.edge.take()),
            Window::Changed if turn.edge.is_some() && turn.edge != self.edge => {
                (self.edge, self.seen, self.page, self.sent) = (turn.edge, turn.at_edge, 0, 0);
            }
            // More records share one moment than a page holds: go on inside it.
            Window::Changed => {
                self.seen.extend(turn.at_edge);
                self.page += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(yaml: &str) -> Page {
        serde_saphyr::from_str(yaml).unwrap()
    }

    #[test]
    fn a_cursor_is_followed_until_the_flag_says_so() {
        let spec =
            page("{kind: cursor, param: after, size_param: first, size: 2, stop: flag, more: /more, next: /next}");
        let mut pager = Pager::new(&spec, Window::Cursor, None).unwrap();
        assert_eq!(pager.query(&spec, 0), [("first".to_owned(), Json::from(2))]);
        let turn = |next: &str, more| Turn { count: 2, next: Some(next.to_owned()), more, ..Turn::default() };
        pager.advance(&spec, turn("a", true)).unwrap();
        assert_eq!(pager.query(&spec, 0), [("after".to_owned(), "a".into()), ("first".to_owned(), Json::from(2))]);
        assert!(pager.advance(&spec, turn("a", true)).is_err(), "a cursor that does not move");
        pager.advance(&spec, turn("b", false)).unwrap();
        assert!(pager.done());
    }

    #[test]
    fn a_total_ends_a_list() {
        let spec = page("{kind: page, param: page, first: 1, size: 2, stop: total, total: /count}");
        let mut pager = Pager::new(&spec, Window::Position, None).unwrap();
        let turn = |id| Turn { count: 2, first_id: Some(id), total: Some(4), ..Turn::default() };
        pager.advance(&spec, turn("1")).unwrap();
        assert_eq!(pager.query(&spec, 0), [("page".to_owned(), Json::from(2))]);
        pager.advance(&spec, turn("3")).unwrap();
        assert!(pager.done());
    }
}
