//! Random values, the same in every run.

use coreflow_bridge::manifest::Converter;
use coreflow_bridge::model::FieldKind;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

/// Pieces that something on the way could take for something else.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "\\u0041",
    "\\\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "0",
    "-",
    "1e5",
    "'",
    "<b>",
    "&amp;",
    "&",
    "%20",
    "+",
    " ",
    "\u{a0}",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{7f}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "e\u{301}",
    "ß",
    "Ä",
    "株",
    "😀",
    "👩‍👩‍👧",
    "𝔘",
    "\u{fffd}",
    "\u{10ffff}",
    "acme:",
    "/",
    "//",
    ";",
    "$",
    "{{x}}",
];

/// Numbers without pattern from a seed (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn between(&mut self, first: i64, last: i64) -> i64 {
        first + i64::try_from(self.next() % u64::try_from(last - first + 1).unwrap()).unwrap()
    }

    /// A decimal that the converter can hold: of all sizes, down to zero and up to 28 digits.
    pub(crate) fn money(&mut self, converter: Converter) -> Decimal {
        let all = (i128::from(self.next()) << 32) ^ i128::from(self.next());
        let sign = if self.next() & 1 == 0 { 1 } else { -1 };
        let units = |places: u32, random: &mut Random| {
            let digits = u32::try_from(random.below(17)).unwrap();
            Decimal::from_i128_with_scale(sign * all.rem_euclid(10_i128.pow(digits)).min(1 << 53), places).normalize()
        };
        match converter {
            Converter::Micros => units(6, self),
            Converter::Cents => units(2, self),
            _ => {
                let digits = u32::try_from(self.below(29)).unwrap();
                let scale = u32::try_from(self.below(29)).unwrap();
                Decimal::from_i128_with_scale(sign * all.rem_euclid(10_i128.pow(digits)), scale).normalize()
            }
        }
    }

    /// A day; of forms that go through the system's zone, one that the zones of today know.
    pub(crate) fn date(&mut self, converter: Converter) -> Date {
        let (first, last) = if converter == Converter::EpochDate { (1900, 2200) } else { (1, 9999) };
        let day = Date::new(i16::try_from(self.between(first, last)).unwrap(), 1, 1).unwrap();
        day.checked_add(jiff::Span::new().days(self.between(0, 364))).unwrap()
    }

    /// A moment that the converter can hold: as fine as it keeps, and told apart by the zone's clocks.
    pub(crate) fn instant(&mut self, converter: Converter, zone: &TimeZone) -> Timestamp {
        let grain: i64 = match converter {
            Converter::NaiveSecond => 1_000_000_000,
            Converter::NaiveMinute => 60_000_000_000,
            Converter::EpochInstant => 1_000_000_000,
            Converter::EpochMillis => 1_000_000,
            Converter::NaiveInstant => 1_000,
            _ => 1,
        };
        loop {
            let seconds = self.between(-2_200_000_000, 7_250_000_000);
            let nanoseconds = i128::from(seconds) * 1_000_000_000 + i128::from(self.between(0, 999_999_999));
            let at = Timestamp::from_nanosecond(nanoseconds - nanoseconds.rem_euclid(i128::from(grain))).unwrap();
            let naive = matches!(converter, Converter::NaiveMinute | Converter::NaiveSecond | Converter::NaiveInstant);
            let local = at.to_zoned(zone.clone()).datetime();
            // Before the zone had whole minutes, a time without seconds cannot tell the moment.
            let odd = converter == Converter::NaiveMinute && local.second() != 0;
            if !naive || (!odd && !zone.to_ambiguous_timestamp(local).is_ambiguous()) {
                return at;
            }
        }
    }

    /// A text that is not empty: hostile pieces, letters, any character.
    pub(crate) fn text(&mut self) -> String {
        let mut text = String::new();
        while text.is_empty() || self.below(6) > 0 {
            match self.below(4) {
                0 => text.extend(char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap())),
                1 => text.push(char::from(b'a' + u8::try_from(self.below(26)).unwrap())),
                2 => text.push_str(&self.below(1_000_000).to_string()),
                _ => text.push_str(PIECES[self.below(PIECES.len())]),
            }
        }
        text
    }
}

/// The converter that a field of a kind has when its map names none; nothing for kinds that are not tried here.
pub(crate) fn plain(kind: FieldKind) -> Option<Converter> {
    Some(match kind {
        FieldKind::Text => Converter::Text,
        FieldKind::Decimal => Converter::Decimal,
        FieldKind::Date => Converter::Date,
        FieldKind::Instant => Converter::Instant,
        FieldKind::Texts => Converter::TextList,
        _ => return None,
    })
}
