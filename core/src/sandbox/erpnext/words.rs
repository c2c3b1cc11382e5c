//! Amounts in words, as ERPNext prints them: `GBP One Hundred And Eighty only.`

use rust_decimal::Decimal;

const ONES: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const TENS: [&str; 10] = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];

/// `GBP Eight and Fifty Penny only.`; the sign is left out.
pub(crate) fn in_words(value: Decimal, currency: &str) -> String {
    let value = value.abs();
    let whole: u64 = value.trunc().to_string().parse().unwrap_or(0);
    let part: u64 = ((value - value.trunc()) * Decimal::ONE_HUNDRED).trunc().to_string().parse().unwrap_or(0);
    let fraction = if currency == "GBP" { "Penny" } else { "Cent" };
    match part {
        0 => format!("{currency} {} only.", spell(whole)),
        part => format!("{currency} {} and {} {fraction} only.", spell(whole), spell(part)),
    }
}

fn spell(n: u64) -> String {
    let join = |head: String, rest: u64, link: &str| match rest {
        0 => head,
        rest => format!("{head}{link}{}", spell(rest)),
    };
    match n {
        0..=19 => ONES[n as usize].to_owned(),
        20..=99 => join(TENS[(n / 10) as usize].to_owned(), n % 10, "-"),
        100..=999 => join(format!("{} Hundred", ONES[(n / 100) as usize]), n % 100, " And "),
        1_000..=999_999 => join(format!("{} Thousand", spell(n / 1_000)), n % 1_000, ", "),
        1_000_000..=999_999_999 => join(format!("{} Million", spell(n / 1_000_000)), n % 1_000_000, ", "),
        _ => join(format!("{} Billion", spell(n / 1_000_000_000)), n % 1_000_000_000, ", "),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn recorded_words() {
        let words = |v: &str| super::in_words(v.parse().unwrap(), "GBP");
        assert_eq!(words("360"), "GBP Three Hundred And Sixty only.");
        assert_eq!(words("8.5"), "GBP Eight and Fifty Penny only.");
        assert_eq!(words("0"), "GBP Zero only.");
    }
}
