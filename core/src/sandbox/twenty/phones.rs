//! Telephone numbers: kept as national digits, with country and calling code beside them.

use serde_json::{Map, Value};

use super::errors::{Fail, Outcome};

/// The countries that the sandbox knows.
const COUNTRIES: &[(&str, &str)] = &[
    ("DE", "+49"),
    ("FR", "+33"),
    ("CN", "+86"),
    ("GB", "+44"),
    ("US", "+1"),
    ("JP", "+81"),
    ("CH", "+41"),
    ("AT", "+43"),
    ("ES", "+34"),
    ("IT", "+39"),
    ("NL", "+31"),
    ("PL", "+48"),
    ("SE", "+46"),
];

/// Rewrites the primary number as the real server does: what the number itself says must not contradict its country.
pub(crate) fn normalise(phones: &mut Map<String, Value>) -> Outcome<()> {
    let text = |phones: &Map<String, Value>, key: &str| phones.get(key).and_then(Value::as_str).map(str::to_owned);
    let Some(number) = text(phones, "primaryPhoneNumber") else { return Ok(()) };
    let mut country = text(phones, "primaryPhoneCountryCode");
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let mut national = digits.trim_start_matches('0').to_owned();
    if number.trim_start().starts_with('+') {
        let found = COUNTRIES.iter().filter(|(_, code)| digits.starts_with(&code[1..])).max_by_key(|(_, c)| c.len());
        if let Some((inferred, code)) = found {
            if country.as_deref().is_some_and(|given| given != *inferred) {
                let message = "Provided and inferred country code are conflicting";
                return Err(Fail::input("CONFLICTING_PHONE_COUNTRY_CODE", message, message));
            }
            country = Some((*inferred).to_owned());
            national = digits[code.len() - 1..].to_owned();
        }
    }
    phones.insert("primaryPhoneNumber".into(), national.into());
    if let Some(country) = country {
        if let Some((_, code)) = COUNTRIES.iter().find(|(name, _)| *name == country) {
            phones.insert("primaryPhoneCallingCode".into(), (*code).into());
        }
        phones.insert("primaryPhoneCountryCode".into(), country.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Outcome<Value> {
        let Value::Object(mut map) = value else { unreachable!() };
        normalise(&mut map)?;
        Ok(Value::Object(map))
    }

    #[test]
    fn numbers_become_national() {
        let given = json!({"primaryPhoneNumber": "030 123456", "primaryPhoneCountryCode": "DE"});
        let kept = json!({"primaryPhoneNumber": "30123456", "primaryPhoneCountryCode": "DE", "primaryPhoneCallingCode": "+49"});
        assert_eq!(read(given).unwrap(), kept);
        let kept = json!({"primaryPhoneNumber": "13800138000", "primaryPhoneCountryCode": "CN", "primaryPhoneCallingCode": "+86"});
        assert_eq!(read(json!({"primaryPhoneNumber": "+8613800138000"})).unwrap(), kept);
    }

    #[test]
    fn a_number_may_not_contradict_its_country() {
        assert!(read(json!({"primaryPhoneNumber": "+33612345678", "primaryPhoneCountryCode": "DE"})).is_err());
    }
}
