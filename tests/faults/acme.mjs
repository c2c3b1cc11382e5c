// The one tenant of the cases, and its connection.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { BridgeError } from '@coreflow360/bridge'
import { ROOT, bridgeFor } from '../node/support.mjs'

/** What no error may tell. */
export const CREDENTIAL = { type: 'api_key', key: 'canary-key-77', secret: 'canary-secret-77' }
export const POLICIES = { attempt_timeout_ms: 60_000, retry: { max_attempts: 1 }, breaker: { enabled: false } }

/** The data of a case, for both languages. */
export const data = (name) => JSON.parse(readFileSync(`${ROOT}/tests/faults/${name}.json`, 'utf8'))

/** A tenant with the module accounting. Nothing is tried twice, and no breaker opens. */
export async function acme(t, config = {}) {
  return tenantOf(bridge(t, config))
}

/** A bridge that tries nothing twice, and opens no breaker. */
export const bridge = (t, config = {}) => bridgeFor(t, { policies: POLICIES, ...config })

/** A tenant with the module accounting. */
export async function tenantOf(opened) {
  const tenant = opened.tenant('acme')
  await tenant.modules.change({ activate: ['accounting'] })
  return tenant
}

/** A connection to an ERPNext that is not asked before. */
export const connect = (tenant, instance, access = {}) =>
  tenant.connect('erpnext', { instance, credential: CREDENTIAL, options: { zone: 'UTC' }, verify: false, ...access })

/** The error of a call that must fail, and that tells no secret and no control character. */
export async function refused(call) {
  let error
  try {
    const answer = await call()
    assert.fail(`it was not refused: ${inspect(answer).slice(0, 200)}`)
  } catch (caught) {
    error = caught
  }
  assert.ok(BridgeError.is(error), error)
  const told = `${error} ${error.message} ${JSON.stringify(error)} ${inspect(error.cause)}`
  assert.ok(!told.includes('canary'), told)
  assert.doesNotMatch(told, /[\x00-\x09\x0b-\x1f\x7f]/)
  return error
}

/** What a call gave; or nothing, when its error has one of these codes. */
export async function served(codes, call) {
  try {
    return await call()
  } catch (error) {
    if (!codes.includes(error.code)) throw error
    return undefined
  }
}
