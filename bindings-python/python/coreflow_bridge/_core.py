"""The native module, after the check that it belongs to this facade."""

from __future__ import annotations

import atexit

from . import _native
from ._version import __version__

if _native.version() != __version__:
    raise ImportError(
        f"coreflow_bridge {__version__} found the native module of {_native.version()}; install the package again"
    )

# First imported, so last of what this package does at the end.
atexit.register(_native.leave)

__all__ = ["_native"]
