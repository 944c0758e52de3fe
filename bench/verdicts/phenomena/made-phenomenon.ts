import { HOUR } from '#shared/time.ts'
import { inputOf } from '#test/support/lives.ts'
import type { MadeCase } from '../battery/made-case.ts'
import { randomOf } from '../battery/random.ts'
import { MONDAY } from '../battery/recording.ts'
import { type LeakingStack, SERVING, STANDING, WORKER } from '../battery/stacks.ts'
import { viewAt } from '../battery/view.ts'
import type { PhenomenonPlan } from './plans.ts'
import { recordService } from './record.ts'
import { KNOWN, UNKNOWN } from './stacks.ts'
import { truthOf } from './truth.ts'

/** Makes the counts of a phenomenon and labels them. */
export function makePhenomenon(plan: PhenomenonPlan): MadeCase {
  const { phenomenon, variant, seed, leaks, instances, known, gaps } = plan
  const random = randomOf(seed)
  const leaking = leakingOf(known ? KNOWN : UNKNOWN, random.uniform())
  const service = phenomenon.service({ variant, random, instances, leaking: leaks ? leaking : undefined })
  const start = MONDAY + service.weekHour * HOUR
  const recordings = recordService(service, { seed, origin: start, gaps })
  const truth = service.leak && truthOf(service.leak, recordings, start)
  const signatures = [
    WORKER,
    SERVING,
    ...STANDING.map(([signature]) => signature),
    ...service.stacks.flatMap((stack) => stack.signatures),
    ...(service.leak === undefined ? [] : [service.leak.stack.signature]),
  ]
  return {
    plan: {
      name: `${phenomenon.name}, ${variant}, ${nameOf(plan)}`,
      background: phenomenon.name,
      variant,
      leak: truth && { perHour: truth.perHour },
    },
    start,
    end: start + service.spanHours * HOUR,
    truth,
    inputAt: (now) => {
      const lives = recordings.flatMap((recording) => viewAt(recording, now) ?? [])
      return { ...inputOf(lives, signatures), now }
    },
  }
}

const leakingOf = (stacks: readonly LeakingStack[], chance: number): LeakingStack =>
  stacks[Math.floor(chance * stacks.length)] as LeakingStack

const nameOf = ({ instances, known, gaps, leaks }: PhenomenonPlan): string =>
  [
    `${instances} ${instances === 1 ? 'instance' : 'instances'}`,
    ...(gaps ? ['gaps'] : []),
    leaks ? `leak ${known ? 'known' : 'unknown'}` : 'healthy',
  ].join(', ')
