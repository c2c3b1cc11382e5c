//! A budget against a ledger in memory, on a paused clock.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;

use super::*;
use crate::error::Code;

/// A ledger of one sliding window, which may be slow or gone.
#[derive(Clone, Default)]
struct Book(Arc<Mutex<Page>>);

#[derive(Default)]
struct Page {
    limit: u32,
    /// For each block: its slots, and when they are free.
    blocks: Vec<(u64, u32, Instant)>,
    slow: Duration,
    gone: bool,
    asks: Vec<Ask>,
    held: Option<Instant>,
}

const PER: Duration = Duration::from_secs(60);

impl Ledger for Book {
    fn take(&self, ask: Ask) -> BoxFuture<'static, Result<Grant>> {
        let book = Arc::clone(&self.0);
        async move {
            let slow = book.lock().slow;
            tokio::time::sleep(slow).await;
            let gone = book.lock().gone;
            if gone {
                return Err(Error::new(Code::StorageUnavailable, "gone"));
            }
            let (mut page, now) = (book.lock(), Instant::now());
            page.asks.push(ask.clone());
            for report in &ask.reports {
                page.blocks.retain(|block| block.0 != report.number);
                if report.spent > 0 {
                    page.blocks.push((report.number, report.spent, report.counted + PER));
                }
            }
            page.blocks.retain(|block| block.2 > now);
            let taken: u32 = page.blocks.iter().map(|block| block.1).sum();
            let slots = (ask.interactive + ask.background + ask.spare).min(page.limit.saturating_sub(taken));
            if slots > 0 {
                page.blocks.push((ask.number, slots, now + PER));
            }
            let mut frees: Vec<_> = page.blocks.iter().map(|block| (block.2, block.1)).collect();
            frees.sort_unstable();
            Ok(Grant { slots, limit: page.limit, owners: 2, frees, not_before: page.held, ..Grant::default() })
        }
        .boxed()
    }

    fn hold(&self, until: Instant) -> BoxFuture<'static, Result<()>> {
        self.0.lock().held = Some(until);
        async { Ok(()) }.boxed()
    }

    fn held(&self) -> BoxFuture<'static, Result<Option<Instant>>> {
        let held = self.0.lock().held;
        async move { Ok(held) }.boxed()
    }
}

fn budget(limit: u32) -> (Budget, Book) {
    let book = Book::default();
    book.0.lock().limit = limit;
    let window = Window { requests: limit, per: PER, hold: Duration::from_secs(2), reserve: 0 };
    (Budget::new(Some(window), Box::new(book.clone())), book)
}

fn far() -> Deadline {
    Deadline::after(Duration::from_secs(3_600))
}

