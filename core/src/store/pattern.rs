//! Patterns of event types.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Which event types: `crm.deal.won`, `crm.deal.*` (all below), `crm.*.created` (one word in between), `*` (all).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(String);

impl Pattern {
    /// Checks and takes the text.
    pub fn new(text: &str) -> Result<Self> {
        let word = |part: &str| part == "*" || is_word(part);
        if text.len() <= 128 && text.split('.').all(word) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::invalid_input(format!(
            "{text:.64?} is not a pattern of event types: use words of a-z 0-9 _ - with dots in between, or * for a word"
        )))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a type fits.
    pub fn matches(&self, kind: &str) -> bool {
        let (mut wanted, mut given) = (self.0.split('.').peekable(), kind.split('.'));
        while let Some(want) = wanted.next() {
            match given.next() {
                // At the end, a star stands for all that follows.
                Some(_) if want == "*" && wanted.peek().is_none() => return true,
                Some(word) if want == "*" || want == word => {}
                _ => return false,
            }
        }
        given.next().is_none()
    }
}

/// One word of an event's type.
pub(super) fn is_word(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-'))
}

/// Whether this is the name of an event type, for example `crm.deal.won`.
pub fn is_event_type(text: &str) -> bool {
    text.len() <= 128 && text.split('.').all(is_word)
}

impl TryFrom<String> for Pattern {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        Self::new(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> String {
        pattern.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_a_word_and_at_the_end_all_words() {
        for (pattern, fits, fits_not) in [
            ("crm.deal.won", vec!["crm.deal.won"], vec!["crm.deal", "crm.deal.won.twice", "crm.deal.lost"]),
            (
                "crm.deal.*",
                vec!["crm.deal.won", "crm.deal.won.twice"],
                vec!["crm.deal", "crm.deals.won", "hr.deal.won"],
            ),
            ("crm.*.created", vec!["crm.lead.created"], vec!["crm.created", "crm.a.b.created", "crm.lead.lost"]),
            ("*", vec!["crm", "crm.deal.won"], vec![]),
        ] {
            let one = Pattern::new(pattern).unwrap();
            assert!(fits.iter().all(|kind| one.matches(kind)), "{pattern} must fit {fits:?}");
            assert!(!fits_not.iter().any(|kind| one.matches(kind)), "{pattern} must not fit {fits_not:?}");
        }
        for wrong in ["", ".", "crm.", "crm.deal*", "CRM.deal", "crm deal", "**"] {
            assert!(Pattern::new(wrong).is_err(), "{wrong:?}");
        }
    }
}
