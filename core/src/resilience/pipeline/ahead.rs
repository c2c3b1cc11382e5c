//! Whether there is room for requests whose answers nobody waits for yet.

use tokio::time::Instant;

use super::Pipeline;

impl Pipeline {
    /// How many requests may run on a route for answers that will be wanted soon: none while the breaker is not closed, or the
    /// system asked to wait, or less than a tenth of a budget is known to be left; one where nothing is known of a budget; else
    /// half of the places that are free.
    pub fn room(&self, route: &str) -> u32 {
        let (inner, now) = (&*self.0, Instant::now());
        let budgets = inner.budgets(route);
        if inner.breaker.acquire_closed().is_none()
            || !inner.limiter.held(now).is_zero()
            || budgets.iter().any(|budget| budget.short(now))
        {
            return 0;
        }
        if !budgets.iter().all(|budget| budget.plenty(now)) || inner.limiter.try_spare(now).is_none() {
            return 1;
        }
        let tenant = inner.tenant.as_ref().map_or(u32::MAX, |tenant| tenant.free());
        (inner.bulkhead.free().min(tenant) / 2).max(1)
    }
}
