//! What a tenant may use: the catalogue of modules, subscriptions, what follows from both, changes that are planned
//! before they are made, and quotas.

mod catalogue;
mod entitlement;
mod hint;
mod lint;
mod load;
mod plan;
mod quota;
mod report;
mod rules;
mod signed;
mod steps;
mod stripe;
mod subscription;

pub use catalogue::{Bundle, Catalogue, Choice, Counts, Module, Quota, Tier, Users};
pub use entitlement::Entitled;
pub use hint::{Hint, Why};
pub use lint::lint;
pub use load::{built_in, json_schema, load};
pub use plan::{Change, Plan, Step, Turn};
pub use quota::{Limit, Per, Window};
pub use report::{Advice, Finding, Report, Rule};
pub use rules::validate;
pub use signed::Signers;
pub use steps::{Known, plan};
pub use stripe::{FromStripe, from_stripe};
pub use subscription::{Standing, Status, Subscription};
