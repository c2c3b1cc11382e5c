"""Health merges the state of the container that runs a system, as a real engine tells it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import KEY
from coreflow_bridge import Bridge, Tenant, errors
from podman import Podman, missing
from recorded import ANSWERS, Recorded

WEB = {"project": "team", "service": "web"}
JOB = {"project": "team", "service": "job"}


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Recorded]:
    engine = Recorded(tmp_path)
    yield engine
    if engine.socket.exists():
        engine.end()


@pytest.fixture
def engine() -> Iterator[Podman]:
    """An engine of this machine; where there is none, the recorded one has spoken for it above, and this says so."""
    why = missing()
    # Podman takes no long paths.
    folder = Path(tempfile.mkdtemp(prefix="pod-"))
    podman = Podman(folder)
    try:
        if why is None:
            try:
                podman.begin()
            except (RuntimeError, AssertionError, OSError) as error:
                why = str(error)
        if why is not None:
            pytest.skip(f"NO REAL ENGINE HERE ({why}): the answers recorded of Podman 4.3.1 were taken instead")
        yield podman
    finally:
        podman.end()
        shutil.rmtree(folder, ignore_errors=True)


def health(tenant: Tenant, **options: Any) -> dict[str, Any]:
    (one,) = tenant.health(**options)
    return one


def open_bridge(socket: Path | str, **config: Any) -> Bridge:
    return Bridge(":memory:", keyring=KEY, containers={"socket": str(socket)}, **config)


def test_the_states_that_an_engine_tells(recorded: Recorded) -> None:
    web = f"containers/{ANSWERS['containers/json web']['body'][0]['Id']}/json"
    with Bridge.sandbox(systems=["erpnext"]) as sandbox, open_bridge(f"unix://{recorded.socket}") as bridge:
        acme = bridge.tenant("acme")
        access = sandbox.access("erpnext")
        acme.connect("erpnext", **access, container=WEB)
        assert acme.connections()[0]["container"] == WEB
        assert "container" not in health(acme, probe=False)
        told = health(acme)
        assert (told["status"], told["reasons"]) == ("degraded", ["container_starting"])
        assert told["container"]["name"] == "team_web_1"
        assert told["container"]["since"].startswith("2026-11-29T")
        for step, status, reasons in [
            ("web unhealthy", "degraded", ["container_unhealthy"]),
            ("web healthy", "healthy", []),
        ]:
            recorded.now[web] = step
            told = health(acme)
            assert (told["status"], told["reasons"]) == (status, reasons)
        # What was told last, without asking anybody.
        asked = len(recorded.asked)
        assert health(acme, probe=False)["container"]["health"] == "healthy"
        assert bridge.health()["connections"][0]["container"]["health"] == "healthy"
        assert len(recorded.asked) == asked

        # The system answers, so that it is not down, whatever its container says.
        acme.connect("erpnext", **access, container=JOB)
        told = health(acme)
        assert (told["status"], told["reasons"]) == ("degraded", ["container_down"])
        assert (told["container"]["state"], told["container"]["exit_code"]) == ("exited", 3)
        acme.connect("erpnext", **access, container="again")
        assert health(acme)["container"]["restarts"] == 2
        for gone in ("none", {"project": "team", "service": "other"}):
            acme.connect("erpnext", **access, container=gone)
            told = health(acme)
            assert (told["status"], told["reasons"]) == ("degraded", ["container_missing"])
            assert told["container"]["error"]["code"] == "NOT_FOUND"

        # It does not answer, and its container is why.
        acme.connect("erpnext", **access, container=JOB)
        sandbox.stop()
        told = health(acme)
        assert told["status"] == "unhealthy"
        assert told["reasons"][0] == "container_down"
        assert "check_failed" in told["reasons"]


def changes(tenant: Tenant) -> list[tuple[str, str, dict[str, Any] | None, list[str]]]:
    told = [event.data for _, event in tenant.events.list() if event.type == "connection.health.changed"]
    return [(data["from"], data["to"], data.get("container"), data["reasons"]) for data in told]


def test_a_change_of_the_container_is_an_event(recorded: Recorded) -> None:
    web, job = (f"containers/{ANSWERS[f'containers/json {name}']['body'][0]['Id']}/json" for name in ("web", "job"))
    with Bridge.sandbox(systems=["erpnext"]) as sandbox, open_bridge(recorded.socket) as bridge:
        acme = bridge.tenant("acme")
        acme.connect("erpnext", **sandbox.access("erpnext"), container=WEB)
        # Not only where somebody asks for health: rounds ask the engine, too.
        assert bridge.check_health()["checked"] == 1
        for step in ("web healthy", "web healthy", "web unhealthy", job, "containers/none/json"):
            recorded.now[web] = step
            health(acme)
        degraded = "degraded"
        expected: list[Any] = [
            ("unknown", degraded, {"from": None, "to": "starting"}, ["container_starting"]),
            (degraded, "healthy", {"from": "starting", "to": "healthy"}, []),
            ("healthy", degraded, {"from": "healthy", "to": "unhealthy"}, ["container_unhealthy"]),
            # The status is the same, and the container is not.
            (degraded, degraded, {"from": "unhealthy", "to": "exited"}, ["container_down"]),
            (degraded, degraded, {"from": "exited", "to": "missing"}, ["container_missing"]),
        ]
        assert changes(acme) == expected
        # An engine that cannot be asked changes nothing: it was so when it was asked last.
        recorded.end()
        told = health(acme)
        assert (told["status"], told["reasons"]) == (degraded, ["container_missing"])
        assert (told["container"]["state"], told["container"]["error"]["code"]) == ("unknown", "UNAVAILABLE")
        sandbox.stop()
        health(acme)
        (*before, last) = changes(acme)
        assert before == expected
        assert last[:3] == (degraded, "unhealthy", {"from": "missing", "to": "missing"})
        assert last[3][0] == "container_missing"


def test_an_engine_that_cannot_be_asked_says_nothing_of_the_system(tmp_path: Path) -> None:
    with Bridge.sandbox(systems=["erpnext"]) as sandbox:
        access = sandbox.access("erpnext")
        with open_bridge(tmp_path / "nobody.sock") as bridge:
            acme = bridge.tenant("acme")
            acme.connect("erpnext", **access, container=WEB)
            told = health(acme)
            assert (told["status"], told["reasons"]) == ("healthy", [])
            assert (told["container"]["state"], told["container"]["error"]["code"]) == ("unknown", "UNAVAILABLE")
        with Bridge(":memory:", keyring=KEY) as bridge:
            acme = bridge.tenant("acme")
            acme.connect("erpnext", **access, container=WEB)
            assert health(acme)["container"]["error"]["code"] == "CONFIG_INVALID"


@pytest.mark.parametrize("name", ["", "a/b", "../x", "a b", "-a", "a?all=1", {"project": "team", "service": "a&b"}])
def test_only_names_are_asked_for(name: Any, recorded: Recorded) -> None:
    access: dict[str, Any] = {
        "instance": "https://erp.example",
        "credential": {"type": "api_key", "key": "k", "secret": "s"},
    }
    with open_bridge(recorded.socket) as bridge:
        acme = bridge.tenant("acme")
        with pytest.raises(errors.InvalidInputError, match="no name of a container"):
            acme.connect("erpnext", **access, verify=False, container=name)
    assert recorded.asked == []


@pytest.mark.parametrize(
    "containers", [{"socket": "docker.sock"}, {"socket": "tcp://127.0.0.1:2375"}, {"socket": "/x", "timeout_ms": 1}]
)
def test_a_wrong_engine_is_refused(containers: Any) -> None:
    with pytest.raises(errors.ConfigError, match="containers: "):
        Bridge(":memory:", keyring=KEY, containers=containers)


def test_a_real_engine(engine: Podman) -> None:
    def labels(service: str) -> list[str]:
        return ["--label", "com.docker.compose.project=team", "--label", f"com.docker.compose.service={service}"]

    engine.start("team_web_1", "sleep 300", *labels("web"), "--health-cmd", "test -f /ok", "--health-retries", "1")
    engine.start("again", "exit 4", "--restart", "on-failure:2")
    with Bridge.sandbox(systems=["erpnext"]) as sandbox, open_bridge(engine.socket) as bridge:
        acme = bridge.tenant("acme")
        access = sandbox.access("erpnext")
        acme.connect("erpnext", **access, container=WEB)
        assert health(acme)["reasons"] == ["container_starting"]
        with pytest.raises(RuntimeError):
            engine.run("healthcheck", "run", "team_web_1")
        assert health(acme)["reasons"] == ["container_unhealthy"]
        engine.run("exec", "team_web_1", "/bin/touch", "/ok")
        engine.run("healthcheck", "run", "team_web_1")
        told = health(acme)
        assert (told["status"], told["container"]["state"], told["container"]["health"]) == (
            "healthy",
            "running",
            "healthy",
        )
        engine.run("stop", "--time", "0", "team_web_1")
        told = health(acme)
        assert (told["status"], told["reasons"]) == ("degraded", ["container_down"])
        assert told["container"]["exit_code"] == 137
        assert [container for *_, container, _ in changes(acme)][-2:] == [
            {"from": "unhealthy", "to": "healthy"},
            {"from": "healthy", "to": "exited"},
        ]
        sandbox.stop()
        told = health(acme)
        assert (told["status"], told["reasons"][0]) == ("unhealthy", "container_down")
        engine.run("rm", "--force", "team_web_1")
        assert health(acme)["reasons"][0] == "container_missing"
