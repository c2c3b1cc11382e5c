"""The scenarios of `tests/scenarios`, through the public API, sync and async. The judge is the program `upstream`."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, timezone
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from conftest import Upstream
from coreflow_bridge import AsyncBridge, Bridge, BridgeError, Page, Record
from coreflow_bridge._wire import decode, encode

Call = dict[str, Any]
OWN = (
    "custom",
    "raw",
    "values",
    "details",
    "figures",
    "totals",
    "tables",
    "inputs",
    "result",
    "usage",
    "options",
    "parameters",
)
"""What a record holds of the system's own JSON."""
PARTS = [
    "code",
    "message",
    "retryable",
    "retry_after_ms",
    "tenant",
    "system",
    "connection",
    "operation",
    "status",
    "request_id",
    "context",
    "causes",
]
"""An error's parts in the order of core's `ErrorParts`; attributes have none of their own."""
FACADE = {
    "list": {"connection", "where", "sort", "limit", "page_size", "updated_since", "include", "custom", "raw"}
    | {"prefetch", "hedge", "deadline_ms"},
    "get": {"connection", "raw", "deadline_ms"},
    "create": {"connection", "idempotency_key", "deadline_ms"},
    "create_many": {"connection", "concurrency", "idempotency_keys", "deadline_ms"},
    "watch": {"connection", "first_ms", "most_ms", "deadline_ms"},
    "update": {"connection", "if_version", "idempotency_key", "deadline_ms"},
    "upsert": {"connection", "by", "update", "idempotency_key", "deadline_ms"},
    "delete": {"connection", "idempotency_key", "deadline_ms"},
    "action": {"connection", "idempotency_key", "deadline_ms"},
    "deletions": {"connection", "since", "deadline_ms"},
    "sync": {"connection", "where", "mirror", "include", "custom", "full", "events", "page_size", "max_pages"},
    "mirror": {"connection", "where", "after", "limit"},
    "events": {"after", "limit"},
    "attachments": {"connection", "raw", "deadline_ms"},
    "upload": {"connection", "content_type", "deadline_ms"},
    "download": {"connection", "max_bytes", "deadline_ms"},
    "delete_attachment": {"connection", "deadline_ms"},
    "request": {"method", "path", "query", "headers", "body", "deadline_ms"},
    "connect": {"system", "instance", "credential", "name", "options", "overlay", "allow_private", "allow", "verify"},
    "change_modules": {"activate", "deactivate", "provider", "cascade"},
    "plan_modules": {"activate", "deactivate", "provider", "cascade"},
    "set_subscription": {"tier", "bundle", "modules", "status", "users", "period_end", "grace_days", "past_due_since"}
    | {"as_of", "reference"},
    "capabilities": {"connection"},
    "create_link": {"from", "to", "kind"},
    "links": {"from", "to", "kind"},
    "delete_link": set(),
}

SOLD: dict[str, Callable[[Any, Any], Any]] = {
    "is_module_active": lambda tenant, given: tenant.modules.is_active(given["module"], feature=given.get("feature")),
    "module_capabilities": lambda tenant, given: tenant.modules.capabilities(given["module"]),
    "validate_modules": lambda tenant, given: tenant.modules.validate(given),
    "apply_modules": lambda tenant, given: tenant.modules.apply(given),
    "subscription": lambda tenant, _: tenant.subscription.get(),
    "install_subscription": lambda tenant, given: tenant.subscription.install(given["token"]),
    "remove_subscription": lambda tenant, _: tenant.subscription.remove(),
    "usage": lambda tenant, _: tenant.usage.get(),
    "record_usage": lambda tenant, given: tenant.usage.record(given["metric"], given.get("amount", 1)),
    "check_usage": lambda tenant, given: tenant.usage.check(given["metric"], given.get("amount", 1)),
}
"""Calls on a tenant whose input the facades take as it is."""
LEDGER: dict[str, Callable[[Any, Any], Any]] = {
    "writes": lambda writes, given: writes.list(**given),
    "write": lambda writes, given: writes.get(given.pop("key"), **given),
    "resolve_write": lambda writes, given: writes.resolve(given.pop("key"), **given),
    "settle_write": lambda writes, given: writes.settle(given.pop("key"), given.pop("outcome"), **given),
    "apply_write": lambda writes, given: writes.apply(given),
}
"""Calls on a tenant's ledger."""
ENDPOINTS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "create_webhook": lambda webhooks, _, given: webhooks.create(**given),
    "webhooks": lambda webhooks, _, __: webhooks.list(),
    "rotate_webhook": lambda webhooks, one, given: webhooks.rotate(one, **given),
    "delete_webhook": lambda webhooks, one, _: webhooks.delete(one),
    "register_webhook": lambda webhooks, one, given: webhooks.register(one, given.pop("url"), **given),
    "unregister_webhook": lambda webhooks, one, _: webhooks.unregister(one),
}
"""Calls on a tenant's endpoints of webhooks."""
WHOLE: dict[str, Callable[[Any, Any], Any]] = {
    "systems": lambda bridge, _: bridge.systems(),
    "bridge_health": lambda bridge, _: bridge.health(),
    "close": lambda bridge, _: bridge.close(),
    "catalogue": lambda bridge, _: bridge.catalogue(),
    "subscription_from_stripe": lambda bridge, given: bridge.subscription_from_stripe(given),
    "system_capabilities": lambda bridge, given: bridge.capabilities(given.get("system")),
}
"""Calls on the bridge."""


