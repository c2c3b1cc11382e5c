//! What a hung system of one tenant costs another tenant, and a refusal of the breaker: `bench-isolation [calls] [rounds]`.

#[path = "serve.rs"]
#[allow(dead_code)]
mod serve;

use std::error::Error;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use coreflow_bridge::bridge::{Bridge, Tenant};
use serde_json::json;
use serve::{Answer, serve};

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// So many calls of the hung tenant begin at once: ten are in the system's hands, the others wait for a place and are
/// refused after a second.
const HANGING: usize = 500;

fn main() -> Done<()> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let calls = numbers.next().transpose()?.unwrap_or(2_000);
    let rounds = numbers.next().transpose()?.unwrap_or(5);
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(measure(calls, rounds))
}

async fn tenant(bridge: &Bridge, name: &str, url: &str) -> Done<Tenant> {
    let tenant = bridge.tenant(name)?;
    tenant.change_modules(r#"{"activate": ["accounting"]}"#).await?;
    let credential = json!({"type": "api_key", "key": "key", "secret": "secret"});
    let wanted = json!({
        "system": "erpnext", "instance": url, "credential": credential, "allow_private": true, "verify": false,
        "options": {"zone": "UTC"},
    });
    tenant.connect(&wanted.to_string()).await?;
    Ok(tenant)
}

async fn call(tenant: &Tenant) -> coreflow_bridge::Result<String> {
    tenant.request("erpnext", r#"{"method": "GET", "path": "/api/method/ping"}"#).await
}

/// The times of so many calls, one after the other, the shortest first.
async fn timed(tenant: &Tenant, calls: usize, well: bool) -> Done<Vec<Duration>> {
    let mut times = Vec::with_capacity(calls);
    for _ in 0..calls {
        let begun = Instant::now();
        let done = call(tenant).await;
        times.push(begun.elapsed());
        if done.is_ok() != well {
            return Err(format!("a call ended unlike it should: {done:?}").into());
        }
    }
    times.sort();
    Ok(times)
}

fn part(times: &[Duration], part: f64) -> f64 {
    let at = ((times.len() as f64 * part).ceil() as usize).clamp(1, times.len());
    times[at - 1].as_secs_f64() * 1_000.0
}

fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

async fn measure(calls: usize, rounds: usize) -> Done<()> {
    let key = format!("bench:{}=", "A".repeat(43));
    let bridge = Bridge::open(&json!({"store": ":memory:", "keyring": {"key": key}}).to_string())?;
    let ((kept, _), (hung, _), (broken, hits)) = (serve(Answer::Kept)?, serve(Answer::Hung)?, serve(Answer::Broken)?);
    let globex = tenant(&bridge, "globex", &kept).await?;
    timed(&globex, 200, true).await?;

    println!(
        "{:<8} {:>12} {:>12} {:>12} {:>12} {:>8}",
        "round", "p50 alone", "p50 beside", "p99 alone", "p99 beside", "ratio"
    );
    let mut ratios = Vec::new();
    for round in 0..rounds.max(1) {
        let alone = timed(&globex, calls, true).await?;
        // A tenant of each round, whose breaker has not opened yet: it would end the trouble.
        let acme = tenant(&bridge, &format!("acme-{round}"), &hung).await?;
        let hanging: Vec<_> = (0..HANGING)
            .map(|_| {
                let acme = acme.clone();
                tokio::spawn(async move { call(&acme).await })
            })
            .collect();
        while snapshot(&bridge, &format!("acme-{round}")).await? < 10 {
            tokio::task::yield_now().await;
        }
        let beside = timed(&globex, calls, true).await?;
        hanging.iter().for_each(tokio::task::JoinHandle::abort);
        for one in hanging {
            let _ = one.await;
        }
        let ratio = part(&beside, 0.99) / part(&alone, 0.99);
        ratios.push(ratio);
        println!(
            "{:<8} {:>9.3} ms {:>9.3} ms {:>9.3} ms {:>9.3} ms {ratio:>8.2}",
            round + 1,
            part(&alone, 0.5),
            part(&beside, 0.5),
            part(&alone, 0.99),
            part(&beside, 0.99),
        );
    }
    println!(
        "a hung tenant changes another tenant's p99 by the factor {:.2} (the middle of the rounds)",
        middle(ratios)
    );

    let initech = tenant(&bridge, "initech", &broken).await?;
    timed(&initech, 3, false).await?;
    let before = hits.load(Ordering::Relaxed);
    let refused = timed(&initech, calls, false).await?;
    let sent = hits.load(Ordering::Relaxed) - before;
    println!(
        "{calls} calls refused by the breaker: p50 {:.4} ms, p99 {:.4} ms, longest {:.4} ms; {sent} of them reached the system",
        part(&refused, 0.5),
        part(&refused, 0.99),
        part(&refused, 1.0),
    );
    Ok(())
}

/// The calls of a tenant that run.
async fn snapshot(bridge: &Bridge, tenant: &str) -> Done<u64> {
    let health: serde_json::Value = serde_json::from_str(&bridge.health().await?)?;
    let connections = health["connections"].as_array().ok_or("health tells no connections")?;
    let own = connections.iter().find(|one| one["tenant"] == tenant);
    Ok(own.and_then(|one| one["pipeline"]["in_flight"].as_u64()).unwrap_or(0))
}
