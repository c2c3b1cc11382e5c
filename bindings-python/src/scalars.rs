//! Single values: exact decimals, dates, instants, and JSON as the system sent it.

use std::sync::Arc;

use coreflow_bridge::value::Value;
use jiff::Timestamp;
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyInt, PyString};
use rust_decimal::Decimal;

/// The Python classes that values need, looked up once per process.
struct Classes {
    /// `Context.create_decimal` of a context wide enough for every amount: exact, and quicker than `Decimal`.
    decimal: Py<PyAny>,
    date: Py<PyAny>,
    datetime: Py<PyAny>,
    utc: Py<PyAny>,
    loads: Py<PyAny>,
    collecting: Py<PyAny>,
    stop_collecting: Py<PyAny>,
    collect_again: Py<PyAny>,
    exact: Py<PyDict>,
}

static CLASSES: PyOnceLock<Classes> = PyOnceLock::new();

/// How many values each cache holds; a power of two.
const CACHED: usize = 512;

/// More digits than an exact decimal of the core can have (29).
const DIGITS: u32 = 34;

/// Makes values for one page. Dates, tax rates and zero amounts repeat, so the objects made last are shared.
pub(crate) struct Scalars<'py> {
    py: Python<'py>,
    classes: &'static Classes,
    decimals: Vec<Option<(Decimal, Bound<'py, PyAny>)>>,
    dates: Vec<Option<(Date, Bound<'py, PyAny>)>>,
    words: Vec<Option<(u128, Bound<'py, PyAny>)>>,
    shared: Vec<(Arc<str>, Bound<'py, PyAny>)>,
}

impl<'py> Scalars<'py> {
    pub(crate) fn new(py: Python<'py>) -> PyResult<Self> {
        let classes = CLASSES.get_or_try_init(py, || Classes::load(py))?;
        Ok(Self { py, classes, decimals: Vec::new(), dates: Vec::new(), words: Vec::new(), shared: Vec::new() })
    }

    pub(crate) fn py(&self) -> Python<'py> {
        self.py
    }

    /// A text that all records of a page share.
    pub(crate) fn shared(&mut self, text: &Arc<str>) -> Bound<'py, PyAny> {
        if let Some((_, made)) = self.shared.iter().find(|(known, _)| Arc::ptr_eq(known, text)) {
            return made.clone();
        }
        let made = self.text(text);
        self.shared.push((text.clone(), made.clone()));
        made
    }

    pub(crate) fn text(&self, text: &str) -> Bound<'py, PyAny> {
        PyString::new(self.py, text).into_any()
    }

    /// A text of a field. Short ones are mostly words (states, currencies, units) that repeat.
    fn word(&mut self, text: &str) -> Bound<'py, PyAny> {
        let Some(key) = word_key(text) else { return self.text(text) };
        if self.words.is_empty() {
            self.words.resize(CACHED, None);
        }
        let slot = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) >> 119) as usize & (CACHED - 1);
        if let Some((known, made)) = &self.words[slot]
            && *known == key
        {
            return made.clone();
        }
        let made = self.text(text);
        self.words[slot] = Some((key, made.clone()));
        made
    }

    /// Keeps Python's cycle collector off until the result is dropped: while records are made it would walk all those
    /// made so far, again and again, and find nothing.
    pub(crate) fn without_collections(&self) -> PyResult<Option<Paused<'py>>> {
        let enabled = self.classes.collecting.bind(self.py).call0()?.is_truthy()?;
        if enabled {
            self.classes.stop_collecting.bind(self.py).call0()?;
        }
        Ok(enabled.then(|| Paused { py: self.py, classes: self.classes }))
    }

    /// A single value; lists and rows are their record's matter.
    pub(crate) fn value(&mut self, value: &Value) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        Ok(match value {
            Value::Null | Value::Rows(_) | Value::List(_) => py.None().into_bound(py),
            Value::Bool(yes) => PyBool::new(py, *yes).to_owned().into_any(),
            Value::Int(number) => PyInt::new(py, *number).into_any(),
            Value::Decimal(number) => self.decimal(*number)?,
            Value::Text(text) => self.word(text),
            Value::Date(date) => self.date(*date)?,
            Value::Instant(at) => self.instant(*at)?,
            Value::Json(text) => self.json(text)?,
        })
    }

    fn decimal(&mut self, number: Decimal) -> PyResult<Bound<'py, PyAny>> {
        if self.decimals.is_empty() {
            self.decimals.resize(CACHED, None);
        }
        let mantissa = number.mantissa();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let slot = (mantissa as usize).wrapping_mul(31).wrapping_add(number.scale() as usize) & (CACHED - 1);
        if let Some((known, made)) = &self.decimals[slot]
            && known.mantissa() == mantissa
            && known.scale() == number.scale()
        {
            return Ok(made.clone());
        }
        let mut buffer = [0_u8; 48];
        let made = match decimal_text(mantissa, number.scale(), &mut buffer) {
            Some(text) => self.classes.decimal.bind(self.py).call1((text,))?,
            None => self.classes.decimal.bind(self.py).call1((number.to_string(),))?,
        };
        self.decimals[slot] = Some((number, made.clone()));
        Ok(made)
    }

    fn date(&mut self, date: Date) -> PyResult<Bound<'py, PyAny>> {
        if self.dates.is_empty() {
            self.dates.resize(CACHED, None);
        }
        let slot = usize::from(date.year().unsigned_abs()) * 372 + usize::from(date.month().unsigned_abs()) * 31;
        let slot = (slot + usize::from(date.day().unsigned_abs())) & (CACHED - 1);
        if let Some((known, made)) = &self.dates[slot]
            && *known == date
        {
            return Ok(made.clone());
        }
        let made = self.classes.date.bind(self.py).call1((date.year(), date.month(), date.day()))?;
        self.dates[slot] = Some((date, made.clone()));
        Ok(made)
    }

    /// An aware `datetime` in UTC. Its class takes the ten bytes of a pickled one, which is far quicker than seven
    /// numbers and part of what every pickle in the world relies on.
    pub(crate) fn instant(&mut self, at: Timestamp) -> PyResult<Bound<'py, PyAny>> {
        let moment = jiff::tz::Offset::UTC.to_datetime(at);
        let year = moment.year().unsigned_abs().to_be_bytes();
        let micros = (moment.subsec_nanosecond().unsigned_abs() / 1000).to_be_bytes();
        let small = [moment.month(), moment.day(), moment.hour(), moment.minute(), moment.second()];
        let [month, day, hour, minute, second] = small.map(i8::unsigned_abs);
        let state = [year[0], year[1], month, day, hour, minute, second, micros[1], micros[2], micros[3]];
        self.classes.datetime.bind(self.py).call1((PyBytes::new(self.py, &state), &self.classes.utc))
    }

    /// JSON as the system sent it: numbers with a fraction become exact decimals.
    pub(crate) fn json(&self, text: &str) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match (text, inner) {
            ("null", _) => Ok(py.None().into_bound(py)),
            (_, Some(plain)) if !plain.contains('\\') => Ok(PyString::new(py, plain).into_any()),
            _ => self.classes.loads.bind(py).call((text,), Some(self.classes.exact.bind(py))),
        }
    }
}

