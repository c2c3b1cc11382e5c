use super::*;
use crate::module::{Counts, Limit, Per, Quota, Window};

fn quota(when_exceeded: Choice, when_unknown: Choice) -> Quota {
    Quota {
        title: "Calls".into(),
        counts: Some(Counts::Calls),
        modules: Vec::new(),
        per: Per::Day,
        limits: indexmap::IndexMap::new(),
        without_subscription: Limit(None),
        when_exceeded,
        when_unknown,
    }
}

fn meter<'q>(quota: &'q Quota, day: &str, limit: Option<u64>) -> Meter<'q> {
    let from: Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
    Meter { metric: "calls", quota, window: Window { from, until: None }, limit: Limit(limit) }
}

fn refused() -> Error {
    Error::new(Code::StorageUnavailable, "the disk is full")
}

#[test]
fn a_thousand_calls_are_one_addition() {
    let quota = quota(Choice::Refuse, Choice::Refuse);
    let (meters, today) = (Meters::default(), meter(&quota, "2026-11-29", None));
    assert!(meters.take(std::slice::from_ref(&today)).unwrap(), "the first call sees to the write");
    for _ in 1..1000 {
        assert!(!meters.take(std::slice::from_ref(&today)).unwrap());
    }
    let (adds, reads) = meters.begin(vec![today.count()]);
    assert_eq!((adds.as_slice(), reads.len()), (&[(today.count(), 1000)][..], 0));
    meters.end(adds, vec![Ok(1500)], reads, Ok(Vec::new())).unwrap();
    assert!(meters.disarm() && !meters.is_open());
    assert!(meters.begin(Vec::new()).0.is_empty(), "nothing is written twice");
    assert_eq!(meters.take(&[meter(&quota, "2026-11-29", Some(1500))]).unwrap_err().code(), Code::QuotaExceeded);
}

/// What is on its way counts, and so does what comes meanwhile.
#[test]
fn a_limit_is_exact_within_one_process() {
    let quota = quota(Choice::Refuse, Choice::Refuse);
    let (meters, today) = (Meters::default(), [meter(&quota, "2026-11-29", Some(5))]);
    let take = || meters.take(&today);
    take().unwrap();
    take().unwrap();
    let (adds, reads) = meters.begin(Vec::new());
    take().unwrap();
    meters.end(adds, vec![Ok(3)], reads, Ok(Vec::new())).unwrap();
    take().unwrap();
    let error = take().unwrap_err();
    assert_eq!((error.code(), error.context("used")), (Code::QuotaExceeded, Some("5")), "another process had one");
    assert!(!meters.disarm(), "two still wait");
    assert_eq!(meters.begin(Vec::new()).0[0].1, 2, "what was refused was not counted");
}

#[test]
fn a_call_counts_for_all_its_quotas_or_for_none() {
    let (soft, hard) = (quota(Choice::Allow, Choice::Allow), quota(Choice::Refuse, Choice::Allow));
    let meters = Meters::default();
    let both = [meter(&soft, "2026-11-29", Some(0)), Meter { metric: "of_crm", ..meter(&hard, "2026-11-29", Some(1)) }];
    meters.take(&both).unwrap();
    meters.take(&both).unwrap_err();
    let adds = meters.begin(Vec::new()).0;
    assert!(adds.len() == 2 && adds.iter().all(|(_, amount)| *amount == 1), "{adds:?}");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_written_is_kept_and_refused_or_let_through_as_declared() {
    let (closed, open) = (quota(Choice::Refuse, Choice::Refuse), quota(Choice::Refuse, Choice::Allow));
    let meters = Meters::default();
    let [strict, lax] = [&closed, &open].map(|quota| [meter(quota, "2026-11-29", Some(9))]);
    meters.take(&strict).unwrap();
    let (adds, reads) = meters.begin(Vec::new());
    assert!(meters.end(adds, vec![Err(refused())], reads, Ok(Vec::new())).is_err());
    assert_eq!(meters.take(&strict).unwrap_err().code(), Code::StorageUnavailable);
    meters.take(&lax).unwrap();
    assert!(!meters.must_ask(&strict), "not with every call");
    tokio::time::advance(FLUSH).await;
    assert!(meters.must_ask(&strict));
    let (adds, reads) = meters.begin(Vec::new());
    assert_eq!(adds[0].1, 2, "both are kept");
    meters.end(adds, vec![Ok(2)], reads, Ok(Vec::new())).unwrap();
    meters.take(&strict).unwrap();
}

#[tokio::test(start_paused = true)]
async fn totals_are_asked_for_when_they_are_old_and_nothing_will_tell_them() {
    let quota = quota(Choice::Refuse, Choice::Refuse);
    let (meters, today) = (Meters::default(), [meter(&quota, "2026-11-29", Some(9))]);
    assert!(meters.must_ask(&today), "nothing is known");
    let (adds, reads) = meters.begin(vec![today[0].count()]);
    meters.end(adds, Vec::new(), reads, Ok(vec![4])).unwrap();
    assert!(!meters.must_ask(&today));
    tokio::time::advance(FLUSH).await;
    assert!(meters.must_ask(&today));
    meters.take(&today).unwrap();
    assert!(!meters.must_ask(&today), "the write that comes tells them");
    tokio::time::advance(FLUSH).await;
    assert!(meters.must_ask(&today), "it is late");
}

#[test]
fn a_window_that_is_over_is_written_and_let_go() {
    let quota = quota(Choice::Refuse, Choice::Refuse);
    let meters = Meters::default();
    let (yesterday, today) = (meter(&quota, "2026-11-28", Some(2)), meter(&quota, "2026-11-29", Some(2)));
    for _ in 0..2 {
        meters.take(std::slice::from_ref(&yesterday)).unwrap();
    }
    meters.take(std::slice::from_ref(&yesterday)).unwrap_err();
    meters.take(std::slice::from_ref(&today)).unwrap();
    let (adds, reads) = meters.begin(Vec::new());
    assert_eq!(adds.iter().map(|(_, amount)| amount).sum::<u64>(), 3);
    let totals = adds.iter().map(|(_, amount)| Ok(*amount)).collect();
    meters.end(adds, totals, reads, Ok(Vec::new())).unwrap();
    meters.begin(Vec::new());
    let local = meters.local.lock();
    assert_eq!(local.tallies.keys().collect::<Vec<_>>(), [&today.count()]);
}

/// The limit of what has ended is nothing; that is not what a caller has to hear whose module was closed just now.
#[tokio::test]
async fn a_module_that_was_closed_meanwhile_is_told_as_closed() {
    let key = format!("k:{}=", "A".repeat(43));
    let bridge = Bridge::open(&serde_json::json!({"store": ":memory:", "keyring": {"key": key}}).to_string()).unwrap();
    let acme = bridge.tenant("acme").unwrap();
    acme.change_modules(r#"{"activate": ["accounting"]}"#).await.unwrap();
    let items = super::super::tenant::model("accounting.items").unwrap();
    acme.count_call(items).await.unwrap();
    let ended = r#"{"tier": "starter", "period_end": "2020-01-01T00:00:00Z", "grace_days": 0}"#;
    acme.set_subscription(ended).await.unwrap();
    let error = acme.count_call(items).await.unwrap_err();
    assert_eq!((error.code(), error.context("why")), (Code::ModuleInactive, Some("subscription_ended")));
}
