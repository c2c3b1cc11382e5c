// Health merges the state of the container that runs a system. The answers are those of a real engine (tests/services/engine.json),
// over a real socket; with an engine of this machine the same is tried from Python.

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { Bridge } from '@coreflow360/bridge'

import { ROOT } from './support.mjs'

const { answers } = JSON.parse(await readFile(join(ROOT, 'tests', 'services', 'engine.json'), 'utf8'))
const keyring = { key: `test:${'A'.repeat(43)}=` }

async function engine(socket) {
  const now = {}
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://engine')
    let path = pathname.slice(1)
    if (path === 'containers/json') path += ` ${JSON.parse(searchParams.get('filters')).label[1].split('=')[1]}`
    const { status, body } = answers[now[path] ?? path] ?? answers['containers/none/json']
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise((done) => server.listen(socket, done))
  return { now, end: () => new Promise((done) => server.close(done)) }
}

test('health tells how the container is, and why the system does not answer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bridge-'))
  const socket = join(folder, 'engine.sock')
  const served = await engine(socket)
  const sandbox = await Bridge.sandbox({ systems: ['erpnext'] })
  const bridge = new Bridge({ store: ':memory:', keyring, containers: { socket } })
  const acme = bridge.tenant('acme')
  const access = sandbox.access('erpnext')
  const health = async () => (await acme.health())[0]
  try {
    const container = { project: 'team', service: 'web' }
    await acme.connect('erpnext', { ...access, container })
    assert.deepEqual((await acme.connections())[0].container, container)
    assert.deepEqual((await health()).reasons, ['container_starting'])
    served.now[`containers/${answers['containers/json web'].body[0].Id}/json`] = 'web healthy'
    const well = await health()
    const told = async () =>
      (await acme.events.list())
        .map(({ event }) => event)
        .filter((event) => event.type === 'connection.health.changed')
        .map(({ data }) => [data.from, data.to, data.container])
    assert.deepEqual(await told(), [
      ['unknown', 'degraded', { from: null, to: 'starting' }],
      ['degraded', 'healthy', { from: 'starting', to: 'healthy' }],
    ])
    assert.deepEqual([well.status, well.container.state, well.container.health, well.container.exitCode], ['healthy', 'running', 'healthy', null])
    assert.equal((await bridge.health()).connections[0].container.name, 'team_web_1')
    served.now[`containers/${answers['containers/json web'].body[0].Id}/json`] = 'containers/again/json'
    await health()
    assert.deepEqual((await told())[2], ['healthy', 'degraded', { from: 'healthy', to: 'exited' }])

    await acme.connect('erpnext', { ...access, container: 'none' })
    const gone = await health()
    assert.deepEqual([gone.status, gone.reasons, gone.container.error.code], ['degraded', ['container_missing'], 'NOT_FOUND'])
    await acme.connect('erpnext', { ...access, container: { project: 'team', service: 'job' } })
    await sandbox.stop()
    const down = await health()
    assert.deepEqual([down.status, down.reasons[0], down.container.exitCode], ['unhealthy', 'container_down', 3])
    await assert.rejects(acme.connect('erpnext', { ...access, container: '../x' }), { code: 'INVALID_INPUT' })
    assert.throws(() => new Bridge({ store: ':memory:', keyring, containers: { socket: 'docker.sock' } }), { code: 'CONFIG_INVALID' })
  } finally {
    await bridge.close()
    await served.end()
    await rm(folder, { recursive: true })
  }
})
