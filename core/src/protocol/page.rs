//! Paging: which window to ask for next, and when to stop.

use crate::error::{Code, Error, Result};
use crate::manifest::{Page, PageKind, Stop};

/// How the window moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// By position: records that move while the list is read may be missed or seen twice.
    Position,
    /// By the id of the last record, with the list in the order of ids: nothing is missed.
    After,
    /// By the time of the last change, with the list in that order: records at the edge are asked for again, and
    /// those that were seen are dropped.
    Changed,
}

/// Where a list stands.
#[derive(Debug)]
pub struct Pager {
    /// How the window moves.
    pub window: Window,
    size: u32,
    page: u64,
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
        Ok(Pager { window, size, page: 0, edge: None, seen: Vec::new(), first_id: None, done: false })
    }

    /// Whether the list has ended.
    pub fn done(&self) -> bool {
        self.done
    }

    /// The query parameters of the next window.
    pub fn query(&self, spec: &Page) -> Vec<(String, String)> {
        let mut query = Vec::new();
        if spec.kind == PageKind::None {
            return query;
        }
        if let Some(param) = &spec.param {
            let position = match spec.kind {
                PageKind::Offset => self.page * u64::from(self.size),
                PageKind::Page | PageKind::None => self.page + spec.first,
            };
            query.push((param.clone(), position.to_string()));
        }
        query.push((spec.size_param.clone(), self.size.to_string()));
        query
    }

    /// Takes note of an answer: how many records, the first id, and the edge with the ids that stand at it.
    pub fn advance(
        &mut self,
        spec: &Page,
        count: usize,
        first_id: Option<&str>,
        edge: Option<String>,
        at_edge: Vec<Box<str>>,
    ) -> Result<()> {
        let full = count >= self.size as usize;
        self.done = match spec.stop {
            _ if spec.kind == PageKind::None => true,
            Stop::ShortPage => !full,
            Stop::Empty => count == 0,
        };
        if self.done {
            return Ok(());
        }
        if self.window != Window::Changed && first_id.is_some() && self.first_id.as_deref() == first_id {
            return Err(Error::new(
                Code::UpstreamInvalid,
                "the system sends the same page again; the list cannot go on",
            ));
        }
        self.first_id = first_id.map(Into::into);
        match self.window {
            Window::Position => self.page += 1,
            Window::After => self.edge = edge.or_else(|| self.edge.take()),
            Window::Changed if edge.is_some() && edge != self.edge => {
                (self.edge, self.seen, self.page) = (edge, at_edge, 0);
            }
            // More records share one moment than a page holds: go on inside it.
            Window::Changed => {
                self.seen.extend(at_edge);
                self.page += 1;
            }
        }
        Ok(())
    }
}
