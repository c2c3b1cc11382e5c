//! What is about the server and not about one model: its version, users, states, barcodes, free JSON.

use serde_json::{Map, Value, json};

use super::errors::{Fail, Outcome};
use super::store::{Row, Store, int, text};
use super::view::{self, Shown};
use super::write::missing;
use super::{ADMIN, User, sent};
use crate::sandbox::message::{Reply, Request};

pub(crate) const ADJUSTMENTS: [&str; 8] =
    ["add", "remove", "count", "transfer", "return", "merge", "assign", "change_status"];

/// What may be told by a barcode: the member of the request → the table.
const CODED: [(&str, &str); 7] = [
    ("part", "part"),
    ("stockitem", "stock"),
    ("stocklocation", "location"),
    ("supplierpart", "supplier_part"),
    ("purchaseorder", "po"),
    ("salesorder", "so"),
    ("build", "build"),
];

/// `GET /api/`: open to all; some of it only to staff.
pub(crate) fn root(staff: bool) -> Reply {
    let told = |value: Value| if staff { value } else { Value::Null };
    Reply::json(
        200,
        json!({"server": "InvenTree", "id": null, "version": "1.2.0 dev", "instance": "InvenTree", "apiVersion": 425,
            "worker_running": false, "worker_count": 1, "worker_pending_tasks": 0, "plugins_enabled": false,
            "plugins_install_disabled": false, "email_configured": false, "debug_mode": false, "docker_mode": false,
            "default_locale": "en-us",
            "customize": {"logo": "/static/img/inventree.png", "splash": "/static/img/inventree_splash.jpg",
                "login_message": null, "navbar_message": null},
            "active_plugins": false, "system_health": told(json!(false)), "database": told(json!("SQLite")),
            "platform": told(json!("Linux")), "installer": told(json!("None")), "target": null,
            "django_admin": told(json!("/admin/")),
            "settings": {"sso_registration": false, "registration_enabled": false, "password_forgotten_enabled": true}}),
    )
}

/// The endpoints without a table; nothing when it is none of them.
pub(crate) fn answer(store: &mut Store, user: User, request: &Request, parts: &[&str]) -> Option<Outcome<Reply>> {
    let staff = |reply: Reply| if user == User::Admin { Ok(reply) } else { Err(Fail::forbidden()) };
    Some(match (request.method.as_str(), parts) {
        ("GET", ["user", "me"]) => Ok(Reply::json(200, me(user))),
        ("GET", ["user", "roles"]) => Ok(Reply::json(200, roles(user))),
        ("GET", ["user", "token"]) => {
            let name = request.param("name").unwrap_or_default();
            Ok(Reply::json(200, json!({"token": ADMIN, "name": name, "expiry": "2027-11-23"})))
        }
        ("GET", ["version"]) => staff(Reply::json(200, version())),
        ("GET", ["generic", "status"]) => Ok(Reply::json(200, states())),
        ("GET", ["generic", "status", class]) => Ok(match states().get(class) {
            Some(found) => Reply::json(200, found.clone()),
            None => Fail::detail(404, "Not found.").reply(),
        }),
        ("GET", ["order", "po", "status"]) => Ok(Reply::json(200, states()["PurchaseOrderStatus"].clone())),
        ("GET", ["order", "so", "status"]) => Ok(Reply::json(200, states()["SalesOrderStatus"].clone())),
        ("GET", ["build", "status"]) => Ok(Reply::json(200, states()["BuildStatus"].clone())),
        ("POST", ["barcode", rest @ ..]) => {
            if user != User::Admin {
                return Some(Err(Fail::forbidden()));
            }
            match sent(request) {
                Ok(body) => barcode(store, rest, &body),
                Err(fail) => Err(fail),
            }
        }
        _ => return None,
    })
}

fn me(user: User) -> Value {
    let admin = user == User::Admin;
    let (pk, name) = if admin { (1, "admin") } else { (2, "reader") };
    json!({"pk": pk, "username": name, "first_name": "", "last_name": "", "email": format!("{name}@example.com"), "groups": [],
        "is_staff": admin, "is_superuser": admin, "is_active": true,
        "profile": {"language": null, "theme": null, "widgets": null, "displayname": null, "position": null, "status": null,
            "location": null, "active": true, "contact": null, "type": "internal", "organisation": null, "primary_group": null}})
}

fn roles(user: User) -> Value {
    let admin = user == User::Admin;
    let all = [
        "admin",
        "part_category",
        "part",
        "stock_location",
        "stock",
        "build",
        "purchase_order",
        "sales_order",
        "return_order",
    ];
    let rights = if admin { json!(["view", "add", "change", "delete"]) } else { Value::Null };
    let roles: Map<String, Value> = all.iter().map(|role| ((*role).to_owned(), rights.clone())).collect();
    let person = me(user);
    json!({"user": person["pk"], "username": person["username"], "roles": roles, "permissions": {}, "is_staff": admin,
        "is_superuser": admin})
}

