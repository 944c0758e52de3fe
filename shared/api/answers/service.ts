import * as v from 'valibot'
import { count, instant, pageOf, perHour } from './common.ts'
import { settingsMembers } from './settings.ts'

const Learning = v.pipe(
  v.nullable(
    v.object({
      snapshots: v.pipe(count, v.description('Of the process that was seen most often')),
      needed: v.pipe(count, v.description('Snapshots that a verdict needs')),
      everySeconds: v.nullable(count),
      firstVerdictAt: v.pipe(
        v.nullable(instant),
        v.description('When there are enough at this pace; null: nobody can tell yet'),
      ),
      rising: v.pipe(
        v.array(
          v.object({ signature: v.string(), place: v.string(), from: v.number(), to: v.number(), perHour }),
        ),
        v.description('Stacks that rise already, the fastest first; at most 5'),
      ),
    }),
  ),
  v.description('What a service shows before it can be judged; null: it can be'),
)

const known = {
  name: v.string(),
  firstSeen: instant,
  lastJudged: v.nullable(instant),
  openFindings: count,
  watched: v.pipe(v.nullable(count), v.description('Number of signatures in the last run of the judge')),
  running: v.pipe(
    v.nullable(v.object({ processes: count, goroutines: count })),
    v.description('What reported in the last run of the judge'),
  ),
  learning: Learning,
}
export const ServicePage = pageOf(v.object(known))

/** Open findings by how sure they are. */
const tiers = v.object({ proven: count, probable: count, suspect: count })

export const ChangedService = v.object({ ...known, ...settingsMembers })

export const Service = v.object({
  ...known,
  ...settingsMembers,
  goroutines: count,
  reporting: v.pipe(count, v.description('Number of running processes: they reported and are not overdue')),
  findings: tiers,
  owners: v.pipe(
    v.array(v.string()),
    v.description('By the rules of the tenant for the service and by its settings'),
  ),
  judgedThrough: v.nullable(instant),
})

const Process = v.object({
  id: v.string(),
  instance: v.string(),
  startedAt: v.nullable(instant),
  version: v.nullable(v.string()),
  buildId: v.nullable(v.string()),
  labels: v.record(v.string(), v.string()),
  firstSeen: instant,
  lastSeen: instant,
  goroutines: v.nullable(count),
})
export const ProcessPage = pageOf(Process)

const version = v.nullable(v.string())

/** All goroutines of a service over time. */
export const ServiceTotal = v.object({
  stepSeconds: count,
  points: v.pipe(
    v.array(v.object({ at: instant, goroutines: count, processes: count })),
    v.description('A step without a snapshot has no point'),
  ),
  versions: v.pipe(
    v.array(v.object({ version, firstSeen: instant, lastSeen: instant, processes: count })),
    v.description('The newest 100'),
  ),
  restarts: v.object({ count, newest: v.array(v.object({ at: instant, instance: v.string(), version })) }),
  gaps: v.pipe(
    v.object({ count, newest: v.array(v.object({ from: instant, to: instant })) }),
    v.description('Times without a snapshot of any process, a step or longer'),
  ),
})
