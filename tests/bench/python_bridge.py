"""The bridge from Python: `python_bridge.py <url> <dicts | pages | typed | sample> [limit]`."""

from __future__ import annotations

import json
import sys

from coreflow_bridge import Bridge

url, mode, *limit = sys.argv[1:]
with Bridge(":memory:", keyring={"key": "bench:" + "A" * 43 + "="}) as bridge:
    tenant = bridge.tenant("acme")
    tenant.connect(
        "erpnext", instance=url, credential={"type": "api_key", "key": "key", "secret": "secret"}, allow_private=True
    )
    tenant.modules.change(activate=["accounting"], provider={"accounting": "erpnext"})
    invoices = tenant.accounting.invoices.list(
        direction="sales", page_size=1000, limit=int(limit[0]) if limit else None
    )
    if mode == "sample":
        print(json.dumps(invoices.to_dicts(), default=str))
    elif mode == "dicts":
        print(len(invoices.to_dicts()))
    elif mode == "pages":
        print(sum(len(page) for page in invoices.dict_pages()))
    elif mode == "typed":
        print(sum(1 for _ in invoices))
