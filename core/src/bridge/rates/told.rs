//! What the headers of an answer tell of a window.

use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use crate::manifest::LimitHeaders;
use crate::resilience::Told;

/// With less than this part of the working time left, the next request may be the one that is refused.
const LOW: f64 = 0.02;
/// Seconds are told whole: the window ends within this time after them.
const WHOLE: Duration = Duration::from_secs(1);
/// A longer wait than this is not told by a window that ends.
const LONGEST: f64 = 86_400.0;

/// What is told of a window that counts requests.
pub(super) fn of_window(named: &LimitHeaders, at: Instant, headers: &HeaderMap) -> Option<Told> {
    let count = |name: &Option<String>| number(name, headers).map(|count| count.clamp(0.0, 1e9) as u32);
    let (limit, remaining) = (count(&named.limit), count(&named.remaining));
    let resets_at = wait(named, headers).map(|wait| Instant::now() + wait + WHOLE);
    (limit.is_some() || remaining.is_some()).then_some(Told { at, limit, remaining, resets_at })
}

/// How long to wait, where the working time is nearly used up.
pub(super) fn worktime_over(named: &LimitHeaders, headers: &HeaderMap) -> Option<Duration> {
    let (limit, remaining) = (number(&named.limit, headers)?, number(&named.remaining, headers)?);
    let low = limit > 0.0 && remaining <= limit * LOW;
    low.then(|| wait(named, headers))?
}

fn wait(named: &LimitHeaders, headers: &HeaderMap) -> Option<Duration> {
    let seconds = number(&named.reset, headers).filter(|seconds| (0.0..=LONGEST).contains(seconds))?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn number(name: &Option<String>, headers: &HeaderMap) -> Option<f64> {
    headers.get(name.as_deref()?)?.to_str().ok()?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn named() -> LimitHeaders {
        let name = |name: &str| Some(name.to_owned());
        LimitHeaders { limit: name("X-L"), remaining: name("X-R"), reset: name("X-S") }
    }

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn numbers_are_read_and_rubbish_is_none() {
        let told =
            of_window(&named(), Instant::now(), &headers(&[("x-l", "30"), ("x-r", "7"), ("x-s", "12")])).unwrap();
        assert_eq!((told.limit, told.remaining), (Some(30), Some(7)));
        assert_eq!(told.resets_at.unwrap() - told.at, Duration::from_secs(13));
        let told =
            of_window(&named(), Instant::now(), &headers(&[("x-l", "many"), ("x-r", "-1"), ("x-s", "1e99")])).unwrap();
        assert_eq!((told.limit, told.remaining, told.resets_at), (None, Some(0), None));
        assert_eq!(of_window(&named(), Instant::now(), &headers(&[("x-s", "12")])), None);
    }

    #[test]
    fn working_time_is_over_before_the_system_refuses() {
        let over = |left: &str| worktime_over(&named(), &headers(&[("x-l", "10000000"), ("x-r", left), ("x-s", "40")]));
        assert_eq!(over("5000000"), None);
        assert_eq!(over("100000"), Some(Duration::from_secs(40)));
        assert_eq!(over("0"), Some(Duration::from_secs(40)));
    }
}
