// The public surface, as it is written down in tests/surface/node.json. UPDATE_SURFACE=1 writes it anew.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import * as api from '@coreflow360/bridge'
import { ROOT } from './support.mjs'

const DUMP = join(ROOT, 'tests', 'surface', 'node.json')
const namespaces = createRequire(import.meta.url)(`${ROOT}/bindings-node/dist/generated/namespaces.js`)

function members(Class) {
  const found = new Set()
  for (let at = Class.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== 'constructor') found.add(name)
  }
  const ownStatic = Object.getOwnPropertyNames(Class).filter((name) => typeof Class[name] === 'function')
  return [...found, ...ownStatic.map((name) => `static ${name}`)].sort()
}

function surface() {
  const classes = { ...namespaces, ...api }
  const isClass = ([, value]) => typeof value === 'function' && value.prototype && /^class/.test(String(value))
  const errors = Object.entries(api).filter(([, value]) => Object.hasOwn(value, 'CODE'))
  const named = Object.entries(classes).filter((entry) => isClass(entry) && !Object.hasOwn(entry[1], 'CODE'))
  return {
    exports: Object.keys(api).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort(),
    classes: Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, Class]) => [name, members(Class)])),
    errors: Object.fromEntries(errors.map(([name, Class]) => [Class.CODE, name]).sort()),
  }
}

test('the surface is the one written down', () => {
  const text = `${JSON.stringify(surface(), null, 1)}\n`
  if (process.env.UPDATE_SURFACE) writeFileSync(DUMP, text)
  assert.equal(text, readFileSync(DUMP, 'utf8'))
})

test('Python and TypeScript have the same errors', () => {
  const python = JSON.parse(readFileSync(join(ROOT, 'tests', 'surface', 'python.json'), 'utf8'))
  assert.deepEqual(surface().errors, Object.fromEntries(Object.entries(python.errors).sort()))
})
