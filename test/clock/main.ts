import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { clockOfDay, SHIFTED_CLOCKS, type ShiftedClock } from './shifted-clock.ts'

/**
 * The whole suite of `npm test` under clocks that are wrong, by libfaketime (Debian's package `faketime`): every process
 * that a test starts has the same clock, and monotonic clocks stay real, so that timeouts keep their length.
 *
 * `npm run test:clock` takes all of them, `-- --today` the one of the day, `-- NAME…` those that are named.
 */
const { values, positionals } = parseArgs({
  options: { today: { type: 'boolean' } },
  allowPositionals: true,
})
const COUNTS = /^(\d+) passed, (\d+) failed/

/** @returns how many tests passed and failed; a run that ends without saying so is one that failed */
async function runUnder({ name, ahead, zone }: ShiftedClock): Promise<{ passed: number; failed: number }> {
  const now = Date.now()
  const offset = Math.round(ahead(now) / 1_000)
  const moment = new Date(now + offset * 1_000).toISOString()
  console.log(`== clock ${name}: ${moment}${zone === undefined ? '' : `, ${zone}`}`)
  const faked = ['-m', '--exclude-monotonic', '-f', `${offset < 0 ? '' : '+'}${offset}s`]
  const suite = spawn('faketime', [...faked, process.execPath, 'node_modules/vitest/vitest.mjs', 'run'], {
    env: { ...process.env, ...(zone === undefined ? {} : { TZ: zone }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(suite, 'close')
  let counts: RegExpExecArray | undefined
  for await (const line of createInterface(suite.stdout)) {
    console.log(line)
    counts = COUNTS.exec(line) ?? counts
  }
  const [code] = await ended
  const [passed, failed] = [Number(counts?.[1] ?? 0), Number(counts?.[2] ?? 0)]
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) }
}

if (spawnSync('faketime', ['--version']).error !== undefined) {
  console.error('test:clock needs faketime: apt-get install faketime')
  process.exit(2)
}
const unknown = positionals.filter((name) => SHIFTED_CLOCKS.every((clock) => clock.name !== name))
if (unknown.length > 0) {
  console.error(
    `no clock is called ${unknown}; there are ${SHIFTED_CLOCKS.map(({ name }) => name).join(', ')}`,
  )
  process.exit(2)
}
const named = SHIFTED_CLOCKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const total = { passed: 0, failed: 0 }
for (const clock of values.today === true ? [clockOfDay(Date.now())] : named) {
  const { passed, failed } = await runUnder(clock)
  total.passed += passed
  total.failed += failed
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
