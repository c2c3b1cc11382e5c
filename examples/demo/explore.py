"""A prompt on the sandbox: `python -i examples/demo/explore.py`."""

from coreflow_bridge import Bridge
from journey import PROVIDERS

sandbox = Bridge.sandbox()
bridge = Bridge(":memory:")
acme = bridge.tenant("acme")
for system in sandbox.systems:
    acme.connect(system, **sandbox.access(system))
acme.modules.change(activate=list(PROVIDERS), provider=PROVIDERS)
print("bridge, sandbox and the tenant acme are ready: try acme.accounting.invoices.list(status='open').preview(5)")
