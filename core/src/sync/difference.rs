//! What a record that was read means beside what is known of it.

use aws_lc_rs::digest::{SHA256, digest as sha256};

/// How many bytes of a digest are kept: chance does not make two alike.
const BYTES: usize = 16;

/// The digest of a record's JSON.
pub fn digest(json: &[u8]) -> Vec<u8> {
    sha256(&SHA256, json).as_ref()[..BYTES].to_vec()
}

/// What is known of a record.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'s> {
    /// What it was like.
    pub digest: &'s [u8],
    /// The run that saw it last.
    pub generation: u64,
}

/// What is to be told of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is new.
    Created,
    /// It is not as it was.
    Updated,
    /// It is as it was.
    Unchanged,
    /// It is as it was a moment ago, in the same run.
    Repeated,
}

/// Compares a record with what is known of it.
pub fn compare(known: Option<Seen<'_>>, digest: &[u8], run: u64) -> Told {
    match known {
        None => Told::Created,
        Some(seen) if seen.digest != digest => Told::Updated,
        Some(seen) if seen.generation == run => Told::Repeated,
        Some(_) => Told::Unchanged,
    }
}

/// The id of an event: the same change seen again in the same run has the same.
pub fn event_id(feed: u64, run: u64, record: &str, change: &str, digest: &[u8]) -> String {
    let text = format!("{feed} {run} {change} {} {record}", hex(digest));
    hex(&sha256(&SHA256, text.as_bytes()).as_ref()[..BYTES])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_again_unchanged_is_no_news() {
        let (one, two) = (digest(b"{\"n\":1}"), digest(b"{\"n\":2}"));
        let seen = |generation| Some(Seen { digest: &one, generation });
        assert_eq!(compare(None, &one, 3), Told::Created);
        assert_eq!(compare(seen(2), &two, 3), Told::Updated);
        assert_eq!(compare(seen(3), &two, 3), Told::Updated);
        assert_eq!(compare(seen(2), &one, 3), Told::Unchanged);
        assert_eq!(compare(seen(3), &one, 3), Told::Repeated);
    }

    #[test]
    fn an_event_is_named_by_what_it_tells() {
        let one = event_id(1, 2, "erp:1", "updated", b"a");
        assert_eq!(one, event_id(1, 2, "erp:1", "updated", b"a"));
        for other in [
            event_id(2, 2, "erp:1", "updated", b"a"),
            event_id(1, 3, "erp:1", "updated", b"a"),
            event_id(1, 2, "erp:2", "updated", b"a"),
            event_id(1, 2, "erp:1", "deleted", b"a"),
            event_id(1, 2, "erp:1", "updated", b"b"),
        ] {
            assert_ne!(one, other);
        }
    }
}
