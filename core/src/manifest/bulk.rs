//! Several records by one request.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::operation::Operation;

/// How several records are made by one request.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// How many records one request takes.
    pub max: usize,
    /// What becomes of the others when one of them is refused.
    pub failure: BulkFailure,
    /// The request. Its `body` says where the list of records goes (`at`; the body itself when not given), its `answer`
    /// where the `items` stand that were made, in the order of the request.
    pub request: Operation,
}

/// What becomes of the other records when one of them is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkFailure {
    /// Nothing is made: all or none. The bridge sends halves of the request until it knows which record it is.
    Whole,
}
