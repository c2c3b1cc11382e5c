// Generated from the tables in core by `coreflow-bridge generate typescript`; do not edit.

/** The fields, in the core's spelling, whose values are JSON as a system writes it. */
export const JSON_FIELDS: readonly string[] = [
  'details',
  'figures',
  'inputs',
  'parameters',
  'result',
  'tables',
  'totals',
  'usage',
  'values',
]
