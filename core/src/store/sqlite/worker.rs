//! One thread that owns one connection. Callers queue jobs and wait for answers, so that nothing a caller does (also
//! dropping its future) can leave a transaction half done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::failure::storage;
use super::open::{self, Location, Reader, Writer};
use crate::error::{Code, Error, Result};

/// So many changes share one commit at most; a caller waits for no more than these.
const GROUP: usize = 128;

/// Runs the job, or refuses it where there is no transaction to run in. What it gives back sends the answer, once it is
/// known whether the commit succeeded.
type Job = Box<dyn FnOnce(Result<&Connection, &Error>) -> Outcome + Send>;

type Settle = Box<dyn FnOnce(Option<&Error>) + Send>;

struct Outcome {
    /// Whether the job's changes are wanted.
    keep: bool,
    /// Sends the answer, or the error of the commit instead.
    settle: Settle,
}

pub(super) struct Worker {
    /// `None` once closed.
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: tokio::sync::Mutex<Option<JoinHandle<()>>>,
    /// Counts the commits.
    commits: watch::Sender<u64>,
}

impl Worker {
    pub(super) async fn start_writer(location: Location) -> Result<Self> {
        Self::start("bridge-store-write", move || open::writer(&location), write_loop).await
    }

    pub(super) async fn start_reader(location: Location) -> Result<Self> {
        Self::start("bridge-store-read", move || open::reader(&location), read_loop).await
    }

    async fn start<C: 'static>(
        name: &str,
        open: impl FnOnce() -> Result<C> + Send + 'static,
        run: fn(C, &mpsc::Receiver<Job>, &watch::Sender<u64>),
    ) -> Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let commits = watch::Sender::new(0);
        let counted = commits.clone();
        let (opened, is_open) = oneshot::channel();
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || match open() {
                Ok(connection) => {
                    // The answer is of no use to a caller that went away; the queue then ends at once.
                    let _ = opened.send(Ok(()));
                    run(connection, &queue, &counted);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            })
            .map_err(|error| {
                Error::new(Code::StorageUnavailable, "the store's thread cannot be started").with_source(error)
            })?;
        is_open.await.map_err(|_| Error::unexpected("opening the store failed by a panic"))??;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: tokio::sync::Mutex::new(Some(thread)), commits })
    }

    /// Queues the job now; the receiver gets its result after the commit.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T>>> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let result = connection.map_err(Clone::clone).and_then(|connection| {
                catch_unwind(AssertUnwindSafe(|| job(connection)))
                    .unwrap_or_else(|_| Err(Error::unexpected("a job of the store panicked")))
            });
            Outcome {
                keep: result.is_ok(),
                // A caller that went away does not need the answer.
                settle: Box::new(move |failed| drop(sender.send(failed.map_or(result, |error| Err(error.clone()))))),
            }
        });
        match &*self.jobs.lock() {
            Some(jobs) => jobs.send(job).map_err(|_| stopped())?,
            None => return Err(Error::new(Code::Closed, "the store is closed")),
        }
        Ok(receiver)
    }

    /// A number that changes with every commit.
    pub(super) fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Lets the queued jobs finish and ends the thread.
    pub(super) async fn close(&self) {
        self.jobs.lock().take();
        // The guard makes a second, concurrent close wait until the first is done.
        let mut thread = self.thread.lock().await;
        if let Some(handle) = thread.take() {
            let joined = tokio::task::spawn_blocking(move || handle.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("a thread of the store ended by a panic");
            }
        }
    }
}

/// The future of a queued job.
pub(super) fn answer<T: Send + 'static>(queued: Result<oneshot::Receiver<Result<T>>>) -> BoxFuture<'static, Result<T>> {
    async { queued?.await.unwrap_or_else(|_| Err(stopped())) }.boxed()
}

fn stopped() -> Error {
    Error::new(Code::StorageUnavailable, "the store's thread has ended; open the bridge again")
}

fn read_loop(reader: Reader, queue: &mpsc::Receiver<Job>, _: &watch::Sender<u64>) {
    for job in queue {
        // One transaction, so that a job with several statements sees one state.
        let begun = reader.enter().and_then(|connection| {
            connection.execute_batch("BEGIN DEFERRED").map_err(|error| storage(&error))?;
            Ok(connection)
        });
        let outcome = job(begun.as_ref().map(|connection| *connection));
        if let Ok(connection) = begun {
            roll_back(connection);
        }
        (outcome.settle)(None);
    }
}

fn write_loop(writer: Writer, queue: &mpsc::Receiver<Job>, commits: &watch::Sender<u64>) {
    let mut changes = 0;
    while let Ok(first) = queue.recv() {
        let before = changes;
        let jobs = std::iter::once(first).chain(queue.try_iter().take(GROUP - 1));
        let mut settlements = Vec::new();
        let committed = match writer.enter() {
            Ok(entered) => {
                let committed = run_group(entered.connection, jobs, &mut settlements).and_then(|()| entered.confirm());
                changes = entered.connection.total_changes();
                committed
            }
            Err(error) => {
                settlements.extend(jobs.map(|job| job(Err(&error)).settle));
                Err(error)
            }
        };
        // In memory, reads come by here too: who waits for changes must not wake himself by looking. Told before the
        // answers are sent, so that whoever has an answer has the news, too.
        if committed.is_ok() && changes != before {
            commits.send_modify(|count| *count += 1);
        }
        for settle in settlements {
            settle(committed.as_ref().err());
        }
    }
    writer.finish();
}

/// All jobs in one transaction, each in its own savepoint: a refused one leaves no trace and does not harm the others.
fn run_group(connection: &Connection, jobs: impl Iterator<Item = Job>, settlements: &mut Vec<Settle>) -> Result<()> {
    let sql = |statement: &str| {
        let mut statement = connection.prepare_cached(statement).map_err(|error| storage(&error))?;
        statement.execute(()).map(drop).map_err(|error| storage(&error))
    };
    let mut result = sql("BEGIN IMMEDIATE");
    for job in jobs {
        result = result.and_then(|()| sql("SAVEPOINT job"));
        let outcome = job(result.as_ref().map(|()| connection));
        settlements.push(outcome.settle);
        if !outcome.keep {
            result = result.and_then(|()| sql("ROLLBACK TO job"));
        }
        result = result.and_then(|()| sql("RELEASE job"));
    }
    result = result.and_then(|()| sql("COMMIT"));
    if result.is_err() {
        roll_back(connection);
    }
    result
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
        tracing::error!("a transaction of the store could not be rolled back");
    }
}
