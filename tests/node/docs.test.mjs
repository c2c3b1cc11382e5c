// Every TypeScript example of the README and of the guides runs as it stands, and so does the demo's story.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
const pages = ['README.md', ...guides.map((name) => join('docs', name))]
const examples = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => ({ page, code })),
)

test('the README has examples', () => assert.notEqual(examples.length, 0))

for (const [number, { page, code }] of examples.entries()) {
  test(`example ${number}, of ${page}`, () => {
    // Below the root, so that the package finds itself by its own name.
    const folder = join(root, 'target', 'docs')
    mkdirSync(folder, { recursive: true })
    const file = join(folder, `example-${number}.mjs`)
    writeFileSync(file, code)
    const out = execFileSync(process.execPath, [file], { encoding: 'utf8' })
    assert.notEqual(out.trim(), '', 'an example shows something')
  })
}

test('the story of the demo', () => {
  const out = execFileSync(process.execPath, [join(root, 'examples/demo/story.mjs')], { encoding: 'utf8' })
  assert.match(out, /invoices with that key there now: 1/)
  assert.match(out, /ERPNext is back/)
})
