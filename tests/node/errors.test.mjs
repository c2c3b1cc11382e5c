import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import * as api from '@coreflow360/bridge'
import { bridgeFor, sandboxed } from './support.mjs'

const { Bridge, BridgeError, NotFoundError, RateLimitedError } = api
const classes = Object.entries(api).filter(([, value]) => typeof value === 'function' && Object.hasOwn(value, 'CODE'))

test('each code has a class that knows itself', () => {
  assert.ok(classes.length >= 28)
  for (const [name, Class] of classes) {
    const error = new Class('what happened')
    assert.equal(error.name, name)
    assert.equal(error.code, Class.CODE)
    assert.equal(String(error), `${name}: what happened`)
    assert.ok(error instanceof Class && error instanceof BridgeError && error instanceof Error && BridgeError.is(error))
    const others = classes.filter(([, Other]) => error instanceof Other)
    assert.deepEqual(others.map(([other]) => other), [name])
  }
})

test('anything else is no error of the bridge', () => {
  for (const value of [null, undefined, 1, 'NOT_FOUND', {}, new Error('x'), { code: 'NOT_FOUND' }, new TypeError('x')]) {
    assert.equal(BridgeError.is(value), false)
    assert.equal(value instanceof BridgeError, false)
    assert.equal(value instanceof NotFoundError, false)
  }
})

test('an error of another copy of the package is recognized', () => {
  const brand = Symbol.for('coreflow.bridge.error')
  const foreign = Object.assign(new Error('x'), { code: 'NOT_FOUND', [brand]: 'NOT_FOUND' })
  assert.ok(BridgeError.is(foreign) && foreign instanceof NotFoundError)
  assert.equal(foreign instanceof RateLimitedError, false)
})

test("a host's own subclass is only what JavaScript says", () => {
  class Mine extends NotFoundError {}
  assert.ok(new Mine('x') instanceof NotFoundError)
  assert.ok(new Mine('x') instanceof Mine)
  assert.equal(new NotFoundError('x') instanceof Mine, false)
})

test('a code that the facade does not know keeps its name', () => {
  const error = new BridgeError('FROM_THE_FUTURE', 'x')
  assert.equal(error.code, 'FROM_THE_FUTURE')
  assert.ok(BridgeError.is(error))
  assert.equal(error.toResponse().status, 500)
})

test('facts of the core arrive, as properties and as JSON', async (t) => {
  const { tenant, sandbox } = await sandboxed(t, {}, { policies: { retry: { maxAttempts: 1 } } })
  sandbox.fault('erpnext', 'status', { status: 429, retryAfter: 7 })
  const error = await tenant.accounting.items.list().first().then(assert.fail, (e) => e)
  assert.ok(error instanceof RateLimitedError)
  const { tenant: who, system, connection, status, retryable, operation } = error
  assert.deepEqual({ who, system, connection, status, retryable, operation }, {
    who: 'acme', system: 'erpnext', connection: 'erpnext', status: 429, retryable: true,
    operation: 'accounting.items.list',
  })
  assert.equal(error.retryAfterMs, 7000)
  assert.equal(error.toJSON().retryAfterMs, 7000)
  assert.deepEqual(JSON.parse(JSON.stringify(error)).code, 'RATE_LIMITED')
})

test('a problem response tells what a caller can act on, and no more', async () => {
  const facts = { retryable: true, retryAfterMs: 1500, tenant: 'acme', connection: 'erp', requestId: 'r1', causes: ['low'] }
  const response = new RateLimitedError('Slow down.', facts).toResponse()
  assert.equal(response.status, 429)
  assert.equal(response.headers.get('content-type'), 'application/problem+json')
  assert.equal(response.headers.get('retry-after'), '2')
  const problem = await response.json()
  assert.deepEqual(problem, {
    type: 'urn:coreflow-bridge:error:RATE_LIMITED',
    title: "The system, or its budget here, asks to slow down; see retry_after.",
    status: 429, code: 'RATE_LIMITED', detail: 'Slow down.', retryable: true, retryAfterMs: 1500, requestId: 'r1',
  })
  const inner = await new api.StorageUnavailableError('/var/lib/bridge.db is read-only').toResponse().json()
  assert.equal('detail' in inner, false)
})

test('causes are a chain', () => {
  const error = new NotFoundError('top', { causes: ['middle', 'bottom'] })
  assert.equal(error.cause.message, 'middle')
  assert.equal(error.cause.cause.message, 'bottom')
  assert.deepEqual(error.toJSON().causes, ['middle', 'bottom'])
})

test('wrong configuration and wrong input are told by name', async (t) => {
  assert.throws(() => new Bridge({ stor: 'x' }), { code: 'CONFIG_INVALID', message: /stor/ })
  const tenant = bridgeFor(t).tenant('acme')
  assert.throws(() => bridgeFor(t).tenant('a/b'), { code: 'INVALID_INPUT' })
  assert.throws(() => bridgeFor(t).tenant(1), { code: 'INVALID_INPUT', message: /id must be a string/ })
  const invoices = tenant.accounting.invoices
  await assert.rejects(invoices.create({ lines: [{ quantity: 0.5 }] }), { code: 'INVALID_INPUT', message: /lines\[0\]\.quantity/ })
  await assert.rejects(invoices.create({ issueDate: 'a', issue_date: 'b' }), { code: 'INVALID_INPUT', message: /twice/ })
  await assert.rejects(invoices.create({ notes: () => 1 }), { code: 'INVALID_INPUT', message: /function/ })
  const round = { custom: {} }
  round.custom.self = round
  await assert.rejects(invoices.create(round), { code: 'INVALID_INPUT' })
  await assert.rejects(invoices.get(null), { code: 'INVALID_INPUT', message: /id must be a string, not null/ })
  await assert.rejects(tenant.resource('accounting.nothing').get('x'), BridgeError)
})

test('no secret is in an error', async (t) => {
  const tenant = bridgeFor(t).tenant('acme')
  const canary = 'canary-5c1d0e'
  const calls = [
    { instance: 'http://127.0.0.1:1', credential: { type: 'api_key', key: canary, secret: canary }, allowPrivate: true },
    { instance: 'http://127.0.0.1:1', credential: { type: 'api_key', key: canary, secret: canary } },
    { instance: 'http://127.0.0.1:1', credential: { type: 'nothing', key: canary } },
    { instance: 'http://127.0.0.1:1', credential: { type: 'api_key', keys: canary } },
    { instance: 'http://127.0.0.1:1', credential: canary },
  ]
  for (const call of calls) {
    const error = await tenant.connect('erpnext', call).then(assert.fail, (e) => e)
    assert.ok(BridgeError.is(error), inspect(error))
    const told = inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error) + (await error.toResponse().text())
    assert.equal(told.includes(canary), false, told)
  }
})

test('a closed bridge says so', async () => {
  const bridge = new Bridge({ store: ':memory:' })
  const tenant = bridge.tenant('acme')
  await bridge.close()
  await bridge.close()
  assert.throws(() => bridge.tenant('acme'), { code: 'CLOSED' })
  await assert.rejects(tenant.connections(), { code: 'CLOSED' })
})
