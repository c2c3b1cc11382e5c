//! What happens to the SQLite file: wrong files, several processes, a killed process, foreign closers, canaries.
//!
//! A test that needs another process starts this test binary again with the name of one `child_*` test; without its
//! environment variable such a test does nothing.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use coreflow_bridge::id::{ConnectionName, TenantId};
use coreflow_bridge::secret::{Credential, KeyringConfig, Sealer};
use coreflow_bridge::store::{ConnectionRow, ModuleChange, NewWrite, WriteId, WriteState, open_sqlite};
use coreflow_bridge::{Code, Error};

const PATH: &str = "COREFLOW_BRIDGE_TEST_STORE";
const ROLE: &str = "COREFLOW_BRIDGE_TEST_ROLE";

fn child(test: &str, path: &Path, role: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(PATH, path).env(ROLE, role);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn child_path() -> Option<(PathBuf, String)> {
    Some((std::env::var_os(PATH)?.into(), std::env::var(ROLE).unwrap()))
}

fn tenant() -> TenantId {
    TenantId::new("acme").unwrap()
}

fn entered(fingerprint: &str) -> NewWrite {
    NewWrite {
        fingerprint: fingerprint.into(),
        keyed: true,
        sent: false,
        due: "2999-01-01T00:00:00Z".parse().unwrap(),
        trace: "{}".into(),
        input: None,
        forget_before: jiff::Timestamp::MIN,
    }
}

fn write_id(key: impl Into<String>) -> WriteId {
    WriteId {
        tenant: tenant(),
        connection: ConnectionName::new("erp").unwrap(),
        operation: "accounting.invoices.create".into(),
        key: key.into(),
    }
}

async fn refusal(path: &Path) -> Error {
    open_sqlite(path).await.err().expect("refused")
}

/// Waits until the child says so, so that nothing depends on how fast it is.
fn wait_for(child: &mut Child, word: &str) {
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line.ends_with(word)), "the child never said {word}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    open_sqlite(&path).await.unwrap().close().await;
    let raw = rusqlite::Connection::open(&path).unwrap();
    let ours: i64 = raw.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    raw.pragma_update(None, "user_version", 4711).unwrap();
    drop(raw);
    let error = refusal(&path).await;
    assert_eq!(error.code(), Code::ConfigInvalid);
    let message = format!("schema version 4711, this bridge knows up to {ours};");
    assert!(error.message().contains(&message), "{error}");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("other.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)").unwrap();
    assert_eq!(refusal(&path).await.code(), Code::ConfigInvalid);
    let raw = rusqlite::Connection::open(&path).unwrap();
    let tables: i64 = raw.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[tokio::test]
async fn wrong_paths_are_refused_with_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let text = directory.path().join("notes.txt");
    std::fs::write(&text, "not a database, but long enough to have a header of a hundred bytes\n".repeat(100)).unwrap();
    for (path, hint) in [
        (text.clone(), "not a SQLite database"),
        (directory.path().to_path_buf(), "is a directory"),
        (directory.path().join("missing/bridge.db"), "exists and is writable"),
        (text.join("bridge.db"), "exists and is writable"),
    ] {
        let error = refusal(&path).await;
        assert_eq!(error.code(), Code::StorageUnavailable, "{error}");
        assert!(error.message().contains(hint) && !error.retryable(), "{error}");
    }
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("not a database"), "the file is as it was");
}

#[cfg(unix)]
#[tokio::test]
async fn a_read_only_directory_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let directory = tempfile::tempdir().unwrap();
    std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let path = directory.path().join("bridge.db");
    if std::fs::write(directory.path().join("probe"), "").is_err() {
        assert_eq!(refusal(&path).await.code(), Code::StorageUnavailable);
        return;
    }
    // Permissions do not bind root: ask as nobody, with a copy of this binary that nobody may run.
    let binary = tempfile::tempdir().unwrap();
    std::fs::set_permissions(binary.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let copy = binary.path().join("store_file");
    std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    let mut command = Command::new(copy);
    command.args(["--exact", "child_is_refused", "--nocapture"]).env(PATH, &path).env(ROLE, "").current_dir("/");
    let output = command.uid(65534).gid(65534).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("refused STORAGE_UNAVAILABLE"), "{said}");
}

#[tokio::test]
async fn child_is_refused() {
    if let Some((path, _)) = child_path() {
        println!("refused {}", refusal(&path).await.code());
    }
}

const PROCESSES: usize = 3;
const WRITES: usize = 400;