FILES = ("attachments", "upload", "download", "delete_attachment")


async def perform(bridge: Any, call: Call) -> Any:
    """Makes one call and gives its result in canonical form. The same code drives both facades."""
    verb, options = call["call"], dict(call.get("options") or {})
    if verb in WHOLE:
        return await settle(WHOLE[verb](bridge, call.get("input") or {}))
    tenant = bridge.tenant(call["tenant"])
    if verb in (*SOLD, *LEDGER, *ENDPOINTS, "deliver", "drain_writes", "plan_write"):
        return await apart(bridge, tenant, call, keywords(options))
    managed = ("request", "connect", "change_modules", "create_link", "plan_modules", "set_subscription")
    given = options if verb not in managed else call.get("input") or {}
    if set(given) - FACADE.get(verb, set()) or (
        verb == "connect" and not {"system", "instance", "credential"} <= set(given)
    ):
        return await beneath(tenant, call, given)
    if verb in KEPT:
        return await KEPT[verb](tenant, verb, call, given)
    if verb in ("connect", "change_modules", "request", "plan_modules", "set_subscription"):
        return await manage(tenant, call, keywords(given))
    if verb in ("disconnect", "isolate", "reset"):
        return await settle(getattr(tenant.connection(call["connection"]), verb)())
    if verb in ("connections", "active_modules", "capabilities", "health"):
        simple = tenant.modules.active if verb == "active_modules" else getattr(tenant, verb)
        return await settle(simple(**keywords(options)))
    resource = tenant.resource(call["resource"])
    if verb in SPECIAL:
        return await SPECIAL[verb](resource, verb, call, keywords(options))
    if verb == "list":
        return await listed(resource.query(**keywords(options)), call.get("pages"))
    arguments = [call[name] for name in ("id", "action", "input") if call.get(name) is not None and wants(verb, name)]
    return await settle(getattr(resource, verb)(*arguments, **keywords(options)))


async def handled(webhooks: Any, sent: Call) -> Any:
    """What is answered to a delivery."""
    given = (sent["endpoint"], sent["method"], sent["headers"], sent["body"].encode())
    reply = await settle(webhooks.handle(*given, url=sent["url"]))
    return {"status": reply.status, "headers": reply.headers, "body": reply.body.decode()}


def endpoint(given: Call) -> Call:
    named = {name: value for name, value in given.items() if not name.endswith("_ms")}
    return named | {name[:-3]: value / 1000 for name, value in given.items() if name.endswith("_ms")}


async def apart(bridge: Any, tenant: Any, call: Call, options: Call) -> Any:
    """The calls on what is sold, on the ledger, on plans and on webhooks."""
    verb, given = call["call"], call.get("input") or {}
    if verb == "deliver":
        return await handled(bridge.webhooks, given)
    if verb in ENDPOINTS:
        return await settle(ENDPOINTS[verb](tenant.webhooks, call["id"], endpoint(given)))
    if verb in SOLD:
        return await settle(SOLD[verb](tenant, given))
    given = dict(given)
    if verb == "drain_writes":
        drained = await settle(bridge.drain())
        return {name: drained[name] for name in ("resolved", "unknown")}
    if verb == "plan_write":
        return (await planned(tenant.resource(call["resource"]).plan, given, options)).to_dict()
    return await settle(LEDGER[verb](tenant.writes, given))


