import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

/**
 * `npm run mutate -- FOLDER|FILE… [--tests FOLDER|FILE]…`: changes the code in one place at a time and says which changes no
 * test of the folder notices. What survives is either a missing test or a change that means nothing.
 *
 * The tests of `shared/signature` lie in `test/signature`, those of `cli/agent` in `test/agent`; `--tests` names others, as
 * does any path below `test`.
 */
const { values, positionals } = parseArgs({
  options: { tests: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
})

/** The folder of tests that mirrors a folder of sources: its last part that has one. */
function testsOf(source: string): string | undefined {
  const parts = source.replace(/\/$/, '').split('/').slice(1).reverse()
  return parts.map((part) => `test/${part}`).find((folder) => existsSync(folder))
}

const isTest = (path: string): boolean => path.startsWith('test/')
const sources = positionals.filter((path) => !isTest(path))
const named = [...values.tests, ...positionals.filter(isTest)]
const tests = named.length > 0 ? named : sources.flatMap((source) => testsOf(source) ?? [])
if (sources.length === 0 || tests.length === 0) {
  console.error('usage: npm run mutate -- FOLDER… [--tests FOLDER|FILE]…, such as shared/signature')
  process.exit(2)
}
const mutate = sources.map((source) => (source.endsWith('.ts') ? source : `${source}/**/*.ts`))
const stryker = spawn(
  process.execPath,
  ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', '--mutate', mutate.join(',')],
  { env: { ...process.env, TIDEMARK_MUTATE_TESTS: [...new Set(tests)].join(' ') }, stdio: 'inherit' },
)
const [code] = await once(stryker, 'close')
process.exitCode = code ?? 1