fn version() -> Value {
    json!({"dev": true, "up_to_date": true,
        "version": {"server": "1.2.0 dev", "api": 425, "commit_hash": null, "commit_date": null, "commit_branch": null,
            "python": "3.11.7", "django": "5.2.8"},
        "links": {"doc": "https://docs.inventree.org/en/latest", "code": "https://github.com/inventree/InvenTree", "app":
            "https://docs.inventree.org/en/stable/app/", "bug": "https://github.com/inventree/InvenTree/issues"}})
}

/// The states that the models have.
fn states() -> Value {
    let classes = [
        ("StockStatus", "stock", &[10, 50, 55, 60, 65, 70, 75, 85][..]),
        ("PurchaseOrderStatus", "po", &[10, 20, 25, 30, 40, 50, 60][..]),
        ("SalesOrderStatus", "so", &[10, 15, 20, 25, 30, 40, 50, 60][..]),
        ("BuildStatus", "build", &[10, 20, 25, 30, 40][..]),
    ];
    let mut out = Map::new();
    for (class, table, keys) in classes {
        let mut values = Map::new();
        for key in keys {
            let label = view::status_text(table, *key);
            let name =
                if label == "Attention needed" { "ATTENTION".into() } else { label.to_uppercase().replace(' ', "_") };
            let shown = json!({"key": key, "name": name, "label": label, "color": "secondary"});
            values.insert(name, shown);
        }
        out.insert(class.into(), json!({"status_class": class, "values": values}));
    }
    Value::Object(out)
}

/// One text per object, and one object per text.
fn barcode(store: &mut Store, rest: &[&str], body: &Row) -> Outcome<Reply> {
    let code = text(body, "barcode").to_owned();
    let hash = format!(
        "{:032x}",
        code.bytes()
            .fold(0xcbf2_9ce4_8422_2325_u128, |sum, byte| (sum ^ u128::from(byte)).wrapping_mul(0x100_0000_01b3))
    );
    let named = CODED.iter().find_map(|(member, table)| Some((*member, *table, int(body, member)?)));
    let owner = CODED.iter().find_map(|(member, table)| {
        let row = store.all(table).find(|row| !code.is_empty() && text(row, "barcode_hash") == hash)?;
        Some((*member, *table, int(row, "pk")?))
    });
    let found = |store: &Store| -> Option<Value> {
        let (member, table, pk) = owner?;
        let row = store.find(table, pk)?;
        let path = store.models.get(table)?.path.clone();
        let mut instance = view::shown(store, table, row, &Shown { operation: "get", flags: Vec::new() });
        if let Some(blank) = store.models.get(table).map(|model| model.blank.clone()) {
            for name in blank {
                if instance.get(&name).is_some() {
                    instance[name] = Value::Null;
                }
            }
        }
        let about = json!({"pk": pk, "api_url": format!("/api/{path}/{pk}/"), "instance": instance, "web_url": format!("/web/{path}/{pk}")});
        Some(json!({member: about}))
    };
    match (rest, named) {
        ([], _) => match found(store) {
            Some(mut shown) => {
                shown["success"] = json!("Match found for barcode data");
                shown["plugin"] = json!("InvenTreeBarcode");
                shown["barcode_data"] = json!(code);
                shown["barcode_hash"] = json!(hash);
                Ok(Reply::json(200, shown))
            }
            None => Err(Fail {
                status: 400,
                body: json!({"plugin": "None", "barcode_data": code, "barcode_hash": hash, "error": "No match found for barcode data"}),
            }),
        },
        (["link"], Some((member, table, pk))) => {
            if let Some(mut shown) = found(store) {
                shown["error"] = json!("Barcode matches existing item");
                shown["plugin"] = json!("InvenTreeBarcode");
                shown["barcode_data"] = json!(code);

                return Err(Fail { status: 400, body: shown });
            }
            store.set(table, pk, "barcode_hash", json!(hash));
            let said = format!("Assigned barcode to {member} instance");
            Ok(Reply::json(
                200,
                json!({"success": said, member: {"pk": pk}, "barcode_data": code, "barcode_hash": hash}),
            ))
        }
        (["unlink"], Some((member, table, pk))) => {
            store.set(table, pk, "barcode_hash", json!(""));
            Ok(Reply::json(200, json!({"success": format!("Barcode unassigned from {member} instance")})))
        }
        _ => Err(Fail::detail(404, "Not found.")),
    }
}

/// `{id}/metadata/`: PATCH merges, PUT replaces.
pub(crate) fn metadata(store: &mut Store, request: &Request, table: &str, pk: i64, body: &Row) -> Outcome<Reply> {
    let Some(row) = store.find(table, pk) else { return Err(missing(store, table)) };
    if matches!(table, "po" | "so") && request.method != "GET" && int(row, "status") == Some(30) {
        return Err(Fail::field("reference", "This order is locked and cannot be modified"));
    }
    let kept = store.metadata.entry((table.to_owned(), pk)).or_default();
    let new = body.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default();
    match request.method.as_str() {
        "PATCH" => kept.extend(new),
        "PUT" => *kept = new,
        _ => {}
    }
    Ok(Reply::json(200, json!({"metadata": kept})))
}
