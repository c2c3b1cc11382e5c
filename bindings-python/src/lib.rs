//! `coreflow_bridge._native`: the private half of the Python package.
//!
//! Only plain data and handles cross here. Defaults, coercion and classes are the facade's (`python/coreflow_bridge`),
//! behaviour is core's; a method takes its arguments, makes the core future and hands it to [`call::Call`].
#![deny(unsafe_code)]

mod batch;
mod bridge;
mod call;
mod error;
mod events;
mod handle;
mod listing;
mod logs;
mod records;
mod runtime;
mod sandbox;
mod scalars;
mod shape;
mod sync;
mod tenant;
mod trace;
mod watch;
mod webhooks;

use pyo3::prelude::*;

/// The private module; its names, signatures and types stand in `_native.pyi`.
#[pymodule]
mod _native {
    use coreflow_bridge::Code;
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::batch::Batch;
    #[pymodule_export]
    use crate::bridge::Bridge;
    #[pymodule_export]
    use crate::call::Call;
    #[pymodule_export]
    use crate::events::{Consumer, Events};
    #[pymodule_export]
    use crate::listing::Listing;
    #[pymodule_export]
    use crate::logs::Logs;
    #[pymodule_export]
    use crate::sandbox::Sandbox;
    #[pymodule_export]
    use crate::sync::SyncRun;
    #[pymodule_export]
    use crate::tenant::Tenant;
    #[pymodule_export]
    use crate::watch::Watch;
    #[pymodule_export]
    use crate::webhooks::Webhooks;

    /// The version of the core; the facade refuses another one.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Waits until the threads of the bridge have left the interpreter; for its end.
    #[pyfunction]
    fn leave(py: Python<'_>) {
        crate::runtime::leave(py);
    }

    /// The code table: code, retryable, HTTP status, description.
    #[pyfunction]
    fn error_codes() -> Vec<(&'static str, bool, u16, &'static str)> {
        Code::ALL.iter().map(|code| (code.as_str(), code.retryable(), code.http_status(), code.description())).collect()
    }

    /// Tells how the caller's `traceparent` is read: a function that gives it, or `None`.
    #[pyfunction]
    fn read_traceparent_by(py: Python<'_>, read: Py<PyAny>) {
        crate::trace::read_by(py, read);
    }

    /// Refuses what is no `traceparent`.
    #[pyfunction]
    fn check_traceparent(py: Python<'_>, traceparent: &str) -> PyResult<()> {
        crate::error::guarded(py, || coreflow_bridge::telemetry::Parent::read(traceparent).map(drop))
    }

    /// Runs the command line; gives the exit status and what it printed, to the output and to the error side.
    #[pyfunction]
    fn run_cli(py: Python<'_>, arguments: Vec<String>) -> PyResult<(u8, String, String)> {
        crate::error::guarded(py, || Ok(py.detach(|| coreflow_bridge::cli::captured(&arguments))))
    }

    /// A call that panics, so that the tests can see what becomes of a panic.
    #[pyfunction]
    fn panicking_call() -> Call {
        Call::new::<()>(std::future::poll_fn(|_| panic!("a payload that must not leak")))
    }

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::error::quiet_panics();
        Ok(())
    }
}
