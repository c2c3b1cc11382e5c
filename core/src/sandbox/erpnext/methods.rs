//! `/api/method/...`: the calls that adapters make beside the resources.

use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome};
use super::filters::{json_text, plain};
use super::list::{self, Args, Source};
use super::state::{Doc, amount, number, text};
use super::write::Site;
use super::{User, build, orders, payment, permit, read_list, view};
use crate::sandbox::message::Reply;

pub(crate) fn call(site: &mut Site, user: User, http: &str, name: &str, args: &Args, v2: bool) -> Outcome<Reply> {
    let arg = |key: &str| args.get(key).map(plain).unwrap_or_default();
    let answer = |value: Value| {
        let key = if v2 { "data" } else { "message" };
        Ok(Reply::json(200, json!({key: value})))
    };
    // What a guest may call.
    match name {
        "ping" | "frappe.ping" => return answer(json!("pong")),
        "frappe.client.get_time_zone" => return answer(json!({"time_zone": "Europe/London"})),
        "login" => {
            let text = json!({"message": "Invalid login credentials", "exc_type": "AuthenticationError",
                "exception": "frappe.exceptions.AuthenticationError", "exc": "[]"});
            return Ok(Reply::json(401, text));
        }
        _ => {}
    }
    if !KNOWN.contains(&name) {
        let reason = match name.split_once('.') {
            Some((app, _)) if app != "frappe" && app != "erpnext" => format!("App {app} is not installed"),
            Some(_) => format!("module has no attribute '{}'", name.rsplit('.').next().unwrap_or("")),
            None => format!("'{name}'"),
        };
        return Err(Fail::validation(format!("Failed to get method for command {name} with {reason}")));
    }
    let writes = ["insert", "insert_many", "submit", "cancel", "delete", "set_value", "bulk_update"];
    let short = name.strip_prefix("frappe.client.").unwrap_or("");
    if user == User::Guest || (writes.contains(&short) && http == "GET") {
        return Err(Fail::forbidden("Not permitted", None, None));
    }
    site.user = user.name().to_owned();
    let doctype = arg("doctype");
    match name {
        "frappe.auth.get_logged_user" => answer(json!(user.name())),
        "frappe.utils.change_log.get_versions" => answer(json!({
            "frappe": {"title": "Frappe Framework", "description": "Full stack web framework with Python, Javascript, MariaDB, Redis, Node", "branch": "", "version": "15.41.0"},
            "erpnext": {"title": "ERPNext", "description": "ERP made simple", "branch": "", "version": "15.90.0"},
        })),
        "frappe.client.get_count" => {
            permit(site, user, &doctype, "read")?;
            let today = site.clock.today();
            let source = Source { schema: &site.schema, documents: &site.documents, today: &today };
            answer(json!(list::count(&source, &doctype, args)?))
        }
        "frappe.client.get_list" => answer(read_list(site, user, &doctype, args)?),
        "frappe.client.get" => {
            permit(site, user, &doctype, "read")?;
            let name = arg("name");
            let doc = site.documents.get(&doctype, &name).ok_or_else(|| Fail::not_found(&doctype, &name))?;
            answer(view::document(&site.schema, &doctype, doc))
        }
        "frappe.client.get_value" => {
            let mut asked = args.clone();
            asked.insert("fields".into(), args.get("fieldname").cloned().unwrap_or(json!("name")));
            asked.insert("limit_page_length".into(), json!(1));
            let found = read_list(site, user, &doctype, &asked)?;
            answer(found.get(0).cloned().unwrap_or(json!({})))
        }
        "frappe.client.insert" => {
            let doc = object(args.get("doc"))?;
            let doctype = text(&doc, "doctype").to_owned();
            permit(site, user, &doctype, "create")?;
            let made = site.insert(&doctype, &doc)?;
            answer(view::document(&site.schema, &doctype, &made))
        }
        "frappe.client.insert_many" => insert_many(site, user, args).and_then(answer),
        "frappe.client.submit" => {
            let doc = object(args.get("doc"))?;
            let (doctype, name) = (text(&doc, "doctype").to_owned(), text(&doc, "name").to_owned());
            permit(site, user, &doctype, "submit")?;
            let mut change = Map::from_iter([("docstatus".to_owned(), json!(1))]);
            if let Some(modified) = doc.get("modified") {
                change.insert("modified".into(), modified.clone());
            }
            let done = site.update(&doctype, &name, &change)?;
            answer(view::whole(&site.schema, &doctype, done))
        }
        "frappe.client.cancel" => {
            permit(site, user, &doctype, "cancel")?;
            let done = site.update(&doctype, &arg("name"), &Map::from_iter([("docstatus".to_owned(), json!(2))]))?;
            answer(view::whole(&site.schema, &doctype, done))
        }
        "frappe.client.delete" => {
            permit(site, user, &doctype, "delete")?;
            site.delete(&doctype, &arg("name"))?;
            Ok(Reply::json(200, json!({})))
        }
        "frappe.client.set_value" => {
            permit(site, user, &doctype, "write")?;
            let change = match args.get("fieldname") {
                Some(Value::Object(fields)) => fields.clone(),
                Some(Value::String(s)) if s.trim_start().starts_with('{') => object(args.get("fieldname"))?,
                _ => Map::from_iter([(arg("fieldname"), args.get("value").cloned().unwrap_or(Value::Null))]),
            };
            let done = site.update(&doctype, &arg("name"), &change)?;
            answer(view::whole(&site.schema, &doctype, done))
        }
        "frappe.client.bulk_update" => bulk_update(site, user, args).and_then(answer),
        SALES_ORDER_STATUS | PURCHASE_ORDER_STATUS => {
            let doctype = if name == SALES_ORDER_STATUS { "Sales Order" } else { "Purchase Order" };
            permit(site, user, doctype, "write")?;
            orders::update_status(site, doctype, args)?;
            Ok(Reply::json(200, json!({})))
        }
        WORK_ORDER_STATUS => {
            permit(site, user, "Work Order", "write")?;
            let status = build::stop(site, args)?;
            let shown =
                json!([json!({"message": format!("Work Order has been {status}"), "title": "Message"}).to_string()]);
            Ok(Reply::json(200, json!({"message": status, "_server_messages": shown.to_string()})))
        }
        STOCK_BALANCE | STOCK_OF_ITEM => {
            let (item, warehouse) = (arg("item_code"), arg("warehouse"));
            let of = |bin: &&Doc| {
                text(bin, "item_code") == item && (warehouse.is_empty() || text(bin, "warehouse") == warehouse)
            };
            answer(number(site.documents.all("Bin").filter(of).map(|bin| amount(bin, "actual_qty")).sum()))
        }
        _ => {
            let (of, dn) = (arg("dt"), arg("dn"));
            permit(site, user, &of, "read")?;
            let draft = payment::prefill(site, &of, &dn)?;
            answer(draft)
        }
    }
}