async def planned(plans: Any, given: Call, options: Call) -> Any:
    if "valid_ms" in options:
        options["valid_for"] = options.pop("valid_ms") / 1000
    arguments = [given[name] for name in ("id", "action", "input") if name in given]
    return await settle(getattr(plans, given["operation"])(*arguments, **options))


async def on_files(resource: Any, verb: str, call: Call, options: Call) -> Any:
    files = resource.attachments(call["id"], connection=options.pop("connection", None))
    given = call.get("input") or {}
    if verb == "attachments":
        return await settle(files.list(**options))
    if verb == "upload":
        return await settle(files.upload(given["name"], content(given), **options))
    if verb == "download":
        return downloaded(await settle(files.download(given["attachment"], **options)))
    return await settle(files.delete(given["attachment"], **options))


def content(given: Call) -> bytes:
    text: str | None = given.get("text")
    return base64.b64decode(given["base64"]) if text is None else text.encode()


def downloaded(data: bytes) -> Call:
    return {"size": len(data), "base64": base64.b64encode(data).decode()}


async def prolonged(resource: Any, verb: str, call: Call, options: Call) -> Any:
    if verb == "create_many":
        keys = options.pop("idempotency_keys", None)
        made = await settle(resource.create_many(call["input"], idempotency_key=keys, **options))
        return [{"record": one.record} if one.ok else {"error": parts_of(one.error)} for one in made]
    states: list[Any] = []
    await settle(resource.watch(call["id"], **options).progress(states.append).wait())
    return states


async def linked(tenant: Any, verb: str, call: Call, given: Call) -> Any:
    links = tenant.links
    ends = {"from_" if name == "from" else name: value for name, value in given.items()}
    if verb == "delete_link":
        return await settle(links.delete(call["id"]))
    return await settle(links.create(**ends) if verb == "create_link" else links.list(**ends))


async def fed(tenant: Any, verb: str, call: Call, given: Call) -> Any:
    if verb == "sync":
        return await settle(tenant.sync(call["resource"], **given))
    if verb == "mirror":
        return (await settle(tenant.resource(call["resource"]).mirror.list(**given))).records
    found = await settle(tenant.events.list(**given))
    return [{"position": position, "event": event._json} for position, event in found]


KEPT = {
    **dict.fromkeys(("create_link", "links", "delete_link"), linked),
    **dict.fromkeys(("sync", "mirror", "events"), fed),
}
"""Calls on what the bridge keeps itself."""
SPECIAL = {**dict.fromkeys(FILES, on_files), "create_many": prolonged, "watch": prolonged}


def wants(verb: str, name: str) -> bool:
    takes = {
        "id": ("get", "update", "delete", "action"),
        "action": ("action",),
        "input": ("create", "update", "upsert", "action"),
    }
    return verb in takes[name]


async def manage(tenant: Any, call: Call, given: Call) -> Any:
    if call["call"] == "connect":
        return (await settle(tenant.connect(given.pop("system"), **given))).info
    if call["call"] == "change_modules":
        return await settle(tenant.modules.change(**given))
    if call["call"] == "plan_modules":
        return await settle(tenant.modules.plan(**given))
    if call["call"] == "set_subscription":
        return await settle(tenant.subscription.set(**given))
    connection = tenant.connection(call["connection"])
    return await settle(connection.request(given.pop("method"), given.pop("path"), **given))


async def beneath(tenant: Any, call: Call, given: Call) -> Any:
    """A call that the facade cannot express (an unknown option): what core says to it is the same in all languages."""
    native, verb = tenant._scope.native, call["call"]
    if verb == "list":
        return await settle(native.list(call["resource"], encode(given)))
    if verb in FILES:
        file, chosen = call.get("input") or {}, encode(given)
        at = (call["resource"], call["id"])
        if verb == "attachments":
            return native.attachments(*at, chosen).wait()
        if verb == "upload":
            return native.upload_attachment(*at, file["name"], content(file), chosen).wait()
        if verb == "download":
            return downloaded(native.download_attachment(*at, file["attachment"], chosen).wait())
        return native.delete_attachment(*at, file["attachment"], chosen).wait()
    if verb == "watch":
        return native.watch(call["resource"], call["id"], encode(given)).next().wait()
    if verb == "create_many":
        return native.batch(call["resource"], encode(call["input"]), encode(given))
    names = {"request": ("connection",), "connect": (), "change_modules": (), "capabilities": ()}
    names |= {"create_link": (), "links": (), "plan_modules": (), "set_subscription": ()}
    order = {"get": ("id",), "create": ("input",), "update": ("id", "input"), "delete": ("id",), "deletions": ()}
    order |= {"upsert": ("input",), "action": ("id", "action", "input")}
    first = [call[name] for name in names[verb]] if verb in names else [call["resource"]]
    rest = [call[name] if name != "input" else encode(call[name] or {}) for name in order.get(verb, ())]
    return decode(getattr(native, verb)(*first, *rest, encode(given)).wait())


