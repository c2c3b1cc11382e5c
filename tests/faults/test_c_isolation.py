"""C2, C3: calls of many tenants, interleaved over processes of both languages and partly given up, never cross."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from behaving import Behaving, Reply
from host import Host
from process import SOAK, rounds

TENANTS = 200 if SOAK else 40
PROCESSES = rounds(2, 8)
CALLS = rounds(600, 1_000_000 // 8)


def test_c2_and_c3_no_answer_cookie_or_connection_belongs_to_another(tmp_path: Path) -> None:
    system = Behaving(lambda *_: Reply(), echo=True)
    hosts = []
    try:
        for number in range(PROCESSES):
            connect = {f"t{tenant}": system.url for tenant in range(TENANTS)}
            store = tmp_path / f"{number}.db"
            hosts.append(Host(("python", "node")[number % 2], store, connect, {"retry": {"max_attempts": 1}}))
        for host in hosts:
            host.begin(do="echo", n=CALLS, at_once=25)
        codes: Counter[str] = Counter()
        for host in hosts:
            codes.update(json.loads(host.read())["codes"])
    finally:
        for host in hosts:
            host.end()
        system.stop()
    print(f"C2: {codes} of {TENANTS} tenants in {PROCESSES} processes")
    assert codes.keys() <= {"ok", "given up"}
    assert codes["ok"] >= CALLS * PROCESSES * 0.9
    assert sum(codes.values()) == CALLS * PROCESSES
    assert system.cookies == [], "C3: a cookie was kept"
    assert {len(credentials) for credentials in system.carried.values()} == {1}, "C3: tenants share a connection"
