//! What the write ledger keeps, as plain rows.

use jiff::Timestamp;

use crate::id::{ConnectionName, TenantId};

/// Which write it is: a key within one operation of one connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WriteId {
    /// The tenant.
    pub tenant: TenantId,
    /// The connection.
    pub connection: ConnectionName,
    /// The operation, for example `accounting.invoices.create`.
    pub operation: String,
    /// The caller's idempotency key, or one of ours.
    pub key: String,
}

/// A write, as it is entered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewWrite {
    /// What the key stands for; the same key for something else is a mistake.
    pub fingerprint: String,
    /// Whether the key is the caller's: then the outcome is kept. Else the entry goes once its outcome is known.
    pub keyed: bool,
    /// Whether it goes out at once, without [`mark_sent`].
    ///
    /// [`mark_sent`]: crate::store::Store::mark_sent
    pub sent: bool,
    /// When its call has surely ended.
    pub due: Timestamp,
    /// What is needed to find it again, in the form of the one who put it there.
    pub trace: String,
    /// What was sent, sealed. It goes once the outcome is known.
    pub input: Option<Vec<u8>>,
    /// Some outcomes that became known before this are forgotten on the way.
    pub forget_before: Timestamp,
}

/// What the ledger knows of a write when it is to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteState {
    /// It was not there and is entered now.
    New {
        /// Names this attempt in the next calls; no number is ever used twice.
        attempt: u64,
    },
    /// It was begun before, here or elsewhere, and its outcome is not known.
    Pending {
        /// The attempt, for whoever finds out the outcome.
        attempt: u64,
        /// When it was begun.
        since: Timestamp,
        /// When its call has surely ended.
        due: Timestamp,
        /// Whether it may have reached the system. While `false` it surely did not, and [`abandon_write`] frees the
        /// key: the one who began it then gets `STALE_LEASE` instead of sending it.
        ///
        /// [`abandon_write`]: crate::store::Store::abandon_write
        sent: bool,
    },
    /// It was done; this is the record's id in the system.
    Done {
        /// The record's id in the system.
        remote_id: String,
    },
}

/// How far a write has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteStage {
    /// Entered, and surely not sent yet.
    Intent,
    /// Sent; its call may still be under way.
    Sent,
    /// Sent, and its call ended without an answer, or died.
    Unknown,
    /// Done.
    Known,
}

impl WriteStage {
    /// All of them.
    pub const ALL: [WriteStage; 4] = [Self::Intent, Self::Sent, Self::Unknown, Self::Known];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            WriteStage::Intent => "intent",
            WriteStage::Sent => "sent",
            WriteStage::Unknown => "unknown",
            WriteStage::Known => "known",
        }
    }
}

/// A write in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteRow {
    /// Which it is.
    pub id: WriteId,
    /// Its attempt.
    pub attempt: u64,
    /// How far it has come, when it was read.
    pub stage: WriteStage,
    /// Whether the key is the caller's.
    pub keyed: bool,
    /// When it was begun.
    pub since: Timestamp,
    /// When its call has surely ended.
    pub due: Timestamp,
    /// When its outcome became known.
    pub settled_at: Option<Timestamp>,
    /// The record's id in the system, once the outcome is known.
    pub remote_id: Option<String>,
    /// What is needed to find it again.
    pub trace: String,
    /// What was sent, sealed.
    pub input: Option<Vec<u8>>,
}

/// Which writes; everything that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteFilter {
    /// Those of a stage.
    pub stage: Option<WriteStage>,
    /// Those of a connection.
    pub connection: Option<String>,
    /// Those of an operation.
    pub operation: Option<String>,
    /// Those with a key.
    pub key: Option<String>,
    /// At most so many, the newest first.
    pub limit: u32,
}
