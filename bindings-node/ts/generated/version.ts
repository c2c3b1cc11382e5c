// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

/** The version of the package and of its addon. */
export const VERSION = '0.1.0'
