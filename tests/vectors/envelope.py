"""Writes envelope.json from docs/envelope.md alone, with the package `cryptography`.

It shares no code with the bridge, so that the bridge reproducing these bytes proves the page.
Run it only when a format is added: python tests/vectors/envelope.py
"""

import json
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def lp(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def wrap(keyring_key: bytes, keyring_id: str, tenant: str, key_id: str, *, data_key: bytes, nonce: bytes) -> bytes:
    ids = (keyring_id.encode(), key_id.encode())
    aad = lp(b"coreflow-bridge/tenant-key/1", tenant.encode(), *ids)
    return b"CFBK\x01" + lp(*ids) + nonce + AESGCM(keyring_key).encrypt(nonce, data_key, aad)


def seal(data_key: bytes, key_id: str, place: dict, *, plain: bytes, salt: bytes, nonce: bytes) -> bytes:
    names = [place[name].encode() for name in ("tenant", "connection", "field")]
    context = lp(b"coreflow-bridge/record/1", *names, place["revision"].to_bytes(8, "big"), key_id.encode())
    derived = HKDF(SHA512(), 64, salt, context).derive(data_key)
    sealed = AESGCM(derived[:32]).encrypt(nonce, plain, context)
    return b"CFBR\x01" + lp(key_id.encode()) + salt + derived[32:] + nonce + sealed


keyring_key, data_key = bytes(range(32)), bytes(range(100, 132))
wrap_nonce = bytes(range(12))
records = []
for number, (place, plain) in enumerate(
    [
        (
            {"tenant": "acme", "connection": "erpnext", "field": "credential", "revision": 1},
            '{"key":"example-key","secret":"example-secret","type":"api_key"}',
        ),
        (
            {"tenant": "acme", "connection": "a@b.c-d_e", "field": "credential", "revision": 2**53 + 1},
            '{"token":"Grüße ✓","type":"bearer"}',
        ),
        ({"tenant": "acme", "connection": "erpnext", "field": "other", "revision": 0}, ""),
    ]
):
    salt = bytes((7 * i + number) % 256 for i in range(32))
    nonce = bytes((5 * i + number) % 256 for i in range(12))
    record = seal(data_key, "0011223344556677", place, plain=plain.encode(), salt=salt, nonce=nonce)
    records.append({**place, "plain": plain, "salt": salt.hex(), "nonce": nonce.hex(), "record": record.hex()})

vectors = {
    "tenant": "acme",
    "keyring_id": "example-1",
    "keyring_key": keyring_key.hex(),
    "key_id": "0011223344556677",
    "data_key": data_key.hex(),
    "nonce": wrap_nonce.hex(),
    "wrapped": wrap(keyring_key, "example-1", "acme", "0011223344556677", data_key=data_key, nonce=wrap_nonce).hex(),
    "records": records,
}
Path(__file__).with_suffix(".json").write_text(json.dumps(vectors, indent=2, ensure_ascii=False) + "\n")
