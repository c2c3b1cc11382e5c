//! What one caller makes for all: a session, a schema (`Current`), a check (`Flight`).
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use bridge_shuttle::current::{Current, Numbered};
use bridge_shuttle::flight::Flight;
use bridge_shuttle::{exhaust, explore};
use futures::FutureExt;
use shuttle::future::{JoinHandle, block_on, spawn, yield_now};
use shuttle::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use shuttle::thread;

/// Counts what is made, and fails when two are made at once. Its own steps are none of the test's.
#[derive(Default)]
struct Maker {
    under_way: std::sync::atomic::AtomicBool,
    made: std::sync::atomic::AtomicUsize,
}

/// What is being made, until it ends or is given up.
struct Making<'a>(&'a Maker);

impl Maker {
    fn begin(&self) -> Making<'_> {
        assert!(!self.under_way.swap(true, Ordering::SeqCst), "two are made at once");
        Making(self)
    }

    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }
}

impl Making<'_> {
    fn end(self) -> usize {
        self.0.made.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        self.0.under_way.store(false, Ordering::SeqCst);
    }
}

#[derive(Default)]
struct Sessions {
    current: Current<&'static str>,
    maker: Maker,
    /// So many logins fail before one succeeds.
    bad: AtomicUsize,
}

impl Sessions {
    /// The current session, or another one than that which was refused.
    async fn get(&self, refused: Option<u64>) -> Result<(Numbered<&'static str>, bool), &'static str> {
        let log_in = async {
            let making = self.maker.begin();
            yield_now().await;
            if self.bad.load(Ordering::SeqCst) > 0 {
                self.bad.fetch_sub(1, Ordering::SeqCst);
                return Err("refused");
            }
            making.end();
            Ok("login")
        };
        self.current.get_or_make(|session| refused != Some(session.number), log_in).await
    }
}

type Got = JoinHandle<Result<(Numbered<&'static str>, bool), &'static str>>;

fn ask(sessions: &Arc<Sessions>, refused: Option<u64>) -> Got {
    let sessions = Arc::clone(sessions);
    spawn(async move { sessions.get(refused).await })
}

#[test]
fn one_login_serves_many_callers() {
    explore(|| {
        let sessions = Arc::new(Sessions::default());
        for round in 1..=2 {
            let refused = (round > 1).then_some(round - 1);
            let callers = [(); 3].map(|()| ask(&sessions, refused));
            let got = callers.map(|caller| block_on(caller).unwrap().unwrap());
            assert!(got.iter().all(|(session, _)| session.number == round));
            assert_eq!(got.iter().filter(|(_, fresh)| *fresh).count(), 1, "one has made it");
        }
        assert_eq!(sessions.maker.made(), 2);
    });
}

#[test]
fn a_login_that_fails_hands_over() {
    explore(|| {
        let sessions = Arc::new(Sessions { bad: AtomicUsize::new(2), ..Sessions::default() });
        let callers = [(); 4].map(|()| ask(&sessions, None));
        let got = callers.map(|caller| block_on(caller).unwrap());
        assert_eq!(got.iter().filter(|got| got.is_err()).count(), 2, "each failure is told to the one that had it");
        assert!(got.iter().flatten().all(|(session, _)| session.number == 1));
        assert_eq!(sessions.maker.made(), 1);
    });
}

#[test]
fn a_caller_that_goes_away_hands_over() {
    explore(|| {
        let sessions = Arc::new(Sessions::default());
        let callers = [(); 3].map(|()| ask(&sessions, None));
        let aborts = [callers[0].abort_handle(), callers[1].abort_handle()];
        let cut = thread::spawn(move || aborts.iter().for_each(|caller| caller.abort()));
        // Shuttle fails the test where one of them waits for ever.
        let [first, second, last] = callers.map(block_on);
        cut.join().unwrap();
        let made = last.unwrap().unwrap().0;
        assert_eq!((made.number, sessions.maker.made()), (1, 1));
        assert!([first, second].into_iter().flatten().all(|got| got.unwrap().0 == made));
    });
}

#[test]
fn the_newest_session_wins_against_late_renewals() {
    explore(|| {
        let sessions = Arc::new(Sessions::default());
        let first = block_on(sessions.get(None)).unwrap().0.number;
        let seen = Arc::new(Mutex::new(HashMap::from([(first, "login")])));
        let renewals = ["renewed", "renewed too"].map(|token| {
            let sessions = Arc::clone(&sessions);
            thread::spawn(move || sessions.current.replace(first, token))
        });
        let logins = [(); 2].map(|()| {
            let (got, seen) = (ask(&sessions, Some(first)), Arc::clone(&seen));
            spawn(async move {
                let (session, fresh) = got.await.unwrap().unwrap();
                let known = seen.lock().unwrap().insert(session.number, session.value);
                assert!(known.is_none_or(|known| known == session.value), "two sessions have one number");
                fresh
            })
        });
        let logins = logins.map(|login| block_on(login).unwrap()).into_iter().filter(|fresh| *fresh).count();
        let renewed = renewals.map(|renewal| renewal.join().unwrap()).into_iter().filter(|renewed| *renewed).count();
        let last = sessions.current.get().unwrap();
        assert!(logins <= 1 && renewed <= 1 && logins + renewed >= 1);
        assert_eq!(last.value == "login", logins == 1, "a login is newer than any renewal of the session before");
        assert_eq!(last.number, first + (logins + renewed) as u64, "each took a number of its own");
    });
}

#[test]
fn of_two_renewals_one_is_taken() {
    exhaust(|| {
        let current = Arc::new(Current::default());
        let first = block_on(current.get_or_make(|_| true, async { Ok::<_, ()>("login") })).unwrap().0.number;
        let other = Arc::clone(&current);
        let renewal = thread::spawn(move || other.replace(first, "one"));
        let two = current.replace(first, "two");
        let one = renewal.join().unwrap();
        let taken = if one { "one" } else { "two" };
        assert!(one != two && current.get() == Some(Numbered { number: first + 1, value: taken }));
    });
}

#[derive(Default)]
struct Checks {
    flight: Flight<usize>,
    maker: Maker,
    begun: AtomicUsize,
    joined: AtomicUsize,
    /// While it is set, no check ends.
    held: AtomicBool,
}

/// The number of the check whose outcome was given.
fn check(checks: &Arc<Checks>) -> JoinHandle<usize> {
    let (checks, theirs) = (Arc::clone(checks), Arc::clone(checks));
    let work = async move {
        theirs.begun.fetch_add(1, Ordering::SeqCst);
        let making = theirs.maker.begin();
        yield_now().await;
        while theirs.held.load(Ordering::SeqCst) {
            yield_now().await;
        }
        making.end()
    };
    spawn(async move {
        let before = checks.maker.made();
        let flight = checks.flight.join(|| work.boxed());
        checks.joined.fetch_add(1, Ordering::SeqCst);
        let number = flight.await;
        assert!(number > before, "the outcome is older than the question");
        number
    })
}

#[test]
fn one_check_is_under_way_at_a_time_and_none_is_older_than_its_question() {
    explore(|| {
        let checks = Arc::new(Checks::default());
        let callers = [(); 3].map(|()| check(&checks));
        let got = callers.map(|caller| block_on(caller).unwrap());
        assert_eq!(got.into_iter().max(), Some(checks.maker.made()), "no check was made for nobody");
    });
}

#[test]
fn a_check_goes_on_when_the_one_that_began_it_goes_away() {
    explore(|| {
        let checks = Arc::new(Checks { held: AtomicBool::new(true), ..Checks::default() });
        let [first, second, last] = [(); 3].map(|()| check(&checks));
        while checks.joined.load(Ordering::SeqCst) < 3 {
            thread::yield_now();
        }
        first.abort();
        second.abort();
        checks.held.store(false, Ordering::SeqCst);
        assert_eq!((block_on(last).unwrap(), checks.begun.load(Ordering::SeqCst)), (1, 1));
        drop((block_on(first), block_on(second)));
    });
}

#[test]
fn a_check_that_nobody_waits_for_any_more_does_not_stop_the_next() {
    explore(|| {
        let checks = Arc::new(Checks::default());
        let [first, second, last] = [(); 3].map(|()| check(&checks));
        let cut = thread::spawn({
            let aborts = [first.abort_handle(), second.abort_handle()];
            move || aborts.iter().for_each(|caller| caller.abort())
        });
        let last = block_on(last).unwrap();
        cut.join().unwrap();
        let others = [first, second].map(block_on).into_iter().flatten();
        assert_eq!(others.chain([last]).max(), Some(checks.maker.made()));
    });
}
