"""Opening, closing, forking."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import KEY
from coreflow_bridge import AsyncBridge, Bridge, errors


def test_a_bridge_is_a_context_manager_and_closes_twice() -> None:
    with Bridge(":memory:", keyring=KEY) as bridge:
        tenant = bridge.tenant("acme")
        assert tenant.connections() == []
    bridge.close()
    for call in (tenant.connections, lambda: bridge.tenant("acme"), lambda: list(tenant.accounting.invoices.list())):
        with pytest.raises(errors.ClosedError):
            call()


def test_the_async_bridge_does_the_same() -> None:
    async def story() -> None:
        async with AsyncBridge(":memory:", keyring=KEY) as bridge:
            tenant = bridge.tenant("acme")
            assert await tenant.connections() == []
        await bridge.close()
        with pytest.raises(errors.ClosedError):
            await tenant.connections()

    asyncio.run(story())


def test_opening_does_no_io(tmp_path: Path) -> None:
    Bridge(tmp_path / "bridge.db", keyring=KEY).close()
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_configuration_is_named() -> None:
    with pytest.raises(errors.ConfigError, match="breaker"):
        Bridge(":memory:", policies={"brake": {}})
    with pytest.raises(errors.ConfigError):
        Bridge("")


@pytest.mark.parametrize("id", ["", "a b", "../x", "x" * 129, "a\r\nb", "a\0b", "\ud800", 7, None])
def test_a_wrong_tenant_id_is_refused(bridge: Bridge, id: str) -> None:
    with pytest.raises(errors.InvalidInputError):
        bridge.tenant(id)


def test_handles_show_no_secret_and_cannot_be_pickled(bridge: Bridge) -> None:
    assert KEY["key"] not in repr(bridge)
    with pytest.raises(TypeError):
        pickle.dumps(bridge)


FORK = """
import os, sys
from coreflow_bridge import Bridge, errors
bridge = Bridge(":memory:", keyring={keyring!r})
tenant = bridge.tenant("acme")
tenant.connections()                     # the runtime and the store's threads run
call = tenant._scope.native.connections()
listing = tenant._scope.native.list("accounting.invoices", "{{}}")
child = os.fork()
if child == 0:
    found = []
    for use in (tenant.connections, bridge.systems, bridge.close, call.wait, lambda: listing.next_page(True)):
        try:
            use()
            found.append("nothing")
        except errors.ForkedError as error:
            found.append(error.code)
    with Bridge(":memory:", keyring={keyring!r}) as other:
        found.append(other.tenant("acme").connections())
    del bridge, tenant, call, listing
    print(found, flush=True)
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
print(tenant.connections())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_is_refused_and_may_open_its_own() -> None:
    code = FORK.format(keyring=KEY)
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout == "['FORKED', 'FORKED', 'FORKED', 'FORKED', 'FORKED', []]\n[]\n"


def test_an_open_bridge_does_not_keep_the_process_alive() -> None:
    code = f"from coreflow_bridge import Bridge; b = Bridge(':memory:', keyring={KEY!r}); b.tenant('a').connections()"
    subprocess.run([sys.executable, "-c", code], timeout=60, check=True)


ENDING = """
import asyncio, itertools, time
from coreflow_bridge import AsyncBridge

late = itertools.count()


class Loop(asyncio.SelectorEventLoop):
    def call_soon_threadsafe(self, *arguments, **more):
        handle = super().call_soon_threadsafe(*arguments, **more)
        # The loop goes on, and the program ends, while this thread of the bridge is still in the interpreter.
        time.sleep(0.02 + 0.003 * next(late))
        return handle


async def main():
    async with AsyncBridge(":memory:") as bridge:
        acme = bridge.tenant("acme")
        await asyncio.gather(*(acme.connections() for _ in range(40)))


Loop().run_until_complete(main())
"""


def test_a_program_may_end_while_a_result_is_handed_over() -> None:
    programs = [subprocess.Popen([sys.executable, "-c", ENDING]) for _ in range(8)]
    assert [program.wait(timeout=120) for program in programs] == [0] * len(programs)
