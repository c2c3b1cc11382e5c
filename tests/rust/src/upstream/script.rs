//! Finds the step of a script that answers a request.

use super::difference::contains;
use super::plan::{Answer, Step};
use super::seen::Seen;
use crate::recording::pattern_matches;

/// The steps of a session, and how often each has answered.
pub(super) struct Script {
    steps: Vec<(Step, u64)>,
}

impl Script {
    pub(super) fn new(steps: Vec<Step>) -> Script {
        Script { steps: steps.into_iter().map(|step| (step, 0)).collect() }
    }

    /// The first step that fits and is not used up, with its number from 0.
    pub(super) fn answer(&mut self, sent: &Seen) -> Option<(usize, Answer)> {
        let fits = |(step, answered): &(Step, u64)| step.times.more(*answered) && step.fits(sent);
        let (index, (step, answered)) = self.steps.iter_mut().enumerate().find(|(_, one)| fits(one))?;
        *answered += 1;
        Some((index, step.answer.clone()))
    }
}

impl Step {
    fn fits(&self, sent: &Seen) -> bool {
        self.method.as_ref().is_none_or(|method| *method == sent.method)
            && self.path.as_ref().is_none_or(|path| path_fits(path, &sent.path))
            && self.query.iter().all(|(name, value)| {
                sent.query.get(name).is_some_and(|values| values.iter().any(|sent| contains(sent, value)))
            })
            && self.headers.iter().all(|(name, value)| sent.headers.get(name) == Some(value))
            && self.request.as_ref().is_none_or(|part| contains(&sent.body, part))
    }
}

fn path_fits(pattern: &str, path: &str) -> bool {
    if pattern.contains('*') { pattern_matches(pattern, path) } else { pattern == path }
}