/// Three processes write at once; meanwhile one of them opens and closes the file as a second copy of SQLite would,
/// which drops all its POSIX locks. Every acknowledged write must be there.
#[tokio::test]
async fn of_writes_by_several_processes_none_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    let roles = ["foreign", "plain", "plain"];
    let mut children: Vec<_> =
        (0..PROCESSES).map(|n| child("child_writes", &path, &format!("{}-{n}", roles[n])).spawn().unwrap()).collect();
    for child in &mut children {
        wait_for(child, "ready");
    }
    for child in &mut children {
        child.stdin.take().unwrap().write_all(b"go\n").unwrap();
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let store = open_sqlite(&path).await.unwrap();
    for process in 0..PROCESSES {
        for number in 0..WRITES {
            let state = store.begin_write(&write_id(format!("{process}-{number}")), entered("f")).await.unwrap();
            assert_eq!(state, WriteState::Done { remote_id: number.to_string() });
        }
    }
    let counted = store.begin_write(&write_id("next"), entered("f")).await.unwrap();
    let expected = u64::try_from(PROCESSES * WRITES + 1).unwrap();
    assert_eq!(counted, WriteState::New { attempt: expected }, "no write was made twice");
    store.close().await;
    let raw = rusqlite::Connection::open(&path).unwrap();
    let check: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_writes() {
    let Some((path, role)) = child_path() else { return };
    let (kind, process) = role.split_once('-').unwrap();
    let store = open_sqlite(&path).await.unwrap();
    println!("ready");
    std::io::stdin().read_exact(&mut [0; 3]).unwrap();
    let lanes = (0..4).map(|lane| {
        let (store, path, process, foreign) = (Arc::clone(&store), path.clone(), process.to_owned(), kind == "foreign");
        tokio::spawn(async move {
            for number in (lane..WRITES).step_by(4) {
                let id = write_id(format!("{process}-{number}"));
                let WriteState::New { attempt } = store.begin_write(&id, entered("f")).await.unwrap() else {
                    panic!("twice")
                };
                if foreign {
                    for ending in ["", "-shm", "-wal"] {
                        drop(std::fs::File::open(format!("{}{ending}", path.display())));
                    }
                }
                store.mark_sent(&id, attempt).await.unwrap();
                store.finish_write(&id, attempt, &number.to_string()).await.unwrap();
            }
        })
    });
    for lane in lanes.collect::<Vec<_>>() {
        lane.await.unwrap();
    }
    store.close().await;
}

#[tokio::test]
async fn a_write_of_a_killed_process_is_pending() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    for (role, was_sent) in [("intent", false), ("sent", true)] {
        let mut killed = child("child_hangs_in_a_write", &path, role).spawn().unwrap();
        wait_for(&mut killed, "begun");
        killed.kill().unwrap();
        killed.wait().unwrap();
        let store = open_sqlite(&path).await.unwrap();
        let state = store.begin_write(&write_id(role), entered("f")).await.unwrap();
        assert!(matches!(state, WriteState::Pending { sent, .. } if sent == was_sent), "{role}: {state:?}");
        store.close().await;
    }
}

