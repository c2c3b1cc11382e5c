//! A core handle that knows the process it was opened in.

use coreflow_bridge::{Code, Error, Result};

use crate::runtime::runtime;

/// Holds a core handle. In a forked child it refuses to work: its sockets and tasks belong to the parent.
pub(crate) struct Handle<T> {
    pid: u32,
    inner: Option<T>,
}

impl<T: Clone> Handle<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self { pid: std::process::id(), inner: Some(inner) }
    }

    /// The handle, in the process that opened it.
    pub(crate) fn get(&self) -> Result<T> {
        check(self.pid)?;
        self.inner.clone().ok_or_else(|| Error::new(Code::Closed, "the handle is closed"))
    }
}

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        if self.pid != std::process::id() {
            // The threads that a clean end would wait for do not exist in the child.
            std::mem::forget(self.inner.take());
        } else if let Ok(runtime) = runtime() {
            let _inside = runtime.enter();
            self.inner.take();
        }
    }
}

/// `FORKED` in another process than the one with `pid`.
pub(crate) fn check(pid: u32) -> Result<()> {
    let here = std::process::id();
    if pid == here {
        return Ok(());
    }
    Err(Error::new(
        Code::Forked,
        format!(
            "opened in process {pid}, used in process {here}: open the Bridge after fork, for example in gunicorn's \
             post_fork or Celery's worker_process_init"
        ),
    ))
}
