//! Retry-After, in seconds or as a date; also where a limiter says it for one of its buckets (`Retry-After-<bucket>`).

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

/// The longest wait that is believed.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// What the names of a bucket's own header begin with.
const OF_A_BUCKET: &str = "retry-after-";

/// The wait that the system asks for, the longest if it says several; a date that has passed is no wait, and rubbish is
/// none said.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let says = |name: &HeaderName| *name == RETRY_AFTER || name.as_str().starts_with(OF_A_BUCKET);
    headers.iter().filter(|(name, _)| says(name)).filter_map(|(_, value)| wait(value, now)).max()
}

fn wait(value: &HeaderValue, now: SystemTime) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
    let wait = match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST),
        Ok(_) => return None,
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_dates_and_rubbish() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let wait = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now).map(|wait| wait.as_secs())
        };
        assert_eq!(wait("7"), Some(7));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(7));
        assert_eq!(wait("Sun, 06 Nov 1994 00:00:00 GMT"), Some(0));
        assert_eq!(wait("1000000000"), Some(900));
        for rubbish in ["soon", "-5", "NaN", ""] {
            assert_eq!(wait(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn a_bucket_of_a_limiter_has_its_own_header() {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after-auth", "60".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(60)));
        headers.insert("retry-after", "7".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(60)));
        headers.insert("retry-after-auth", "soon".parse().unwrap());
        assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(7)));
    }
}