#[tokio::test]
async fn child_hangs_in_a_write() {
    let Some((path, role)) = child_path() else { return };
    let store = open_sqlite(&path).await.unwrap();
    let id = write_id(role.as_str());
    let WriteState::New { attempt } = store.begin_write(&id, entered("f")).await.unwrap() else { panic!("not new") };
    if role == "sent" {
        store.mark_sent(&id, attempt).await.unwrap();
    }
    println!("begun");
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn no_credential_is_readable_in_any_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    let store = open_sqlite(&path).await.unwrap();
    let sealer = Sealer::start(KeyringConfig::default(), path.to_str().unwrap(), store.clone()).await.unwrap();
    let credential =
        Credential::from_json(r#"{"type":"api_key","key":"canary-key","secret":"canary-secret"}"#).unwrap();
    let name = ConnectionName::new("erp").unwrap();
    let sealed = sealer.seal(&tenant(), &name, "credential", 1, &credential.to_plain_json()).await.unwrap();
    let row = ConnectionRow {
        name: name.clone(),
        system: "erpnext".into(),
        instance: "https://erp.test/marker".into(),
        options: "{}".into(),
        credential: sealed,
        revision: 1,
        created_at: jiff::Timestamp::UNIX_EPOCH,
    };
    store.put_connection(&tenant(), row).await.unwrap();
    let scan = || {
        let files = std::fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
        let all: Vec<_> = files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect();
        let holds = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        for (file, bytes) in &all {
            assert!(!holds(bytes, "canary"), "{}", file.display());
        }
        let endings = ["db", "db-wal", "db-shm", "db-lock", "db.key"].map(|ending| format!("bridge.{ending}"));
        let seen = endings.iter().filter(|name| all.iter().any(|(file, _)| file.ends_with(name))).count();
        assert!(all.iter().any(|(_, bytes)| holds(bytes, "erp.test/marker")), "the scan sees what is plain");
        seen
    };
    assert_eq!(scan(), 5, "database, log, index, lock and key file are there");
    store.close().await;
    scan();

    // A second life opens it again; without the key file it is refused, and no new key is made.
    let key_file = directory.path().join("bridge.db.key");
    let reopened = open_sqlite(&path).await.unwrap();
    let start = || Sealer::start(KeyringConfig::default(), path.to_str().unwrap(), reopened.clone());
    let stored = reopened.connection(&tenant(), &name).await.unwrap().unwrap();
    let plain = start().await.unwrap().open(&tenant(), &name, "credential", 1, &stored.credential).await.unwrap();
    let secret = Credential::from_plain_json(&plain).unwrap();
    assert_eq!(secret.fields().map(|(_, value)| value.expose()).collect::<Vec<_>>(), ["canary-key", "canary-secret"]);
    std::fs::remove_file(&key_file).unwrap();
    assert_eq!(start().await.unwrap_err().code(), Code::SecretUnavailable);
    assert!(!key_file.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn all_files_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let store = open_sqlite(directory.path().join("bridge.db")).await.unwrap();
    store.change_modules(&tenant(), ModuleChange::default().into()).await.unwrap();
    for entry in std::fs::read_dir(directory.path()).unwrap().map(Result::unwrap) {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

/// After a clean close the database file alone is complete: a copy of it is a backup.
#[tokio::test]
async fn after_close_the_one_file_is_complete() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    let store = open_sqlite(&path).await.unwrap();
    let change = ModuleChange { activate: vec!["crm".into()], ..Default::default() };
    let after = store.change_modules(&tenant(), change.into()).await.unwrap();
    store.close().await;
    let copy = directory.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    assert_eq!(open_sqlite(&copy).await.unwrap().modules(&tenant()).await.unwrap(), after);
}

/// What a second copy of SQLite in this process does when it closes the file: it moves the log into the database and
/// removes log and index under our open connections.
#[cfg(unix)]
#[tokio::test]
async fn after_a_foreign_close_no_write_is_acknowledged_into_the_void() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    let store = open_sqlite(&path).await.unwrap();
    let activate = |module: &str| ModuleChange { activate: vec![module.into()], ..Default::default() };
    store.change_modules(&tenant(), activate("before").into()).await.unwrap();
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    for ending in ["-wal", "-shm"] {
        std::fs::remove_file(format!("{}{ending}", path.display())).unwrap();
    }
    drop(raw);
    let written = store.change_modules(&tenant(), activate("later").into()).await.unwrap_err();
    let read = store.modules(&tenant()).await.unwrap_err();
    for error in [written, read] {
        assert_eq!(error.code(), Code::StorageUnavailable);
        assert!(error.message().contains("another copy of SQLite"), "{error}");
    }
    store.close().await;
    let again = open_sqlite(&path).await.unwrap();
    assert_eq!(again.change_modules(&tenant(), activate("later").into()).await.unwrap().active.len(), 2);
    // Another process must find it, while ours has closed nothing.
    let output = child("child_counts", &path, "").stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("counted 2"), "{said}");
}

#[tokio::test]
async fn child_counts() {
    let Some((path, _)) = child_path() else { return };
    println!("counted {}", open_sqlite(&path).await.unwrap().modules(&tenant()).await.unwrap().active.len());
}

#[cfg(unix)]
#[tokio::test]
async fn a_replaced_database_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bridge.db");
    let store = open_sqlite(&path).await.unwrap();
    std::fs::rename(&path, directory.path().join("moved.db")).unwrap();
    let read = store.modules(&tenant()).await.unwrap_err();
    let written = store.change_modules(&tenant(), ModuleChange::default().into()).await.unwrap_err();
    assert_eq!([read.code(), written.code()], [Code::StorageUnavailable; 2]);
    assert!(!path.exists(), "no empty database is made in its place");
}
