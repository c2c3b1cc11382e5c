//! The one place where futures become promises and errors become JavaScript errors.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use coreflow_bridge::telemetry::Parent;
use coreflow_bridge::{Code, Error};
use futures_util::FutureExt;
use napi::bindgen_prelude::{Object, ToNapiValue};
use napi::{Env, JsValue};

use crate::cancel::{CancelHandle, cancelled};
use crate::guard::{Held, defect, guarded};
use crate::runtime;
use crate::trace;

type Resolver<T> = Box<dyn FnOnce(Env) -> napi::Result<T> + Send>;

/// Starts a future on a handle's content and returns its promise.
///
/// The promise keeps the process alive until it is settled; nothing else of ours does. When the caller cancels, or its
/// environment ends, the future is dropped and its request with it.
pub(crate) fn settle<'env, H, T, F>(
    handle: &Held<H>,
    env: &'env Env,
    cancel: Option<&CancelHandle>,
    call: impl FnOnce(H) -> F,
) -> napi::Result<Object<'env>>
where
    H: Clone,
    T: ToNapiValue + Send + 'static,
    F: Future<Output = coreflow_bridge::Result<T>> + Send + 'static,
{
    let (deferred, promise) = env.create_deferred::<T, Resolver<T>>()?;
    let (cancel, end) = (cancelled(cancel), runtime::environment_end());
    let begun = guarded(|| {
        let work = Parent::around(trace::parent(), call(handle.get()?.clone()));
        Ok((AssertUnwindSafe(work).catch_unwind(), runtime::handle()?))
    });
    match begun {
        Err(error) => deferred.resolve(resolver(Err(error))),
        Ok((work, runtime)) => drop(runtime.spawn(async move {
            let outcome = tokio::select! {
                biased;
                () = end => return,
                () = cancel => Err(cancelled_error()),
                outcome = work => outcome.unwrap_or_else(|payload| Err(defect(payload))),
            };
            // Only now, when what was cancelled has been dropped: what it held is free for the caller's next call.
            deferred.resolve(resolver(outcome));
        })),
    }
    Ok(promise)
}

/// Runs a call that does no I/O.
pub(crate) fn immediate<T>(env: &Env, call: impl FnOnce() -> coreflow_bridge::Result<T>) -> napi::Result<T> {
    guarded(call).map_err(|error| js_error(env, &error))
}

fn cancelled_error() -> Error {
    Error::new(Code::Cancelled, "The caller cancelled the call.")
}

fn resolver<T: Send + 'static>(outcome: coreflow_bridge::Result<T>) -> Resolver<T> {
    Box::new(move |env| outcome.map_err(|error| js_error(&env, &error)))
}

/// An error whose property `parts` is the JSON of the core's `ErrorParts`; the facade makes the class.
fn js_error(env: &Env, error: &Error) -> napi::Error {
    let parts = serde_json::to_string(&error.parts()).unwrap_or_default();
    let build = || -> napi::Result<napi::Error> {
        let mut object = env.create_error(napi::Error::from_reason(error.to_string()))?;
        object.set("parts", parts)?;
        Ok(napi::Error::from(object.to_unknown()))
    };
    build().unwrap_or_else(|failed| failed)
}
