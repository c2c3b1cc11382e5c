"""The version of the facade; the native module must have the same."""

__version__ = "0.1.0"
