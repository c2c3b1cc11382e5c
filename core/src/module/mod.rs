//! What a tenant may use: the catalogue of modules, subscriptions, what follows from both, changes that are planned
//! before they are made, and quotas.

mod catalogue;
mod entitlement;
mod hint;
mod lint;
mod load;
mod plan;
mod quota;
mod rules;
mod signed;
mod stripe;
mod subscription;

pub use catalogue::{Bundle, Catalogue, Choice, Module, Quota, Tier, Users};
pub use entitlement::Entitled;
pub use hint::{Hint, Why};
pub use lint::lint;
pub use load::{built_in, load};
pub use plan::{Change, Known, Plan, Step, Turn, plan};
pub use quota::{Limit, Per, Window};
pub use rules::{Advice, Finding, Report, Rule, validate};
pub use signed::Signers;
pub use stripe::{FromStripe, from_stripe};
pub use subscription::{Standing, Status, Subscription};
