//! How signatures are written. One spelling each, so that no other text is the same signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::manifest::Encoding;

/// The bytes of a text; `None` when it is not in the one spelling.
pub(super) fn decode(encoding: Encoding, text: &str) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Base64 => STANDARD.decode(text).ok(),
        Encoding::Hex => hex(text),
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| <&[u8; 2]>::try_from(pair).ok().and_then(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_spelling() {
        assert_eq!(decode(Encoding::Hex, "00ff1a"), Some(vec![0, 255, 26]));
        for wrong in ["0", "0g", "FF", "ff ", "é0"] {
            assert_eq!(decode(Encoding::Hex, wrong), None, "{wrong}");
        }
        assert_eq!(decode(Encoding::Base64, "AP8="), Some(vec![0, 255]));
        for wrong in ["AP8", "AP9=", "AP8=\n", " AP8=", "AP-="] {
            assert_eq!(decode(Encoding::Base64, wrong), None, "{wrong}");
        }
    }
}
