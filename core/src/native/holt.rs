//! Holt's linear method: a level and a trend that are smoothed exponentially.

/// A fitted method: its parameters, its last state, and the spread of what it missed one step ahead.
pub(super) struct Holt {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    level: f64,
    trend: f64,
    pub(super) spread: f64,
}

impl Holt {
    /// The value `h` points behind the last.
    pub(super) fn ahead(&self, h: usize) -> f64 {
        self.level + self.trend * h as f64
    }

    /// The standard deviation of the miss `h` points behind the last; it grows with `h`.
    pub(super) fn deviation(&self, h: usize) -> f64 {
        let grown: f64 = (1..h).map(|j| (self.alpha * (1.0 + self.beta * j as f64)).powi(2)).sum();
        self.spread * (1.0 + grown).sqrt()
    }
}

/// The method with given parameters, run over the values. It starts with the first value and the first difference.
fn run(values: &[f64], alpha: f64, beta: f64) -> Holt {
    let (mut level, mut trend, mut squares) = (values[0], values[1] - values[0], 0.0);
    for value in &values[1..] {
        let miss = value - (level + trend);
        squares += miss * miss;
        let before = level;
        level += trend + alpha * miss;
        trend = beta * (level - before) + (1.0 - beta) * trend;
    }
    let spread = (squares / (values.len() - 1) as f64).sqrt();
    Holt { alpha, beta, level, trend, spread }
}

/// The method with the parameters, in steps of a twentieth, that miss least one step ahead.
pub(super) fn fitted(values: &[f64]) -> Holt {
    let steps = || (1..=20).map(|step| f64::from(step) / 20.0);
    let mut best = run(values, 0.05, 0.05);
    for (alpha, beta) in steps().flat_map(|alpha| steps().map(move |beta| (alpha, beta))) {
        let next = run(values, alpha, beta);
        if next.spread < best.spread {
            best = next;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook's recursion, state by state.
    fn reference(values: &[f64], alpha: f64, beta: f64) -> (f64, f64) {
        let (mut levels, mut trends) = (vec![values[0]], vec![values[1] - values[0]]);
        for t in 1..values.len() {
            levels.push(alpha * values[t] + (1.0 - alpha) * (levels[t - 1] + trends[t - 1]));
            trends.push(beta * (levels[t] - levels[t - 1]) + (1.0 - beta) * trends[t - 1]);
        }
        (levels[levels.len() - 1], trends[trends.len() - 1])
    }

    proptest! {
        #[test]
        fn it_is_the_recursion_of_the_textbook(values in prop::collection::vec(-1e6..1e6f64, 12..60)) {
            let fit = fitted(&values);
            let (level, trend) = reference(&values, fit.alpha, fit.beta);
            for h in [1usize, 7] {
                let wanted = level + trend * h as f64;
                prop_assert!((fit.ahead(h) - wanted).abs() <= 1e-6 * (1.0 + wanted.abs()));
            }
            prop_assert!(fit.deviation(7) >= fit.deviation(1));
            for (alpha, beta) in [(0.05, 0.05), (0.5, 0.1), (0.9, 0.9)] {
                prop_assert!(fit.spread <= run(&values, alpha, beta).spread);
            }
        }

        #[test]
        fn a_straight_line_goes_on(start in -1e3..1e3f64, slope in -1e2..1e2f64) {
            let values: Vec<f64> = (0..12).map(|x| start + slope * f64::from(x)).collect();
            let wanted = start + slope * 14.0;
            prop_assert!((fitted(&values).ahead(3) - wanted).abs() < 1e-6);
        }
    }
}
