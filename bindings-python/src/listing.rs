//! One run over a list, page by page: the only way in which many records cross.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::call::Call;
use crate::error::guarded;
use crate::handle::Handle;
use crate::records::PageAs;

type Core = coreflow_bridge::bridge::Listing;

/// A handle of `coreflow_bridge::bridge::Listing`.
#[pyclass(frozen, module = "coreflow_bridge._native")]
pub(crate) struct Listing(Handle<Arc<Core>>);

impl Listing {
    pub(crate) fn new(listing: Core) -> Self {
        Self(Handle::new(Arc::new(listing)))
    }
}

#[pymethods]
impl Listing {
    /// The next page as `(records, quarantined, total)`, or `None` after the last one.
    fn next_page(&self, py: Python<'_>, typed: bool) -> PyResult<Call> {
        let listing = guarded(py, || self.0.get())?;
        Ok(Call::new(async move { Ok(listing.next_page().await?.map(|page| PageAs { page, typed })) }))
    }
}
