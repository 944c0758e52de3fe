import { parseArgs } from 'node:util'
import { billOf } from './bill.ts'
import { comparisonOf, type PlayedFleet } from './comparison.ts'
import { type Fleet, URGENT } from './fleet.ts'
import { limitsOf } from './limits.ts'
import { jobsOf, markdownOf } from './markdown.ts'
import { type Outcome, playJob } from './play-job.ts'
import { inHours, JOBS, type Played } from './played.ts'
import { SENDERS, type Senders } from './senders.ts'
import { writeCostPage } from './write-cost-page.ts'

/**
 * Plays a day of a fleet and prints what each job takes, what breaks first, and the bill:
 * `npm run scale -- --processes 10000 --services 500 --senders process`.
 */
const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '1000' },
    services: { type: 'string' },
    signatures: { type: 'string', default: '60' },
    senders: { type: 'string', multiple: true, default: ['single'] },
    hours: { type: 'string', default: '24' },
    urgent: { type: 'string', default: String(100 * URGENT) },
    job: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
/** Processes of a service where nobody says how many services there are. */
const EACH = 20

if (values.write) await writeCostPage(play)
else {
  const processes = atLeastOne('processes', values.processes)
  const services = atLeastOne('services', values.services ?? String(Math.ceil(processes / EACH)))
  const signatures = atLeastOne('signatures', values.signatures)
  const hours = atLeastOne('hours', values.hours)
  const urgent = atLeast(0, 'urgent', values.urgent) / 100
  const all = values.senders.map(sendersNamed)
  const seen: PlayedFleet[] = []
  for (const senders of all) {
    const fleet = { processes, services, signatures, senders, urgent }
    const outcomes = (await play(fleet)).map((one) => ('failure' in one ? one : inHours(one, hours)))
    const [nearest] = limitsOf(fleet, outcomes)
    if (values.check && (nearest?.share ?? 0) > 1) process.exitCode = 1
    if (values.json) console.log(JSON.stringify(asJson(fleet, outcomes)))
    else console.log(all.length > 1 ? `${jobsOf(fleet, outcomes)}\n` : markdownOf(fleet, outcomes))
    seen.push({ fleet, outcomes })
  }
  if (all.length > 1 && !values.json) console.log(comparisonOf(seen))
}

async function play(fleet: Fleet): Promise<Outcome[]> {
  const wanted = JOBS.filter((job) => values.job?.includes(job) ?? true)
  if (wanted.length === 0)
    throw new Error(`--job must be one of ${JOBS.join(', ')}, got ${values.job?.join(', ')}`)
  const outcomes: Outcome[] = []
  for (const job of wanted) outcomes.push(await playJob(job, fleet))
  return outcomes
}

function asJson(fleet: Fleet, outcomes: readonly Outcome[]) {
  const played = outcomes.filter((one): one is Played => 'function' in one)
  return { fleet, outcomes, limits: limitsOf(fleet, outcomes), dollars: billOf(fleet, played) }
}

function sendersNamed(text: string): Senders {
  const senders = SENDERS.find((one) => one === text)
  if (senders === undefined) throw new Error(`--senders must be one of ${SENDERS.join(', ')}, got ${text}`)
  return senders
}

function atLeastOne(name: string, text: string): number {
  return atLeast(1, name, text)
}

function atLeast(least: number, name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < least)
    throw new Error(`--${name} must be a whole number of ${least} or more, got ${text}`)
  return number
}