def keywords(options: Call) -> Call:
    given = {name: value for name, value in options.items() if name != "deadline_ms"}
    if options.get("deadline_ms") is not None:
        given["deadline"] = options["deadline_ms"] / 1000
    return given


async def listed(query: Any, most: int | None) -> Any:
    pages: list[Page[Record]] = []
    iterator = query.pages()
    while most is None or len(pages) < most:
        page = await anext(iterator, None) if hasattr(iterator, "__anext__") else next(iterator, None)
        if page is None:
            break
        pages.append(page)
    await settle(iterator.aclose() if hasattr(iterator, "aclose") else iterator.close())
    bad = [item for page in pages for item in page.quarantined]
    return {
        "records": [record for page in pages for record in page.records],
        "quarantined": [{"pointer": one.pointer, "reason": one.reason, "raw": json.loads(one.raw)} for one in bad],
        "total": pages[0].total if pages else None,
    }


async def settle(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def canonical(value: Any, *, exact: bool = True) -> Any:
    """The JSON form that core writes: decimals and times are texts, numbers of the system's own JSON are numbers."""
    if isinstance(value, Record):
        return {name: canonical(item, exact=name not in OWN) for name, item in value.to_dict().items()}
    if isinstance(value, dict):
        return {name: canonical(item, exact=exact) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item, exact=exact) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f") if exact else float(value)
    if isinstance(value, datetime):
        assert value.tzinfo is timezone.utc
        return value.isoformat().removesuffix("+00:00").rstrip("0" if value.microsecond else "") + "Z"
    return value.isoformat() if isinstance(value, date) else value


def outcome(run: Callable[[], Any]) -> Any:
    try:
        return {"result": canonical(run())}
    except BridgeError as error:
        return {"error": parts_of(error)}


def parts_of(error: BridgeError) -> Call:
    wait = error.retry_after
    parts = {**error._parts(), "retry_after_ms": None if wait is None else round(wait * 1000)}
    return {name: parts[name] for name in PARTS}


def drive(upstream: Upstream, runner: str, scenario: str, open: Callable[[Call], Any], run: Callable[..., Any]) -> None:
    begun = upstream.ask("POST", "run", runner=runner, scenario=scenario)
    bridge, call = open(begun["bridge"]), begun["call"]
    answer = begun
    while call is not None:
        answer = upstream.ask("POST", "outcome", outcome(partial(run, bridge, call)), run=begun["run"])
        call = answer["call"]
    outcome(partial(run, bridge, {"call": "close"}))
    assert answer.get("failures") == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    from conftest import ROOT

    folder = ROOT / "tests" / "scenarios"
    names = sorted(str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.yaml"))
    if "scenario" in metafunc.fixturenames:
        metafunc.parametrize("scenario", names)


@pytest.fixture(scope="module")
def judge(upstream: Upstream) -> Upstream:
    upstream.ask("GET", "scenarios", runner="python")
    upstream.ask("GET", "scenarios", runner="python-async")
    return upstream


@pytest.fixture
def loop() -> Iterator[Callable[[Awaitable[Any]], Any]]:
    loop = asyncio.new_event_loop()
    yield loop.run_until_complete
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def test_sync(judge: Upstream, scenario: str) -> None:
    drive(judge, "python", scenario, lambda config: Bridge(**config), lambda *call: finish(perform(*call)))


def test_async(judge: Upstream, scenario: str, loop: Callable[[Awaitable[Any]], Any]) -> None:
    drive(judge, "python-async", scenario, lambda config: AsyncBridge(**config), lambda *call: loop(perform(*call)))


def finish(coroutine: Any) -> Any:
    """Runs a coroutine that never really waits: with the sync facade every value is there at once."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("the sync facade waited")