/// Switches the cycle collector on again, also when a record could not be made.
pub(crate) struct Paused<'py> {
    py: Python<'py>,
    classes: &'static Classes,
}

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        // `gc.enable` cannot fail.
        let _ = self.classes.collect_again.bind(self.py).call0();
    }
}

impl Classes {
    fn load(py: Python<'_>) -> PyResult<Classes> {
        let (datetime, gc) = (py.import("datetime")?, py.import("gc")?);
        let decimals = py.import("decimal")?;
        let exact = PyDict::new(py);
        exact.set_item("parse_float", decimals.getattr("Decimal")?)?;
        let decimal = decimals.getattr("Context")?.call1((DIGITS,))?.getattr("create_decimal")?;
        Ok(Classes {
            decimal: decimal.unbind(),
            date: datetime.getattr("date")?.unbind(),
            datetime: datetime.getattr("datetime")?.unbind(),
            utc: datetime.getattr("timezone")?.getattr("utc")?.unbind(),
            loads: py.import("json")?.getattr("loads")?.unbind(),
            collecting: gc.getattr("isenabled")?.unbind(),
            stop_collecting: gc.getattr("disable")?.unbind(),
            collect_again: gc.getattr("enable")?.unbind(),
            exact: exact.unbind(),
        })
    }
}

/// A text of at most 15 bytes as one number: its bytes and its length.
fn word_key(text: &str) -> Option<u128> {
    let mut bytes = [0_u8; 16];
    bytes.get_mut(..text.len()).filter(|place| place.len() < 16)?.copy_from_slice(text.as_bytes());
    bytes[15] = u8::try_from(text.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

/// The plain decimal text of `mantissa / 10^scale`, for mantissas of up to 64 bits.
fn decimal_text(mantissa: i128, scale: u32, buffer: &mut [u8; 48]) -> Option<&str> {
    let mut rest = u64::try_from(mantissa.unsigned_abs()).ok()?;
    let scale = usize::try_from(scale).ok()?;
    let mut at = buffer.len();
    let mut digits = 0;
    while rest > 0 || digits <= scale {
        if digits == scale && scale > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + u8::try_from(rest % 10).ok()?;
        rest /= 10;
        digits += 1;
    }
    if mantissa < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    std::str::from_utf8(&buffer[at..]).ok()
}
