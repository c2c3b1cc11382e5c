/** The text that crosses to the core and back: its keys are `snake_case` there and `camelCase` here. */

import { InvalidInputError } from './generated/errors.js'
import { JSON_FIELDS } from './generated/json.js'

/** Keys whose value is the tenant's or the system's own: nothing inside is renamed. */
const FOREIGN = new Set(['custom', 'raw', 'headers', 'query', 'body', 'context', 'provider', 'options', 'facts', 'overlay', 'entitlement', 'resource_attributes'])

/** The same on the way to the core, where fields of records may hold JSON. */
const FOREIGN_INPUT = new Set([...FOREIGN, ...JSON_FIELDS])

function snakeKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The name of a field as the core writes it; what stands behind `values.` or `custom.` is the system's own name. */
function fieldName(name: string): string {
  const [first = '', ...rest] = name.split('.')
  const own = FOREIGN_INPUT.has(snakeKey(first.replace(/^-/, '')))
  return own ? [snakeKey(first), ...rest].join('.') : snakeKey(name)
}

function camelKey(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** What a user passes, as JSON for the core. `undefined` means: not given. */
export function encode(value: unknown): string {
  return JSON.stringify(outgoing(value, '', new Set()))
}

function outgoing(value: unknown, path: string, above: Set<object>): unknown {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'number':
      // 0.1 + 0.2 is not 0.3: what is not whole would silently be another amount.
      if (Number.isSafeInteger(value)) return value
      throw new InvalidInputError(`${path || 'the value'} is the number ${value}; write what is not whole as a string`)
    case 'function':
    case 'symbol':
      throw new InvalidInputError(`${path || 'the value'} is a ${typeof value}, which cannot be sent`)
    case 'object':
      break
    default:
      return value
  }
  if (value === null) return null
  if (value instanceof Date) return instant(value, path)
  if (above.has(value)) throw new InvalidInputError(`${path || 'the value'} contains itself`)
  above.add(value)
  const copy = Array.isArray(value) ? value.map((item, i) => outgoing(item, `${path}[${i}]`, above)) : {}
  if (!Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue
      const name = fieldName(key)
      if (Object.hasOwn(copy, name)) throw new InvalidInputError(`${path ? `${path}.` : ''}${key} is given twice`)
      const inner = path ? `${path}.${key}` : key
      Object.defineProperty(copy, name, {
        value: FOREIGN_INPUT.has(name) ? foreign(item, inner) : outgoing(item, inner, above),
        enumerable: true,
      })
    }
  }
  above.delete(value)
  return copy
}

function foreign(value: unknown, path: string): unknown {
  try {
    JSON.stringify(value)
    return value
  } catch (error) {
    throw new InvalidInputError(`${path} cannot be written as JSON: ${(error as Error).message}`)
  }
}

function instant(value: Date, path: string): string {
  if (Number.isNaN(value.getTime())) throw new InvalidInputError(`${path || 'the value'} is an invalid Date`)
  return value.toISOString()
}

/** Keys whose value is a map by names of the system's or the tenant's own: those names stay as they are. */
const MAPS = new Set([
  ...['resources', 'variants', 'actions', 'connections', 'features'],
  ...['tiers', 'modules', 'bundles', 'quotas', 'limits'],
])

/** The core's answer with the keys that TypeScript shows. Records come with them already. */
export function decode<T>(text: string): T {
  return incoming(JSON.parse(text), true) as T
}

/** The same for an answer whose outermost keys are names of the tenant's own. */
export function decodeMap<T>(text: string): T {
  return incoming(JSON.parse(text), false) as T
}

/** The same for an answer that holds fields of records: what is JSON of the system's own in them stays as it is. */
export function decodeFields<T>(text: string): T {
  return incoming(JSON.parse(text), true, FOREIGN_INPUT) as T
}

function incoming(value: unknown, rename: boolean, own: ReadonlySet<string> = FOREIGN): unknown {
  if (Array.isArray(value)) return value.map((item) => incoming(item, true, own))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, rename ? camelKey(key) : key, {
      value: own.has(key) ? item : incoming(item, !MAPS.has(key), own),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return copy
}

/** Names of fields as the core writes them: `-issueDate` → `-issue_date`. */
export function fieldNames(names: readonly string[] | string | undefined): string[] | undefined {
  if (names === undefined) return undefined
  return (typeof names === 'string' ? [names] : names).map((name) => fieldName(String(name)))
}

/** An argument that must be text; a wrong type is told before the core sees it. */
export function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw new InvalidInputError(`${name} must be a string, not ${value === null ? 'null' : typeof value}`)
}

/** JSON with the keys of the value as they are: what an event or a step holds is the caller's. */
export function json(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw new InvalidInputError(`cannot be written as JSON: ${(error as Error).message}`)
  }
}
