//! Bodies that are larger, deeper or stranger than they look.

use std::io::Write;

use base64::Engine;
use flate2::write::GzEncoder;
use flate2::{Compress, Compression, Crc, FlushCompress};

use super::plan::{Body, Part};
use crate::Result;

const MIB: usize = 1024 * 1024;

/// The bytes of a body.
pub(super) fn bytes(body: &Body) -> Result<Vec<u8>> {
    match body {
        Body::Json(value) => Ok(value.to_string().into_bytes()),
        Body::Parts(parts) => {
            let mut out = Vec::new();
            for one in parts {
                part(one, &mut out)?;
            }
            Ok(out)
        }
        Body::Bomb { mib, layers } => {
            let mut packed = bomb(*mib)?;
            for _ in 1..*layers {
                let mut again = GzEncoder::new(Vec::new(), Compression::fast());
                again.write_all(&packed)?;
                packed = again.finish()?;
            }
            Ok(packed)
        }
    }
}

fn part(part: &Part, out: &mut Vec<u8>) -> Result<()> {
    match part {
        Part::Text(text) => out.extend_from_slice(text.as_bytes()),
        Part::Base64(text) => out.extend(decoded(text)?),
        Part::Deep(depth) => {
            out.extend(std::iter::repeat_n(b'[', *depth));
            out.extend(std::iter::repeat_n(b']', *depth));
        }
        Part::DeepObjects(depth) => {
            out.extend("{\"a\":".repeat(*depth).bytes());
            out.push(b'1');
            out.extend(std::iter::repeat_n(b'}', *depth));
        }
        Part::Keys(count) => {
            out.push(b'{');
            for number in 0..*count {
                let comma = if number == 0 { "" } else { "," };
                write!(out, "{comma}\"k{number}\":{number}")?;
            }
            out.push(b'}');
        }
        Part::Repeat(text, times) => out.extend(text.repeat(*times).bytes()),
    }
    Ok(())
}

pub(super) fn decoded(text: &str) -> Result<Vec<u8>> {
    Ok(base64::engine::general_purpose::STANDARD.decode(text)?)
}

/// A gzip file of spaces. One MiB is packed once: after a full flush its blocks need nothing of what came before, so
/// they can stand there as often as wanted.
fn bomb(mib: u32) -> Result<Vec<u8>> {
    let plain = vec![b' '; MIB];
    let mut block = Vec::with_capacity(MIB);
    Compress::new(Compression::best(), false).compress_vec(&plain, &mut block, FlushCompress::Full)?;
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    let mut one = Crc::new();
    one.update(&plain);
    let mut sum = Crc::new();
    for _ in 0..mib {
        out.extend_from_slice(&block);
        sum.combine(&one);
    }
    // An empty last block, the checksum, the size.
    out.extend_from_slice(&[3, 0]);
    out.extend_from_slice(&sum.sum().to_le_bytes());
    out.extend_from_slice(&sum.amount().to_le_bytes());
    Ok(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_bomb_is_a_good_gzip_file_and_small() {
        let packed = bomb(3).unwrap();
        assert!(packed.len() < 8 * 1024, "{}", packed.len());
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut plain).unwrap();
        assert_eq!(plain.len(), 3 * MIB);
        let twice = bytes(&Body::Bomb { mib: 3, layers: 2 }).unwrap();
        let mut once = Vec::new();
        flate2::read::GzDecoder::new(twice.as_slice()).read_to_end(&mut once).unwrap();
        assert_eq!(once, packed);
    }

    #[test]
    fn parts_stand_in_their_order() {
        let parts: Vec<Part> = serde_json::from_str(
            r#"[{"text": "{\"a\":"}, {"deep": 2}, {"repeat": [" ", 3]}, {"keys": 2}, {"base64": "7aCA"}]"#,
        )
        .unwrap();
        assert_eq!(bytes(&Body::Parts(parts)).unwrap(), b"{\"a\":[[]]   {\"k0\":0,\"k1\":1}\xed\xa0\x80");
    }
}
