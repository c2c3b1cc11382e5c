//! What a Rust program costs that knows nothing but this one list: reqwest, serde, floats and texts as they come.
//! `bench-reqwest <url>`

use std::error::Error;

use serde::Deserialize;

const PAGE: usize = 1000;

#[derive(Deserialize)]
struct Page {
    data: Vec<Invoice>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is measured is the reading")]
struct Invoice {
    name: String,
    is_return: u8,
    status: String,
    customer: String,
    customer_name: String,
    posting_date: String,
    due_date: String,
    currency: String,
    conversion_rate: f64,
    net_total: f64,
    total_taxes_and_charges: f64,
    grand_total: f64,
    outstanding_amount: f64,
    po_no: Option<String>,
    remarks: Option<String>,
    creation: String,
    modified: String,
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let url = std::env::args().nth(1).ok_or("bench-reqwest <url>")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{}", runtime.block_on(pull(&url))?.len());
    Ok(())
}

async fn pull(url: &str) -> Result<Vec<Invoice>, Box<dyn Error + Send + Sync>> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let (mut records, fields) = (Vec::new(), include_str!("fields.json").trim());
    loop {
        let (start, length) = (records.len().to_string(), PAGE.to_string());
        let query =
            [("fields", fields), ("order_by", "name asc"), ("limit_start", &start), ("limit_page_length", &length)];
        let url = reqwest::Url::parse_with_params(&format!("{url}/api/resource/Sales%20Invoice"), query)?;
        let request = client.get(url);
        let answer = request.header("Authorization", "token key:secret").send().await?.error_for_status()?;
        let page: Page = serde_json::from_slice(&answer.bytes().await?)?;
        let last = page.data.len() < PAGE;
        records.extend(page.data);
        if last {
            return Ok(records);
        }
    }
}
