import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from './support.mjs'

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
const STRICT = [
  '--strict', '--noEmit', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noUnusedLocals',
  '--noPropertyAccessFromIndexSignature', '--skipLibCheck', 'false', '--module', 'node20', '--target', 'es2022',
]

/** Type-checks files; gives what the compiler says. */
function check(files, flags) {
  const args = [join(typescript, 'bin', 'tsc'), '--ignoreConfig', ...STRICT, ...flags, ...files]
  return new Promise((done) => execFile(process.execPath, args, { cwd: ROOT }, (error, out) => done(error ? out : '')))
}

const CONSUMERS = ['tests/node/types/consumer.mts', 'tests/node/types/consumer.cts']

test('strict programs of users type-check, and mistakes are found', async () => {
  assert.equal(await check(CONSUMERS, ['--types', 'node']), '')
})

test('also with the types of a browser instead of those of Node', async () => {
  const lib = 'es2022,dom,dom.iterable,esnext.disposable'
  const text = (await readFile(join(ROOT, CONSUMERS[0]), 'utf8')).replace("process.env['BRIDGE_STORE']", 'undefined')
  const file = join(ROOT, 'target', 'node-types', 'browser.mts')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  try {
    assert.equal(await check([file], ['--types', '', '--lib', lib]), '')
  } finally {
    await rm(file)
  }
})

// What Python offers, TypeScript offers too: each call of the Python surface is written down as TypeScript.
const POSITIONAL = new Set([
  ...['id', 'name', 'system', 'path', 'method', 'input', 'kind', 'rows', 'callback'],
  ...['record_id', 'attachment_id', 'data', 'inputs'],
  ...['module', 'modules', 'plan', 'token', 'metric', 'amount', 'event'],
  ...['types', 'handler', 'events', 'start', 'lease', 'step', 'make', 'find', 'resource', 'key', 'outcome', 'url'],
])
// Python counts seconds, JavaScript milliseconds.
const SPANS = ['deadline', 'timeout', 'lease', 'renew', 'lookback', 'every', 'fullEvery', 'maxAge', 'interval']
const OTHER_NAMES = { ...Object.fromEntries(SPANS.map((name) => [name, `${name}Ms`])), toList: 'toArray', from_: 'from', validFor: 'validMs' }
const camel = (name) => {
  const plain = name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
  return OTHER_NAMES[plain] ?? plain
}
// Dictionaries beside typed records are Python's need: in TypeScript the records are plain objects.
const PYTHON_ONLY = { Query: ['to_dicts', 'dict_pages'], Resource: ['query'], Bridge: ['traced'] }
const ABSTRACT = new Set(['Namespaces'])

test('TypeScript has every call of the Python surface, with every parameter', async () => {
  const { classes, records } = JSON.parse(await readFile(join(ROOT, 'tests', 'surface', 'python.json'), 'utf8'))
  const lines = ["import type * as api from '@coreflow360/bridge'", 'const none = undefined as never']
  for (const [name, members] of Object.entries(classes)) {
    if (ABSTRACT.has(name)) continue
    const generic = { Query: '<unknown>', Watch: '<unknown>', Mirror: '<unknown, unknown>', Plans: '<unknown, unknown>', Resource: '<unknown, unknown, unknown>' }[name] ?? ''
    lines.push(`declare const on${name}: api.${name}${generic}`)
    for (const [member, parameters] of Object.entries(members)) {
      const own = PYTHON_ONLY[name] ?? []
      if (own.includes(member) || (PYTHON_ONLY.Resource.includes(member) && 'deletions' in members)) continue
      const isStatic = name === 'Bridge' && member === 'sandbox'
      const target = isStatic ? `(null as never as typeof api.${name}).${camel(member)}` : `on${name}.${camel(member)}`
      if (parameters === null) {
        lines.push(`void ${target}`)
        continue
      }
      const first = parameters.filter((parameter) => POSITIONAL.has(parameter) && !named(name, member, parameter))
      const rest = parameters.filter((parameter) => !first.includes(parameter))
      const options = rest.map((parameter) => `${camel(parameter)}: none`).join(', ')
      lines.push(`void ${target}(${[...first.map(() => 'none'), ...(rest.length ? [`{ ${options} }`] : [])].join(', ')})`)
    }
  }
  for (const [name, fields] of Object.entries(records)) {
    const type = { Record: 'RecordEnvelope' }[name] ?? name
    if (name === 'Row') continue
    lines.push(`declare const a${name}: api.${type}`)
    for (const field of fields.filter((each) => !each.startsWith('_'))) lines.push(`void a${name}.${camel(field)}`)
  }
  const file = join(ROOT, 'target', 'node-types', 'surface.mts')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, lines.join('\n'))
  assert.ok(lines.length > 150)
  assert.equal(await check([file], ['--types', 'node', '--noUnusedLocals', 'false']), '')
})

/** Parameters that stand among the options although their name is that of a first parameter elsewhere. */
function named(name, member, parameter) {
  if (member === 'list') return true
  if (name === 'Writes') return !['key', 'outcome', 'plan'].includes(parameter)
  if (member === 'sync') return parameter !== 'resource'
  if (parameter === 'start') return member !== 'replay'
  if (parameter === 'lease') return member !== 'extend'
  if (name === 'Bridge' && member === 'on') return parameter === 'id'
  if (name === 'Links') return parameter === 'kind'
  if (name === 'Subscription' && member === 'set') return true
  if (member === 'connect') return parameter !== 'system'
  if (name === 'Sandbox' && member === 'fault') return !['system', 'kind'].includes(parameter)
  return member === 'sandbox'
}