const SALES_ORDER_STATUS: &str = "erpnext.selling.doctype.sales_order.sales_order.update_status";
const PURCHASE_ORDER_STATUS: &str = "erpnext.buying.doctype.purchase_order.purchase_order.update_status";
const WORK_ORDER_STATUS: &str = "erpnext.manufacturing.doctype.work_order.work_order.stop_unstop";
const STOCK_BALANCE: &str = "erpnext.stock.utils.get_stock_balance";
const STOCK_OF_ITEM: &str = "erpnext.stock.utils.get_latest_stock_qty";

const KNOWN: [&str; 19] = [
    SALES_ORDER_STATUS,
    PURCHASE_ORDER_STATUS,
    WORK_ORDER_STATUS,
    STOCK_BALANCE,
    STOCK_OF_ITEM,
    "frappe.auth.get_logged_user",
    "frappe.utils.change_log.get_versions",
    "frappe.client.get_count",
    "frappe.client.get_list",
    "frappe.client.get",
    "frappe.client.get_value",
    "frappe.client.insert",
    "frappe.client.insert_many",
    "frappe.client.submit",
    "frappe.client.cancel",
    "frappe.client.delete",
    "frappe.client.set_value",
    "frappe.client.bulk_update",
    "erpnext.accounts.doctype.payment_entry.payment_entry.get_payment_entry",
];

fn object(raw: Option<&Value>) -> Outcome<Map<String, Value>> {
    let value = match raw {
        Some(Value::String(s)) => json_text(s)?,
        Some(value) => value.clone(),
        None => Value::Null,
    };
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(Fail::bug("AttributeError", "'NoneType' object has no attribute 'get'")),
    }
}

fn objects(raw: Option<&Value>) -> Outcome<Vec<Map<String, Value>>> {
    let value = match raw {
        Some(Value::String(s)) => json_text(s)?,
        Some(value) => value.clone(),
        None => json!([]),
    };
    Ok(value.as_array().map(|l| l.iter().filter_map(Value::as_object).cloned().collect()).unwrap_or_default())
}

/// One transaction: the first refused document takes all back.
fn insert_many(site: &mut Site, user: User, args: &Args) -> Outcome<Value> {
    let docs = objects(args.get("docs"))?;
    if docs.len() > 200 {
        return Err(Fail::validation("Only 200 inserts allowed in one request"));
    }
    let mut made: Vec<(String, String)> = Vec::new();
    for doc in &docs {
        let doctype = text(doc, "doctype").to_owned();
        match permit(site, user, &doctype, "create").and_then(|()| site.insert(&doctype, doc)) {
            Ok(doc) => made.push((doctype, text(&doc, "name").to_owned())),
            Err(fail) => {
                for (doctype, name) in made {
                    site.documents.remove(&doctype, &name);
                }
                return Err(fail);
            }
        }
    }
    Ok(json!(made.into_iter().map(|(_, name)| name).collect::<Vec<_>>()))
}

/// Always 200; what failed is in the answer.
fn bulk_update(site: &mut Site, user: User, args: &Args) -> Outcome<Value> {
    let mut failed = Vec::new();
    for doc in objects(args.get("docs"))? {
        let (doctype, name) = (text(&doc, "doctype").to_owned(), text(&doc, "docname").to_owned());
        let done = permit(site, user, &doctype, "write").and_then(|()| site.update(&doctype, &name, &doc));
        if let Err(fail) = done {
            let trace = format!("Traceback (most recent call last):\n  [sandbox]\n{}\n", fail.exception());
            failed.push(json!({"doc": doc, "exc": trace}));
        }
    }
    Ok(json!({"failed_docs": failed}))
}
