import { spawnSync } from 'node:child_process'
import { defineConfig } from 'vitest/config'

/** Programs that tests need, and the beginnings of their names. */
const NEEDED = [
  { name: 'go-', call: ['go', 'version'], what: 'clients in Go' },
  { name: 'promtool', call: ['promtool', '--version'], what: "promtool (of Debian's package prometheus)" },
  {
    name: 'alertmanager',
    call: ['prometheus-alertmanager', '--version'],
    what: "Alertmanager (of Debian's package prometheus-alertmanager)",
  },
] as const

const missing = NEEDED.filter(({ call: [program, argument] }) => spawnSync(program, [argument]).status !== 0)
for (const { call, what } of missing)
  console.log(`There is no ${call[0]} on the PATH: tests with ${what} are left out.`)

/** Tests with the real clients of others, `npm run test:clients`. */
export default defineConfig({
  test: {
    include: ['test/clients/**/*.test.ts'],
    exclude: missing.map(({ name }) => `test/clients/${name}*.test.ts`),
    passWithNoTests: true,
    // The first `go tool pprof` of a machine builds it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/support/plain-line.ts'],
  },
})
