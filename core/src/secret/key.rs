//! 256 bits of key material: on the heap, wiped on drop, never printed.

use std::fmt;
#[cfg(feature = "cli")]
use std::fmt::Write as _;

use aws_lc_rs::rand;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// A 256-bit key. Boxed, so that moving it copies a pointer and not the key.
pub(super) struct Key(Box<Zeroizing<[u8; 32]>>);

impl Key {
    pub(super) fn random() -> Result<Self> {
        let mut key = Self(Box::new(Zeroizing::new([0; 32])));
        fill_random(&mut **key.0)?;
        Ok(key)
    }

    /// `None` unless there are exactly 32 bytes.
    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Self(Box::new(Zeroizing::new([0; 32])));
        (bytes.len() == 32).then(|| key.0.copy_from_slice(bytes))?;
        Some(key)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Fills the bytes from the system's generator.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<()> {
    rand::fill(bytes).map_err(|_| Error::unexpected("the random number generator failed"))
}

/// A random secret of so many bytes, in hexadecimal.
#[cfg(feature = "cli")]
pub(crate) fn random_text(bytes: usize) -> Result<Zeroizing<String>> {
    let mut random = Zeroizing::new(vec![0; bytes]);
    fill_random(&mut random)?;
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes));
    for byte in random.iter() {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// A short random name for a key, in hexadecimal.
pub(crate) fn random_id() -> Result<String> {
    let mut bytes = [0; 8];
    fill_random(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
