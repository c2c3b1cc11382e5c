"""E1, E2: what was signed is taken; each flipped bit, each cut or missing signature is a 401; no secret is none.

The signatures are made here, by Python's `hmac`, after what each sender publishes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from acme import bridge as opened
from coreflow_bridge import Bridge
from coreflow_bridge.errors import InvalidInputError

GIVEN: dict[str, Any] = json.loads((Path(__file__).parent / "e1.json").read_text())
SENDERS = {one["sender"]: one for one in GIVEN["senders"]}
BODY = b'{"id":"evt_1","type":"deal.won","data":{"object":{"id":"d1"}}}'
Headers = dict[str, str]


def signed(how: dict[str, Any], body: bytes, late: int = 0) -> Headers:
    """The headers of a delivery that was signed so many seconds ago."""
    holes = {"seconds": str(int(time.time()) - late), "url": GIVEN["url"]}
    key = base64.b64decode(how["key"]) if "key" in how else how["secret"].encode()
    message = how["signs"].format(**holes).encode() + body + how.get("then", "").format(**holes).encode()
    digest = hmac.new(key, message, hashlib.sha256)
    holes["signature"] = digest.hexdigest() if how["encoding"] == "hex" else base64.b64encode(digest.digest()).decode()
    return {name: value.format(**holes) for name, value in how["headers"].items()}


def flipped(text: str) -> Iterator[str]:
    """The text with each of its bits turned, as far as that is text."""
    for at, char in enumerate(text):
        for bit in range(7):
            yield f"{text[:at]}{chr(ord(char) ^ (1 << bit))}{text[at + 1 :]}"


def cut(text: str) -> Iterator[str]:
    yield from (text[:length] for length in (0, 1, len(text) // 2, len(text) - 1))
    yield from (f"{text}0", f"{text}=")


@pytest.fixture(scope="module")
def bridge() -> Iterator[Bridge]:
    with opened() as bridge:
        yield bridge


def intake(bridge: Bridge, how: dict[str, Any]) -> Callable[[Headers, bytes], tuple[int, bytes]]:
    hook = bridge.webhooks.create(sender=how["sender"], secret=how["secret"])

    def handle(headers: Headers, body: bytes) -> tuple[int, bytes]:
        sent = {**how.get("unsigned", {}), **headers}
        reply = bridge.webhooks.handle(hook["id"], "POST", sent, body, url=GIVEN["url"])
        return reply.status, reply.body

    return handle


UNAUTHORIZED = (401, b'{"error":"unauthorized"}')


@pytest.mark.parametrize("sender", SENDERS)
def test_e1_signatures(bridge: Bridge, sender: str) -> None:
    how = SENDERS[sender]
    handle = intake(bridge, how)
    before = len(bridge.events.list(limit=1000))
    good = signed(how, BODY)
    tried = 0
    for name, value in good.items():
        for other in (*flipped(value), *cut(value)):
            assert handle({**good, name: other}, BODY) == UNAUTHORIZED, (name, value, other)
            tried += 1
        assert handle({known: text for known, text in good.items() if known != name}, BODY) == UNAUTHORIZED
    for bit in range(len(BODY) * 8):
        other_body = bytearray(BODY)
        other_body[bit // 8] ^= 1 << bit % 8
        assert handle(good, bytes(other_body)) == UNAUTHORIZED, bit
        tried += 1
    assert handle(good, BODY + b" ") == handle(good, b"") == UNAUTHORIZED
    if any("{seconds}" in value for value in how["headers"].values()):
        assert handle(signed(how, BODY, late=310), BODY) == handle(signed(how, BODY, late=-310), BODY) == UNAUTHORIZED
    assert tried > 800
    assert len(bridge.events.list(limit=1000)) == before, "nothing of it became an event"
    assert handle(good, BODY) == (200, b'{"received":true}')
    assert handle(good, BODY) == (200, b'{"received":true}')
    # What is no text was signed as well as any other bytes; where it must be JSON that is said, and nothing else.
    odd = b'\xff\xfe\x00{"id":'
    status, body = handle(signed(how, odd), odd)
    assert (status, body) in {(200, b'{"received":true}'), (400, b'{"error":"malformed"}')}, body
    foreign = {**how, "key": "AAAA"} if "key" in how else {**how, "secret": "another"}
    assert handle(signed(foreign, odd), odd) == UNAUTHORIZED
    assert 1 <= len(bridge.events.list(limit=1000)) - before <= 2


def test_e1_a_published_vector(bridge: Bridge) -> None:
    """<https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>"""
    vector = GIVEN["published"]
    handle = intake(bridge, {**SENDERS["github"], "secret": vector["secret"]})
    assert handle(vector["headers"], vector["body"].encode()) == (200, b'{"received":true}')
    assert handle(vector["headers"], b"Hello, World?") == UNAUTHORIZED


@pytest.mark.parametrize("sender", SENDERS)
def test_e2_no_secret_is_refused(bridge: Bridge, sender: str) -> None:
    for secret in GIVEN["no_secrets"]:
        with pytest.raises(InvalidInputError):
            bridge.webhooks.create(sender=sender, secret=secret)
    how = SENDERS[sender]
    hook = bridge.webhooks.create(sender=sender, secret=how["secret"])
    for secret in GIVEN["no_secrets"]:
        with pytest.raises(InvalidInputError):
            bridge.webhooks.rotate(hook["id"], secret=secret)
        for key in ("", "AAAA"):
            forged = signed({**how, "secret": secret, **({"key": key} if "key" in how else {})}, BODY)
            reply = bridge.webhooks.handle(hook["id"], "POST", forged, BODY, url=GIVEN["url"])
            assert (reply.status, reply.body) == UNAUTHORIZED
