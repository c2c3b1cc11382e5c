// Builds the package in place: the addon with plain cargo (so that the wheel shares its compiled core), then the facade.
//
//   node bindings-node/build.mjs [--profile dev] [--skip-cargo]

import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const { values } = parseArgs({
  options: { profile: { type: 'string', default: 'release' }, 'skip-cargo': { type: 'boolean', default: false } },
})
const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' })

if (!values['skip-cargo']) run('cargo', ['build', '--package', 'coreflow-bridge-node', '--profile', values.profile])

const { target_directory: target } = JSON.parse(
  execFileSync('cargo', ['metadata', '--format-version', '1', '--no-deps'], { cwd: root, maxBuffer: 1 << 26 }),
)
const libraries = {
  linux: 'libcoreflow_bridge_node.so',
  darwin: 'libcoreflow_bridge_node.dylib',
  win32: 'coreflow_bridge_node.dll',
}
const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
const name = `coreflow-bridge.${process.platform}-${process.arch}${musl ? '-musl' : ''}.node`
const built = join(target, values.profile === 'dev' ? 'debug' : values.profile, libraries[process.platform])
const native = join(here, 'native')
mkdirSync(native, { recursive: true })
// Renamed into place: a process that has the old file loaded keeps it.
copyFileSync(built, join(native, `${name}.new`))
renameSync(join(native, `${name}.new`), join(native, name))

rmSync(join(here, 'dist'), { recursive: true, force: true })
const tsc = createRequire(import.meta.url).resolve('typescript/package.json')
run(process.execPath, [join(dirname(tsc), 'bin', 'tsc'), '--project', join(here, 'tsconfig.json')])
console.log(`built bindings-node/native/${name} and bindings-node/dist`)