async fn send(budget: &Budget, deadline: Deadline) -> Result<()> {
    let mut slot = match budget.try_take(deadline.is_background()) {
        Some(slot) => slot,
        None => budget.take(deadline).await?,
    };
    let now = Instant::now();
    slot.send(now);
    slot.answered(now);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn no_span_has_more_than_its_budget_and_all_of_it_is_used() {
    let ((budget, _), start) = (budget(10), Instant::now());
    let calls = (0..40).map(|_| async {
        send(&budget, far()).await.unwrap();
        start.elapsed()
    });
    let times = futures::future::join_all(calls).await;
    for from in &times {
        assert!(times.iter().filter(|at| (*from..*from + PER).contains(at)).count() <= 10);
    }
    let last = times.iter().max().unwrap();
    assert!((PER * 3..PER * 3 + Duration::from_secs(3)).contains(last), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_come_in_time_is_refused_at_once() {
    let ((budget, _), start) = (budget(2), Instant::now());
    for _ in 0..2 {
        send(&budget, far()).await.unwrap();
    }
    let near = || Deadline::after(Duration::from_secs(30));
    let error = send(&budget, near()).await.unwrap_err();
    assert_eq!(error.code(), Code::RateLimited);
    assert!(error.retry_after().unwrap() > Duration::from_secs(50), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    // From now on it is known without asking.
    assert!(budget.take(near()).now_or_never().unwrap().is_err());
}

#[tokio::test(start_paused = true)]
async fn slots_are_asked_for_together_and_what_is_left_goes_back() {
    let (budget, book) = budget(100);
    futures::future::join_all((0..20).map(|_| send(&budget, far()))).await.into_iter().collect::<Result<()>>().unwrap();
    let asks = book.0.lock().asks.len();
    assert!(asks <= 2, "{asks}");
    drop(budget.take(far()).await.unwrap());
    tokio::time::sleep(Duration::from_secs(5)).await;
    let taken: u32 = book.0.lock().blocks.iter().map(|block| block.1).sum();
    assert_eq!(taken, 20, "the unused one is free again");
}

#[tokio::test(start_paused = true)]
async fn whoever_somebody_waits_for_goes_first() {
    let (budget, _) = budget(1);
    send(&budget, far()).await.unwrap();
    let order = Mutex::new(Vec::new());
    let call = |name: &'static str, background: bool| {
        let (budget, order) = (&budget, &order);
        async move {
            send(budget, far().in_background(background)).await.unwrap();
            order.lock().push(name);
        }
    };
    tokio::join!(call("fill 1", true), call("fill 2", true), call("user 1", false), call("user 2", false));
    assert_eq!(*order.lock(), ["user 1", "user 2", "fill 1", "fill 2"]);
}

#[tokio::test(start_paused = true)]
async fn a_ledger_that_is_gone_leaves_a_part_of_the_limit() {
    let ((budget, book), start) = (budget(60), Instant::now());
    book.0.lock().gone = true;
    for _ in 0..31 {
        send(&budget, far()).await.unwrap();
    }
    let took = start.elapsed();
    assert!((PER * 9 / 10..PER * 12 / 10).contains(&took), "30 of 60 in a window: {took:?}");
    // It is back: what was sent meanwhile is told.
    book.0.lock().gone = false;
    tokio::time::sleep(Duration::from_secs(2)).await;
    send(&budget, far()).await.unwrap();
    let told: u32 = book.0.lock().asks[0].reports.iter().map(|report| report.spent).sum();
    assert_eq!(told, 31);
}

#[tokio::test(start_paused = true)]
async fn what_it_gave_itself_is_taken_out_of_a_late_grant() {
    let (budget, book) = budget(60);
    book.0.lock().slow = Duration::from_secs(9);
    let calls = (0..20).map(|_| send(&budget, far()));
    futures::future::join_all(calls).await.into_iter().collect::<Result<()>>().unwrap();
    tokio::time::sleep(Duration::from_secs(30)).await;
    let taken: u32 = book.0.lock().blocks.iter().map(|block| block.1).sum();
    assert_eq!(taken, 20, "each request has exactly one slot");
}

#[tokio::test(start_paused = true)]
async fn who_goes_away_takes_nothing() {
    let (budget, book) = budget(1);
    send(&budget, far()).await.unwrap();
    for _ in 0..10 {
        let mut waiting = Box::pin(budget.take(far()));
        assert!(waiting.as_mut().now_or_never().is_none());
    }
    let start = Instant::now();
    send(&budget, far()).await.unwrap();
    assert!(start.elapsed() < PER + Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(book.0.lock().blocks.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wish_to_wait_of_one_holds_for_another() {
    let book = Book::default();
    let [one, other] = [(); 2].map(|()| Budget::new(None, Box::new(book.clone())));
    drop(one.take(far()).await.unwrap());
    one.hold(Duration::from_secs(7));
    let start = Instant::now();
    drop(other.take(far()).await.unwrap());
    assert_eq!(start.elapsed().as_secs(), 7);
    one.hold(Duration::from_secs(60));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let error = other.take(Deadline::after(Duration::from_secs(5))).await.unwrap_err();
    assert_eq!(error.code(), Code::RateLimited);
}

#[tokio::test(start_paused = true)]
async fn a_closed_ledger_lets_all_go() {
    struct Closed;
    impl Ledger for Closed {
        fn take(&self, _: Ask) -> BoxFuture<'static, Result<Grant>> {
            async { Err(Error::new(Code::Closed, "closed")) }.boxed()
        }
        fn hold(&self, _: Instant) -> BoxFuture<'static, Result<()>> {
            async { Ok(()) }.boxed()
        }
        fn held(&self) -> BoxFuture<'static, Result<Option<Instant>>> {
            async { Ok(None) }.boxed()
        }
    }
    let window = Window { requests: 5, per: PER, hold: Duration::from_secs(2), reserve: 0 };
    let budget = Budget::new(Some(window), Box::new(Closed));
    assert_eq!(budget.take(far()).await.unwrap_err().code(), Code::Closed);
}

#[tokio::test(start_paused = true)]
async fn there_is_plenty_while_a_tenth_is_free_and_the_ledger_answers() {
    let (budget, book) = budget(20);
    assert!(!budget.plenty(Instant::now()), "nothing is known yet");
    assert!(!budget.short(Instant::now()), "nor that it is short");
    for sent in 1..=20 {
        send(&budget, far()).await.unwrap();
        let spare = 20 - sent;
        let known = budget.0.state.lock().outlook.when(2).is_none();
        assert_eq!((budget.plenty(Instant::now()), budget.short(Instant::now())), (known, !known));
        assert!(spare >= 2 || !known, "{spare} are left");
    }
    tokio::time::advance(PER + Duration::from_secs(3)).await;
    assert!(budget.plenty(Instant::now()), "the window has passed");
    budget.hold(Duration::from_secs(5));
    assert!(!budget.plenty(Instant::now()) && budget.short(Instant::now()));
    tokio::time::advance(Duration::from_secs(5)).await;
    assert!(budget.plenty(Instant::now()));
    book.0.lock().gone = true;
    for _ in 0..3 {
        send(&budget, far()).await.unwrap();
    }
    assert!(!budget.plenty(Instant::now()), "the ledger is gone");
    assert!(!budget.short(Instant::now()), "which says nothing of the window");
}
