//! Events: publishing, consuming, and what could not be delivered.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use coreflow_bridge::bridge::{EventConsumer, Events};
use futures_util::FutureExt;
use napi::bindgen_prelude::{Function, Object};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, Result};
use napi_derive::napi;

use crate::cancel::CancelHandle;
use crate::guard::{Held, defect};
use crate::runtime;
use crate::settle::{immediate, settle};

/// The events of a tenant, or of all.
#[napi]
pub struct NativeEvents(Held<Events>);

impl NativeEvents {
    pub(crate) fn new(events: Events) -> Self {
        NativeEvents(Held::new(events))
    }
}

#[napi]
impl NativeEvents {
    /// Appends events.
    #[napi]
    pub fn publish<'env>(&self, env: &'env Env, events: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.publish(&events).await })
    }

    /// A consumer of a group.
    #[napi]
    pub fn consumer(&self, env: &Env, options: String) -> Result<NativeConsumer> {
        immediate(env, || Ok(NativeConsumer(Held::new(Arc::new(self.0.get()?.consumer(&options)?)))))
    }

    /// The events after a position.
    #[napi]
    pub fn list<'env>(&self, env: &'env Env, options: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.list(&options).await })
    }

    /// The groups of consumers.
    #[napi]
    pub fn groups<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.groups().await })
    }

    /// Forgets a group.
    #[napi]
    pub fn forget<'env>(&self, env: &'env Env, group: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.forget(&group).await })
    }

    /// Lets a group begin anew.
    #[napi]
    pub fn replay<'env>(
        &self,
        env: &'env Env,
        group: String,
        start: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.replay(&group, &start).await })
    }

    /// The dead letters.
    #[napi]
    pub fn dead_letters<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { core.dead_letters(&options).await })
    }

    /// Delivers dead letters again.
    #[napi]
    pub fn replay_dead_letters<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { Ok(core.replay_dead_letters(&options).await? as f64) })
    }

    /// Gives dead letters up.
    #[napi]
    pub fn drop_dead_letters<'env>(
        &self,
        env: &'env Env,
        options: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |core| async move { Ok(core.drop_dead_letters(&options).await? as f64) })
    }
}

/// A consumer of a group.
#[napi]
pub struct NativeConsumer(Held<Arc<EventConsumer>>);

#[napi]
impl NativeConsumer {
    /// Makes the group.
    #[napi]
    pub fn open<'env>(&self, env: &'env Env, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |consumer| async move { consumer.open().await })
    }

    /// Up to `max` deliveries, within `wait_ms`.
    #[napi]
    pub fn next<'env>(
        &self,
        env: &'env Env,
        max: u32,
        wait_ms: f64,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |consumer| async move { consumer.next(max, wait_ms as u64).await })
    }

    /// The same for the background: the callback gets the text of the deliveries or of an error's parts. While it waits,
    /// it does not keep the process alive.
    #[napi]
    pub fn poll(&self, env: &Env, max: u32, wait_ms: f64, callback: Function<'_, String, ()>) -> Result<()> {
        let answer = callback.build_threadsafe_function().weak::<true>().build()?;
        let end = runtime::environment_end();
        let (consumer, runtime) = immediate(env, || Ok((Arc::clone(self.0.get()?), runtime::handle()?)))?;
        let work = AssertUnwindSafe(async move { consumer.next(max, wait_ms as u64).await }).catch_unwind();
        runtime.spawn(async move {
            tokio::select! {
                biased;
                () = end => {}
                outcome = work => {
                    let outcome = outcome.unwrap_or_else(|payload| Err(defect(payload)));
                    let text = outcome.unwrap_or_else(|error| serde_json::json!({"parts": error.parts()}).to_string());
                    // Refused only while the environment ends; then the leases end by themselves.
                    let _ = answer.call(text, ThreadsafeFunctionCallMode::NonBlocking);
                }
            }
        });
        Ok(())
    }

    /// Settles a delivery.
    #[napi]
    pub fn settle<'env>(&self, env: &'env Env, answer: String, cancel: Option<&CancelHandle>) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |consumer| async move { consumer.settle(&answer).await })
    }

    /// The idempotency key of a step.
    #[napi]
    pub fn step_key(&self, env: &Env, step: String) -> Result<String> {
        immediate(env, || self.0.get()?.step_key(&step))
    }

    /// Begins a step.
    #[napi]
    pub fn begin_step<'env>(
        &self,
        env: &'env Env,
        step: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |consumer| async move { consumer.begin_step(&step).await })
    }

    /// Remembers what came of a step.
    #[napi]
    pub fn finish_step<'env>(
        &self,
        env: &'env Env,
        step: String,
        cancel: Option<&CancelHandle>,
    ) -> Result<Object<'env>> {
        settle(&self.0, env, cancel, |consumer| async move { consumer.finish_step(&step).await })
    }

    /// Ends the waits.
    #[napi]
    pub fn close(&self, env: &Env) -> Result<()> {
        immediate(env, || {
            self.0.get()?.close();
            Ok(())
        })
    }
}
