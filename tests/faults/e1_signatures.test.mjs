// E1, E2: what was signed is taken; each flipped bit, cut or missing signature is a 401 without a word; no secret is none.
// The signatures are made here, by Node's `createHmac`, after what each sender publishes.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { bridgeFor } from '../node/support.mjs'
import { data } from './acme.mjs'

const { url, senders, published, no_secrets: noSecrets } = data('e1')
const BODY = Buffer.from('{"id":"evt_1","type":"deal.won","data":{"object":{"id":"d1"}}}')
const UNAUTHORIZED = [401, '{"error":"unauthorized"}']
const RECEIVED = [200, '{"received":true}']

/** The headers of a delivery that was signed so many seconds ago. */
function signed(how, body, late = 0) {
  const holes = { seconds: `${Math.floor(Date.now() / 1000) - late}`, url }
  const filled = (text) => text.replace(/\{(\w+)\}/g, (_, hole) => holes[hole])
  const key = how.key === undefined ? how.secret : Buffer.from(how.key, 'base64')
  const message = Buffer.concat([Buffer.from(filled(how.signs)), body, Buffer.from(filled(how.then ?? ''))])
  holes.signature = createHmac('sha256', key).update(message).digest(how.encoding)
  return Object.fromEntries(Object.entries(how.headers).map(([name, value]) => [name, filled(value)]))
}

/** The text with each of its bits turned, as far as that is text. */
function* flipped(text) {
  for (let at = 0; at < text.length; at += 1) {
    for (let bit = 0; bit < 7; bit += 1) {
      yield `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ (1 << bit))}${text.slice(at + 1)}`
    }
  }
}

function* cut(text) {
  for (const length of [0, 1, text.length >> 1, text.length - 1]) yield text.slice(0, length)
  yield* [`${text}0`, `${text}=`]
}

const count = async (bridge) => (await bridge.events.list({ limit: 1000 })).length

async function intake(bridge, { sender, secret, unsigned }) {
  const { id } = await bridge.webhooks.create({ sender, secret })
  return async (headers, body) => {
    const reply = await bridge.webhooks.handle(id, 'POST', { ...unsigned, ...headers }, body, { url })
    return [reply.status, reply.body]
  }
}

for (const how of senders) {
  test(`E1 ${how.sender}`, async (t) => {
    const bridge = bridgeFor(t)
    const handle = await intake(bridge, how)
    const good = signed(how, BODY)
    let tried = 0
    for (const [name, value] of Object.entries(good)) {
      for (const other of [...flipped(value), ...cut(value)]) {
        assert.deepEqual(await handle({ ...good, [name]: other }, BODY), UNAUTHORIZED, `${name}: ${value} as ${other}`)
        tried += 1
      }
      const { [name]: _, ...without } = good
      assert.deepEqual(await handle(without, BODY), UNAUTHORIZED, `without ${name}`)
    }
    for (let bit = 0; bit < BODY.length * 8; bit += 1) {
      const other = Buffer.from(BODY)
      other[bit >> 3] ^= 1 << (bit & 7)
      assert.deepEqual(await handle(good, other), UNAUTHORIZED, `bit ${bit}`)
      tried += 1
    }
    for (const other of [Buffer.concat([BODY, Buffer.from(' ')]), Buffer.alloc(0)]) {
      assert.deepEqual(await handle(good, other), UNAUTHORIZED)
    }
    if (Object.values(how.headers).some((value) => value.includes('{seconds}'))) {
      for (const late of [310, -310]) assert.deepEqual(await handle(signed(how, BODY, late), BODY), UNAUTHORIZED)
    }
    assert.ok(tried > 800)
    assert.equal(await count(bridge), 0, 'nothing of it became an event')
    assert.deepEqual(await handle(good, BODY), RECEIVED)
    assert.deepEqual(await handle(good, BODY), RECEIVED)
    // What is no text was signed as well as any other bytes; where it must be JSON that is said, and nothing else.
    const odd = Buffer.from([0xff, 0xfe, 0, 0x7b])
    const [status, body] = await handle(signed(how, odd), odd)
    assert.ok([`${RECEIVED}`, '400,{"error":"malformed"}'].includes(`${status},${body}`), body)
    const foreign = how.key === undefined ? { ...how, secret: 'another' } : { ...how, key: 'AAAA' }
    assert.deepEqual(await handle(signed(foreign, odd), odd), UNAUTHORIZED)
    assert.ok([1, 2].includes(await count(bridge)))
  })

  test(`E2 ${how.sender}`, async (t) => {
    const bridge = bridgeFor(t)
    const { id } = await bridge.webhooks.create({ sender: how.sender, secret: how.secret })
    for (const secret of noSecrets) {
      await assert.rejects(bridge.webhooks.create({ sender: how.sender, secret }), { code: 'INVALID_INPUT' })
      await assert.rejects(bridge.webhooks.rotate(id, { secret }), { code: 'INVALID_INPUT' })
      for (const key of ['', 'AAAA']) {
        const forged = signed(how.key === undefined ? { ...how, secret } : { ...how, key }, BODY)
        const reply = await bridge.webhooks.handle(id, 'POST', forged, BODY, { url })
        assert.deepEqual([reply.status, reply.body], UNAUTHORIZED)
      }
    }
  })
}

// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
test('E1 a published vector', async (t) => {
  const github = senders.find(({ sender }) => sender === 'github')
  const handle = await intake(bridgeFor(t), { ...github, secret: published.secret })
  assert.deepEqual(await handle(published.headers, Buffer.from(published.body)), RECEIVED)
  assert.deepEqual(await handle(published.headers, Buffer.from('Hello, World?')), UNAUTHORIZED)
})
