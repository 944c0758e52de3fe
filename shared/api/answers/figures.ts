import * as v from 'valibot'
import { count, instant, perHour } from './common.ts'

export const Seen = v.pipe(
  v.picklist(['growing', 'level', 'gone', 'fixed', 'unknown', 'silent']),
  v.description(
    'How it stands now: a process that runs grows; none grows and many goroutines stay; few are left; few are left and a newer version runs; too early to tell; no process runs',
  ),
)

const Rate = v.pipe(
  v.object({ perHour, low95: perHour, high95: perHour }),
  v.description(
    'Goroutines per hour in one process that grows, or grew before it ended, all stacks together; with the 95 % interval of its Theil–Sen slope',
  ),
)

export const Processes = v.object({
  growing: v.pipe(count, v.description('Processes that run now and grow')),
  of: v.pipe(count, v.description('All that run now')),
  names: v.pipe(
    v.array(v.string()),
    v.description('Instances that grow, where they are one or two and others do not'),
  ),
})

export const most = v.pipe(count, v.description('The most goroutines that stood at one time'))

/** The figures of a finding: the same members in the inbox, in reports and in messages. */
export const figures = {
  seen: Seen,
  goroutines: v.pipe(count, v.description('Now: of all its stacks, in all processes that run')),
  stacks: v.pipe(v.array(count), v.description('The same of each of its stacks')),
  most,
  healed: v.pipe(
    v.nullable(v.object({ version: v.nullable(v.string()), at: instant, hours: v.number() })),
    v.description('The processes that run now do not grow: since when, and how long the longest was watched'),
  ),
  perHour,
  rate: Rate,
  processes: Processes,
  since: instant,
  version: v.nullable(v.string()),
}
