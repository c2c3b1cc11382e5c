//! Names for synthetic records: awkward on purpose, of nobody.

use super::random::Random;

const HEADS: [&str; 16] = [
    "Müller & Söhne",
    "株式会社サンプル",
    "O'Brien \"Quote\"",
    "Straße/Weg 1",
    "Écrou Modèle",
    "Zażółć Gęślą",
    "Größenwahn",
    "供应商 样本",
    "Nørrebro Prøve",
    "Łódź Wzór",
    "Señal Muestra",
    "Пример Тест",
    "Acme Sample",
    "100% Beispiel",
    "Überlandwerke Beispiel",
    "A. B. Specimen",
];
const TAILS: [&str; 8] = ["GmbH", "Ltd", "SARL", "AB", "S.p.A.", "KK", "& Co. KG", "s.r.o."];
const THINGS: [&str; 12] = [
    "Schraube M4",
    "Widget \"L\"",
    "ウィジェット",
    "Écrou 3/8",
    "Beratung (Stunde)",
    "Öse & Haken",
    "Kabel 5 m",
    "Dichtung 1½\"",
    "Service O'Neil",
    "Größe XL",
    "部品",
    "Muster",
];

/// A company's name; the number keeps it unique.
pub(crate) fn company(random: &mut Random, number: u32) -> String {
    format!("{} {} {number}", random.pick(&HEADS), random.pick(&TAILS))
}

/// A product's or service's name.
pub(crate) fn thing(random: &mut Random, number: u32) -> String {
    format!("{} {number}", random.pick(&THINGS))
}

/// A very long name, for one record in many.
pub(crate) fn long(number: u32) -> String {
    format!("Sehr lange Firmenbezeichnung {}GmbH & Co. KG {number}", "Überlandwerke ".repeat(5))
}

/// An address of a reserved domain.
pub(crate) fn email(number: u32) -> String {
    format!("info{number}@sample{number}.example")
}
