/**
 * Plays random schedules of faults and tells which of them break a law: `npm run faults -- --seed N --schedules M`.
 *
 * `--world` plays every schedule over stores of one kind. `--kills N` kills a process that writes so many times instead,
 * `--server-kills N` kills `tidemark serve` amid pushes.
 * [README](README.md)
 */

import { parseArgs } from 'node:util'
import { kill } from './kill.ts'
import { killServer } from './kill-server.ts'
import { progressOf } from './progress.ts'
import { type Schedule, scheduleOf, type WorldKind } from './schedule.ts'
import { playCalm, shrink, simulate } from './simulate.ts'
import { STORMS } from './story.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '200' },
    world: { type: 'string' },
    kills: { type: 'string' },
    'server-kills': { type: 'string' },
  },
})
const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is no whole number`)
  return Number(text)
}
const [first, count] = [whole(values.seed), whole(values.schedules)]
const { kills, 'server-kills': serverKills } = values
if (kills !== undefined || serverKills !== undefined) {
  const { acknowledged, lost } =
    serverKills === undefined
      ? await kill(whole(kills ?? ''), first)
      : await killServer(whole(serverKills), first, progressOf(whole(serverKills), 'kills', 'lost'))
  for (const one of lost) console.log(`  lost: ${one}`)
  console.log(`${serverKills ?? kills} kills, ${acknowledged} writes acknowledged, ${lost.length} lost`)
  process.exit(lost.length > 0 ? 1 : 0)
}
// What fails is logged by the code that is tested.
console.error = () => undefined
const calm = await playCalm()
const progress = progressOf(count, 'schedules', 'failed')
let failed = 0
for (let seed = first; seed < first + count; seed++) {
  progress(seed - first, failed)
  const drawn = scheduleOf(seed, STORMS)
  const schedule = { ...drawn, world: (values.world as WorldKind | undefined) ?? drawn.world }
  const laws = await simulate(schedule, calm)
  if (laws.length === 0) continue
  failed++
  await tell(schedule, laws)
}
const { user, system } = process.cpuUsage()
console.log(`${count} schedules took ${((user + system) / 1e6).toFixed(0)} s of processor time`)
console.log(`${count - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function tell(schedule: Schedule, laws: readonly string[]): Promise<void> {
  console.log(`\nnpm run faults -- --seed ${schedule.seed} --schedules 1 --world ${schedule.world}`)
  for (const law of laws) console.log(`  ${law}`)
  for (const fault of await shrink(schedule, calm)) console.log(`  needs ${JSON.stringify(fault)}`)
}
