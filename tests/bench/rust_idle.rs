//! What an idle connection costs: `bench-idle [tenants] [connections of each] [connections that make a call]`.
//!
//! Two figures for each: what the kernel says is resident, and what is really in use. Memory that was used and is free
//! again stays resident, in the allocator's hands, for the next connection that needs it.
//!
//! A process of its own fills the store and another is the server, so that this one holds nothing but what it opens.
//! Linux only: it reads what the kernel says of its memory.

#[path = "serve.rs"]
#[allow(dead_code)]
mod serve;

use std::alloc::{GlobalAlloc, Layout, System};
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use coreflow_bridge::bridge::Bridge;
use serde_json::json;
use tokio::task::JoinSet;

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The client of a connection is let go after a minute, and so is what was read of a tenant's rows.
const IDLE: Duration = Duration::from_secs(65);
const AT_ONCE: usize = 64;
/// Each first call makes a client; with 64 at once one was seen to pass its deadline on a busy machine.
const CALLS_AT_ONCE: usize = 8;

/// The system's allocator, counting what is in use.
struct Counting;

static IN_USE: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: everything is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size() as u64, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size() as u64, Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// What the process holds, in bytes.
#[derive(Clone, Copy)]
struct Memory {
    resident: u64,
    used: u64,
}

fn main() -> Done<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: usize| arguments.get(at).map_or(Ok(usual), |text| text.parse());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match arguments.first().map(String::as_str) {
        Some("serve") => {
            println!("{}", serve::serve(serve::Answer::Well)?.0);
            std::io::stdin().lines().for_each(drop);
            Ok(())
        }
        Some("fill") => runtime.block_on(fill(&arguments[1], &arguments[2], number(3, 0)?, number(4, 0)?)),
        _ => {
            let folder = std::env::temp_dir().join(format!("bench-idle-{}", std::process::id()));
            std::fs::create_dir_all(&folder)?;
            let store = folder.join("bridge.db").display().to_string();
            let done = runtime.block_on(measure(&store, number(0, 10_000)?, number(1, 10)?, number(2, 2_000)?));
            std::fs::remove_dir_all(&folder)?;
            done
        }
    }
}

fn open(store: &str) -> coreflow_bridge::Result<Bridge> {
    let key = format!("bench:{}=", "A".repeat(43));
    Bridge::open(&json!({"store": store, "keyring": {"key": key}}).to_string())
}

/// Does `one` for each number, so many at once.
async fn each<F, W>(many: usize, at_once: usize, one: F) -> Done<()>
where
    F: Fn(usize) -> W,
    W: Future<Output = Done<()>> + Send + 'static,
{
    let mut running = JoinSet::new();
    for number in 0..many {
        if running.len() == at_once
            && let Some(done) = running.join_next().await
        {
            done??;
        }
        running.spawn(one(number));
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

async fn fill(store: &str, url: &str, tenants: usize, of_each: usize) -> Done<()> {
    let bridge = open(store)?;
    each(tenants, AT_ONCE, |number| {
        let (bridge, url) = (bridge.clone(), url.to_owned());
        async move {
            let tenant = bridge.tenant(&format!("tenant-{number}"))?;
            tenant.change_modules(&json!({"activate": ["accounting"]}).to_string()).await?;
            for connection in 0..of_each {
                let credential = json!({"type": "api_key", "key": "key", "secret": format!("secret-{number}")});
                let wanted = json!({
                    "system": "erpnext", "name": format!("erpnext-{connection}"), "instance": url,
                    "credential": credential, "allow_private": true, "verify": false, "options": {"zone": "UTC"},
                });
                tenant.connect(&wanted.to_string()).await?;
            }
            Ok(())
        }
    })
    .await?;
    bridge.close().await;
    Ok(())
}

async fn measure(store: &str, tenants: usize, of_each: usize, called: usize) -> Done<()> {
    let itself = std::env::current_exe()?;
    let mut server = Command::new(&itself).arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut url = String::new();
    BufReader::new(server.stdout.take().ok_or("the server says nothing")?).read_line(&mut url)?;
    let all = tenants * of_each;
    let filled =
        Command::new(&itself).args(["fill", store, url.trim(), &tenants.to_string(), &of_each.to_string()]).status()?;
    if !filled.success() {
        return Err("the store could not be filled".into());
    }
    let bridge = open(store)?;
    bridge.tenant("tenant-0")?.health(r#"{"probe": false}"#).await?;
    tokio::time::sleep(IDLE).await;
    let before = memory()?;
    println!("{all} connections of {tenants} tenants in one process");
    println!("{:<40} {:>12} {:>12} {:>16} {:>16}", "", "resident", "in use", "resident, each", "in use, each");
    row("the bridge, one tenant open", before, before, 1);

    each(tenants, AT_ONCE, |number| {
        let bridge = bridge.clone();
        async move {
            bridge.tenant(&format!("tenant-{number}"))?.health(r#"{"probe": false}"#).await?;
            Ok(())
        }
    })
    .await?;
    tokio::time::sleep(IDLE).await;
    let opened = memory()?;
    row("all open, no call yet", opened, before, all);

    // One that a busy machine makes too slow is told, and does not end the run.
    let failures = Arc::new(Mutex::new(Vec::new()));
    each(called, CALLS_AT_ONCE, |number| {
        let (bridge, failures) = (bridge.clone(), Arc::clone(&failures));
        async move {
            let tenant = bridge.tenant(&format!("tenant-{}", number / of_each))?;
            let request = json!({"method": "GET", "path": "/api/method/ping"}).to_string();
            if let Err(error) = tenant.request(&format!("erpnext-{}", number % of_each), &request).await {
                failures.lock().map_err(|_| "a call has panicked")?.push(error.to_string());
            }
            Ok(())
        }
    })
    .await?;
    row(&format!("{called} of them have just made a call"), memory()?, opened, called);
    let failures = std::mem::take(&mut *failures.lock().map_err(|_| "a call has panicked")?);
    if let Some(first) = failures.first() {
        println!("{} of these calls failed, the first with: {first}", failures.len());
    }
    tokio::time::sleep(IDLE).await;
    row("the same, idle for a minute", memory()?, opened, called);
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}

fn row(what: &str, now: Memory, before: Memory, among: usize) {
    let mega = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1_000_000.0);
    let each = |now: u64, before: u64| format!("{} bytes", now.saturating_sub(before) / among.max(1) as u64);
    println!(
        "{what:<40} {:>12} {:>12} {:>16} {:>16}",
        mega(now.resident),
        mega(now.used),
        each(now.resident, before.resident),
        each(now.used, before.used),
    );
}

/// Linux only.
fn memory() -> Done<Memory> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("the system tells no VmRSS")?;
    let resident = line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024;
    Ok(Memory { resident, used: IN_USE.load(Ordering::Relaxed) })
}
