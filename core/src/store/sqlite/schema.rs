//! The tables, as a list of migrations. A released entry is never changed; a new one is added.

use rusqlite::Connection;

use crate::error::{Code, Error, Result};

/// "CFBR": marks the file as ours, so that another program's database is never taken for an empty store.
const APPLICATION_ID: i64 = 0x4346_4252;

/// Entry n leads from schema version n to n + 1. Times are microseconds since 1970 in UTC.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE tenant_keys (
        tenant TEXT NOT NULL PRIMARY KEY,
        keyring_id TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tenant_keys_by_keyring ON tenant_keys (keyring_id, tenant);

    CREATE TABLE connections (
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        system TEXT NOT NULL,
        instance TEXT NOT NULL,
        options TEXT NOT NULL,
        credential BLOB NOT NULL,
        revision INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, name)
    ) STRICT, WITHOUT ROWID;

    -- Outlives the connection, so that a revision is never given twice.
    CREATE TABLE connection_revisions (
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        revision INTEGER NOT NULL,
        PRIMARY KEY (tenant, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE activations (
        tenant TEXT NOT NULL,
        module TEXT NOT NULL,
        provider TEXT,
        PRIMARY KEY (tenant, module)
    ) STRICT, WITHOUT ROWID;

    -- AUTOINCREMENT: the number of an abandoned attempt is never given again.
    CREATE TABLE writes (
        attempt INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL,
        connection TEXT NOT NULL,
        operation TEXT NOT NULL,
        key TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0,
        remote_id TEXT,
        since INTEGER NOT NULL,
        UNIQUE (tenant, connection, operation, key)
    ) STRICT;
",
    "
    CREATE TABLE links (
        tenant TEXT NOT NULL,
        id TEXT NOT NULL,
        from_resource TEXT NOT NULL,
        from_id TEXT NOT NULL,
        to_resource TEXT NOT NULL,
        to_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX links_by_from ON links (tenant, from_resource, from_id);
    CREATE INDEX links_by_to ON links (tenant, to_resource, to_id);
",
    "
    -- Counts the changes of a tenant's modules and of its subscription.
    CREATE TABLE module_states (
        tenant TEXT NOT NULL PRIMARY KEY,
        revision INTEGER NOT NULL,
        subscription TEXT
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE usage (
        tenant TEXT NOT NULL,
        metric TEXT NOT NULL,
        since INTEGER NOT NULL,
        used INTEGER NOT NULL,
        PRIMARY KEY (tenant, metric, since)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- AUTOINCREMENT: positions only grow, also when all events are gone. No tenant and no subject are ''.
    CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL,
        source TEXT NOT NULL,
        id TEXT NOT NULL,
        type TEXT NOT NULL,
        subject TEXT NOT NULL,
        time INTEGER NOT NULL,
        data TEXT,
        attributes TEXT,
        size INTEGER NOT NULL,
        appended_at INTEGER NOT NULL,
        UNIQUE (tenant, source, id)
    ) STRICT;
    CREATE INDEX events_by_key ON events (tenant, subject, position);

    -- One row: what the table above holds.
    CREATE TABLE event_totals (events INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
    INSERT INTO event_totals VALUES (0, 0);

    CREATE TABLE event_groups (
        grp INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        spec TEXT NOT NULL,
        -- Every event up to here was looked at.
        scanned INTEGER NOT NULL,
        -- The last lease.
        fence INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- The first unsettled event of each key of a group. Those behind it are found in the log.
    CREATE TABLE event_heads (
        grp INTEGER NOT NULL,
        tenant TEXT NOT NULL,
        subject TEXT NOT NULL,
        position INTEGER NOT NULL,
        -- Up to here the key is settled, apart from this event.
        settled INTEGER NOT NULL,
        -- Whether the scan passed events of the key that come after.
        more INTEGER NOT NULL DEFAULT 0,
        -- When the lease ends, or the wait.
        due_at INTEGER NOT NULL,
        -- The lease; NULL without one.
        fence INTEGER,
        attempt INTEGER NOT NULL,
        -- The dead letter that is delivered again.
        letter INTEGER,
        error TEXT,
        PRIMARY KEY (grp, tenant, subject)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX event_heads_by_due ON event_heads (grp, due_at, position);
    CREATE UNIQUE INDEX event_heads_by_fence ON event_heads (grp, fence) WHERE fence IS NOT NULL;

    -- With the event itself, which the log may drop.
    CREATE TABLE event_dead_letters (
        letter INTEGER PRIMARY KEY AUTOINCREMENT,
        grp INTEGER NOT NULL,
        -- 0 dead, 1 to be delivered again, 2 being delivered.
        state INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        error TEXT NOT NULL,
        died_at INTEGER NOT NULL,
        position INTEGER NOT NULL,
        tenant TEXT NOT NULL,
        source TEXT NOT NULL,
        id TEXT NOT NULL,
        type TEXT NOT NULL,
        subject TEXT NOT NULL,
        time INTEGER NOT NULL,
        data TEXT,
        attributes TEXT
    ) STRICT;
    CREATE INDEX event_dead_letters_by_state ON event_dead_letters (grp, state, letter);
",
    "
    -- AUTOINCREMENT: the number of a feed that was forgotten is never given again.
    CREATE TABLE syncs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL,
        connection TEXT NOT NULL,
        resource TEXT NOT NULL,
        -- The parent whose records are read; '' for all.
        scope TEXT NOT NULL,
        state TEXT,
        -- The last lease.
        fence INTEGER NOT NULL,
        -- Who has it; NULL when nobody.
        owner TEXT,
        until INTEGER NOT NULL,
        due_at INTEGER,
        UNIQUE (tenant, connection, resource, scope)
    ) STRICT;
    CREATE INDEX syncs_by_due ON syncs (due_at) WHERE due_at IS NOT NULL;

    CREATE TABLE sync_items (
        sync INTEGER NOT NULL,
        id TEXT NOT NULL,
        part TEXT NOT NULL,
        digest BLOB NOT NULL,
        -- The run that saw it last.
        generation INTEGER NOT NULL,
        updated_at INTEGER,
        read_at INTEGER NOT NULL,
        sealed BLOB,
        -- The run that sealed it.
        sealed_in INTEGER NOT NULL,
        PRIMARY KEY (sync, id)
    ) STRICT;
    CREATE INDEX sync_items_by_generation ON sync_items (sync, part, generation);
",
    "
    -- What was begun of the handling of an event, and what came of it, until the event is settled.
    CREATE TABLE event_steps (
        grp INTEGER NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        -- JSON; NULL until the step is done.
        result TEXT,
        PRIMARY KEY (grp, position, name)
    ) STRICT, WITHOUT ROWID;

    -- Events up to here may have been handled before the group began anew.
    ALTER TABLE event_groups ADD COLUMN again INTEGER NOT NULL DEFAULT 0;

    ALTER TABLE event_totals ADD COLUMN letters INTEGER NOT NULL DEFAULT 0;
    UPDATE event_totals SET letters = (SELECT count(*) FROM event_dead_letters);
    CREATE TRIGGER event_dead_letters_in AFTER INSERT ON event_dead_letters
        BEGIN UPDATE event_totals SET letters = letters + 1; END;
    CREATE TRIGGER event_dead_letters_out AFTER DELETE ON event_dead_letters
        BEGIN UPDATE event_totals SET letters = letters - 1; END;
",
    "
    -- Where deliveries come in. Endpoints of the host have the tenant ''; the secrets are sealed.
    CREATE TABLE webhook_endpoints (
        id TEXT NOT NULL PRIMARY KEY,
        tenant TEXT NOT NULL,
        connection TEXT,
        settings TEXT NOT NULL,
        secrets BLOB NOT NULL,
        revision INTEGER NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (tenant, connection);

    -- What came in already.
    CREATE TABLE webhook_inbox (
        endpoint TEXT NOT NULL,
        delivery TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (endpoint, delivery)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX webhook_inbox_by_time ON webhook_inbox (received_at);
",
    "
    -- The last check of each connection; without a status there was none yet.
    CREATE TABLE checks (
        tenant TEXT NOT NULL,
        connection TEXT NOT NULL,
        revision INTEGER NOT NULL DEFAULT 0,
        status TEXT,
        checked_at INTEGER NOT NULL DEFAULT 0,
        report TEXT NOT NULL DEFAULT '{}',
        -- Until when somebody checks it.
        busy_until INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (tenant, connection)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- Whether the key is the caller's.
    ALTER TABLE writes ADD COLUMN keyed INTEGER NOT NULL DEFAULT 1;
    -- When the call has surely ended.
    ALTER TABLE writes ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE writes ADD COLUMN settled_at INTEGER;
    -- When somebody last tried to find out the outcome.
    ALTER TABLE writes ADD COLUMN looked_at INTEGER;
    ALTER TABLE writes ADD COLUMN trace TEXT NOT NULL DEFAULT '{}';
    -- What was sent, sealed.
    ALTER TABLE writes ADD COLUMN input BLOB;
    UPDATE writes SET settled_at = since WHERE remote_id IS NOT NULL;
    CREATE INDEX writes_by_tenant ON writes (tenant, attempt);
    CREATE INDEX writes_by_due ON writes (due) WHERE remote_id IS NULL;
    CREATE INDEX writes_by_settled ON writes (settled_at) WHERE settled_at IS NOT NULL;
",
    "
    -- Rate budgets: what a system counts by, and what it asked for.
    CREATE TABLE rate_budgets (
        budget TEXT PRIMARY KEY,
        requests INTEGER,
        -- The limit that the system told.
        told INTEGER,
        per INTEGER NOT NULL DEFAULT 0,
        not_before INTEGER NOT NULL DEFAULT 0,
        -- Up to when background work was given slots in time.
        paced_at INTEGER NOT NULL DEFAULT 0,
        seen_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Blocks of slots that are taken; those without an owner by somebody who does not share this store.
    CREATE TABLE rate_blocks (
        budget TEXT NOT NULL,
        owner TEXT NOT NULL,
        number INTEGER NOT NULL,
        tenant TEXT NOT NULL,
        slots INTEGER NOT NULL,
        frees_at INTEGER NOT NULL,
        -- The same, for one that is in use, if its requests are answered at once.
        expected_at INTEGER NOT NULL,
        PRIMARY KEY (budget, owner, number)
    ) STRICT, WITHOUT ROWID;

    -- Who waits for slots.
    CREATE TABLE rate_wants (
        budget TEXT NOT NULL,
        owner TEXT NOT NULL,
        tenant TEXT NOT NULL,
        interactive INTEGER NOT NULL,
        background INTEGER NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (budget, owner)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- The processes that are live, as far as they have calls.
    CREATE TABLE breaker_observers (
        observer TEXT NOT NULL PRIMARY KEY,
        until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Whose breakers are open.
    CREATE TABLE breaker_hints (
        tenant TEXT NOT NULL,
        connection TEXT NOT NULL,
        observer TEXT NOT NULL,
        revision INTEGER NOT NULL,
        reason TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        retry_at INTEGER NOT NULL,
        until INTEGER NOT NULL,
        calls INTEGER NOT NULL,
        failure_ratio REAL NOT NULL,
        PRIMARY KEY (tenant, connection, observer)
    ) STRICT, WITHOUT ROWID;

    -- Whose turn it is to probe.
    CREATE TABLE breaker_probes (
        tenant TEXT NOT NULL,
        connection TEXT NOT NULL,
        revision INTEGER NOT NULL,
        observer TEXT NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY (tenant, connection)
    ) STRICT, WITHOUT ROWID;
",
    "
    -- What the log holds of each tenant; of the host itself under ''.
    CREATE TABLE event_tenants (
        tenant TEXT NOT NULL PRIMARY KEY,
        events INTEGER NOT NULL,
        bytes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO event_tenants SELECT tenant, count(*), sum(size) FROM events GROUP BY tenant;
    -- In the order of the positions, as every index is.
    CREATE INDEX events_by_tenant ON events (tenant);
",
];

/// Brings the schema to this version, whole or not at all.
pub(super) fn migrate(connection: &Connection) -> Result<()> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let newest = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let version = number("user_version")?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if number("application_id")? != APPLICATION_ID && (tables > 0 || version > 0) {
        return Err(config("the store's file is a SQLite database of another program; give another path".to_owned()));
    }
    if version > newest {
        return Err(config(format!(
            "the store's database has schema version {version}, this bridge knows up to {newest}; use a newer bridge"
        )));
    }
    let done = usize::try_from(version).map_err(|_| config(format!("schema version {version} is not known")))?;
    if done == MIGRATIONS.len() {
        return Ok(());
    }
    let migrations = MIGRATIONS[done..].join("\n");
    let transaction = format!(
        "BEGIN IMMEDIATE; {migrations} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {newest}; COMMIT"
    );
    Ok(connection.execute_batch(&transaction)?)
}

fn config(message: String) -> Error {
    Error::new(Code::ConfigInvalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_is_like_once() {
        let connection = Connection::open_in_memory().expect("in memory");
        migrate(&connection).expect("first");
        migrate(&connection).expect("second");
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("version");
        assert_eq!(version, MIGRATIONS.len() as i64);
    }
}
