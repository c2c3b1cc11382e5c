//! Synthetic sales invoices with the members and the number formats of ERPNext; the same ones on every run.

/// The members that can be asked for.
pub(crate) const FIELDS: [&str; 22] = [
    "name",
    "owner",
    "creation",
    "modified",
    "docstatus",
    "title",
    "customer",
    "customer_name",
    "company",
    "is_return",
    "status",
    "posting_date",
    "due_date",
    "currency",
    "conversion_rate",
    "net_total",
    "total_taxes_and_charges",
    "grand_total",
    "outstanding_amount",
    "po_no",
    "remarks",
    "customer_group",
];

const PREFIX: &str = "ACC-SINV-2026-";
const CUSTOMERS: [&str; 8] = [
    "Acme Test Customer",
    "Müller & Söhne GmbH",
    "株式会社テスト \"Quote\" O'Brien",
    "Bolt Test GmbH",
    "Northwind Traders Ltd",
    "Example Household Goods and Office Supplies (Scotland) Ltd",
    "Ünal Ticaret A.Ş.",
    "Kiwi & Sons",
];

/// The index of the first record behind a name.
pub(crate) fn position_after(name: &str) -> usize {
    name.strip_prefix(PREFIX).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Well spread bits for the index and a purpose (the finalizer of splitmix64).
fn bits(index: usize, purpose: u64) -> u64 {
    let mut x = (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(purpose << 32);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn date(index: usize, purpose: u64) -> String {
    let bits = bits(index, purpose);
    format!("2026-{:02}-{:02}", 1 + bits % 11, 1 + (bits >> 8) % 28)
}

fn time(index: usize, purpose: u64) -> String {
    let bits = bits(index, purpose);
    let (hour, minute, second) = (bits % 24, (bits >> 8) % 60, (bits >> 16) % 60);
    // The last digit is never 0, so that texts with and without closing zeros are the same.
    let micros = (bits >> 24) % 100_000 * 10 + 1 + (bits >> 48) % 9;
    format!("{} {hour:02}:{minute:02}:{second:02}.{micros:06}", date(index, purpose))
}

/// A float as Python writes it: the shortest digits, and `.0` for a whole number.
fn float(units: u64, digits: usize) -> String {
    let scale = 10_u64.pow(u32::try_from(digits).unwrap_or(0));
    let fraction = format!("{:0digits$}", units % scale);
    let fraction = fraction.trim_end_matches('0');
    format!("{}.{}", units / scale, if fraction.is_empty() { "0" } else { fraction })
}

/// A JSON string as Python writes it: nothing but ASCII.
fn text(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            ' '..='~' => out.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out.push('"');
    out
}

fn customer(index: usize) -> String {
    let bits = bits(index, 1);
    let number = (bits >> 8) % 250;
    let name = CUSTOMERS[usize::try_from(bits % CUSTOMERS.len() as u64).unwrap_or(0)];
    if number == 0 { name.to_owned() } else { format!("{name} {number}") }
}

/// Appends the invoice at an index, with the members asked for, in the order asked for.
pub(crate) fn write(out: &mut Vec<u8>, index: usize, fields: &[&str]) {
    for (at, field) in fields.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"{\"" } else { b",\"" });
        out.extend_from_slice(field.as_bytes());
        out.extend_from_slice(b"\":");
        out.extend_from_slice(member(index, field).as_bytes());
    }
    out.push(b'}');
}

fn member(index: usize, field: &str) -> String {
    let (net, kind) = (100 + bits(index, 2) % 5_000_000, bits(index, 3));
    // Of a hundred: four drafts, three credit notes, the rest submitted, most of it paid.
    let (draft, credit) = (kind % 100 < 4, (4..7).contains(&(kind % 100)));
    let paid = !draft && kind % 100 >= 40;
    let tax = if kind >> 8 & 1 == 0 { net * 19 / 100 } else { 0 };
    let quoted = |value: &str| format!("\"{value}\"");
    let signed = |units: u64| format!("{}{}", if credit && units > 0 { "-" } else { "" }, float(units, 2));
    let foreign = kind >> 16 & 7 == 0;
    match field {
        "name" => format!("\"{PREFIX}{:06}\"", index + 1),
        "owner" => quoted("Administrator"),
        "creation" => quoted(&time(index, 4)),
        "modified" => quoted(&time(index, 5)),
        "docstatus" => u8::from(!draft).to_string(),
        "title" | "customer" | "customer_name" => text(&customer(index)),
        "company" => quoted("Acme Test Ltd"),
        "is_return" => u8::from(credit).to_string(),
        "status" => quoted(match (draft, credit, paid, kind >> 24 & 3) {
            (true, ..) => "Draft",
            (_, true, ..) => "Return",
            (_, _, true, _) => "Paid",
            (.., 0) => "Partly Paid",
            (.., 1) => "Unpaid",
            _ => "Overdue",
        }),
        "posting_date" => quoted(&date(index, 6)),
        "due_date" => quoted(&date(index, 7)),
        "currency" => quoted(if foreign { "EUR" } else { "GBP" }),
        "conversion_rate" => float(if foreign { 8_500 + kind % 400 } else { 10_000 }, 4),
        "net_total" => signed(net),
        "total_taxes_and_charges" => signed(tax),
        "grand_total" => signed(net + tax),
        "outstanding_amount" => signed(if paid { 0 } else { net + tax }),
        "po_no" if kind >> 32 & 3 == 0 => format!("\"PO-{:05}\"", kind >> 40 & 0xffff),
        "po_no" => "null".to_owned(),
        "remarks" if kind >> 34 & 7 == 0 => text(&format!("Order of {}.\nThank you!", customer(index))),
        "remarks" => quoted("No Remarks"),
        _ => quoted("Commercial"),
    }
}
