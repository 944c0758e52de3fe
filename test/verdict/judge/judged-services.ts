/** Services that the judge tells apart, each named by what its processes did. */

import { HOUR, MINUTE } from '#shared/time.ts'
import type { LifeSeries } from '#shared/trend/series.ts'
import type { JudgeInput } from '#shared/verdict/judge/judgement.ts'
import { counted, inputOf, type LifeFacts, lifeOf, START, signatureOf } from '#test/support/lives.ts'
import { DISTURBANCES } from '../disturbed.ts'
import { dump, evidenceWith, proofs } from '../dumps.ts'
import * as shape from '../shapes.ts'
import { BUSY_READ_LOOP, IDLE_READ_LOOP, OWN_WORKER, SERVED_CONNECTION, WRITE_LOOP } from '../stacks.ts'
import * as traffic from '../traffic.ts'

const LIBRARY = signatureOf(['github.com/acme/queue.(*Queue).wait', 'github.com/acme/queue.(*Queue).run'])
const ENTRY = 'example.com/shop/cart.(*Store).Put'
/** Stacks of one entry function: a family. */
const FAMILY = ['read', 'write', 'merge'].map((leaf) => signatureOf([`example.com/shop/cart.${leaf}`, ENTRY]))
const ALL = [OWN_WORKER, IDLE_READ_LOOP, BUSY_READ_LOOP, WRITE_LOOP, SERVED_CONNECTION, LIBRARY, ...FAMILY]

const service = (lives: readonly LifeSeries[], more: Partial<JudgeInput> = {}): JudgeInput => ({
  ...inputOf(lives, ALL),
  ...more,
})
const rise = (hours: number, perHour: number, first = 5): number[] =>
  counted(hours, (hour) => first + perHour * hour)
const level = (hours: number, count: number): number[] => counted(hours, () => count)
const worker = (counts: readonly number[], facts: LifeFacts = {}): LifeSeries =>
  lifeOf({ [OWN_WORKER.id]: counts }, facts)
const v2 = { version: 'v2', from: START + 48 * HOUR }
const states = (id: string, waits: Record<string, number>): Partial<JudgeInput> => ({
  states: new Map([[id, new Map(Object.entries(waits))]]),
})
const after = (hours: number): Partial<JudgeInput> => ({ now: START + hours * HOUR })
const STEADY = { count: 6, minutes: [2, 60, 130, 290, 410, 590] }

export const SERVICES: readonly (readonly [name: string, input: JudgeInput])[] = [
  ['a leak', service([worker(shape.noisyLeak, { version: 'v1' })])],
  ['a leak that never fell', service([worker(shape.leak)])],
  ['a slow leak', service([worker(rise(72, 0.3))])],
  [
    'a leak in two of three pods',
    service([
      worker(shape.noisyLeak, { instance: 'pod-1' }),
      worker(shape.leak, { instance: 'pod-2' }),
      worker(level(48, 6), { instance: 'pod-3' }),
    ]),
  ],
  [
    'a leak under a limit',
    service([lifeOf({ [OWN_WORKER.id]: rise(48, 150), [WRITE_LOOP.id]: level(48, 9) })]),
  ],
  ['a leak that is fixed', service([worker(shape.noisyLeak, { version: 'v1' }), worker(level(30, 4), v2)])],
  [
    'a leak that goes on in the next version',
    service([worker(shape.noisyLeak, { version: 'v1' }), worker(rise(30, 5), v2)]),
  ],
  [
    'a leak whose next version is too young',
    service([worker(shape.noisyLeak, { version: 'v1' }), worker(level(0.7, 4), v2)]),
  ],
  [
    'a leak whose version stands still',
    service([worker(shape.noisyLeak, { version: 'v1' }), worker(level(30, 200), { ...v2, version: 'v1' })]),
  ],
  ['a leak whose process has ended', service([worker(shape.noisyLeak)], after(60))],
  ['a leak whose process is overdue', service([worker(shape.noisyLeak)], after(48.4))],
  [
    'twins of one connection',
    service(
      [lifeOf({ [IDLE_READ_LOOP.id]: shape.leak, [WRITE_LOOP.id]: shape.leak, [LIBRARY.id]: level(48, 3) })],
      states(IDLE_READ_LOOP.id, { 'IO wait': 257 }),
    ),
  ],
  ['two leaks', service([lifeOf({ [OWN_WORKER.id]: rise(48, 9), [LIBRARY.id]: rise(48, 2, 90) })])],
  [
    'a leak of a library',
    service(
      [lifeOf({ [LIBRARY.id]: shape.noisyLeak })],
      states(LIBRARY.id, { select: 90, 'chan receive': 160 }),
    ),
  ],
  [
    'a family of stacks',
    service([
      lifeOf(
        Object.fromEntries(
          FAMILY.map(({ id }, i) => [
            id,
            counted(48, (hour) => (Math.floor(hour / 4) % 3 === i ? 3 : 1) * (4 + hour)),
          ]),
        ),
      ),
    ]),
  ],
  ['a pile-up', service([worker(level(48, 12_000))])],
  [
    'a burst',
    service([
      worker(
        counted(0.3, (hour) => 10 + 900 * hour, MINUTE),
        { step: MINUTE },
      ),
    ]),
  ],
  ['a young service', service([worker(rise(1, 60), { step: 5 * MINUTE })])],
  ['a service of one snapshot', service([worker([5])])],
  [
    'what belongs, and what does not grow',
    service([
      lifeOf({
        [OWN_WORKER.id]: shape.flat,
        [IDLE_READ_LOOP.id]: shape.dailyWave,
        [WRITE_LOOP.id]: shape.spikeAndDrain,
        [LIBRARY.id]: shape.poolResize,
        [BUSY_READ_LOOP.id]: shape.warmUpThatLevels,
      }),
    ]),
  ],
  [
    'two workers for each connection',
    service([
      lifeOf({
        [OWN_WORKER.id]: traffic.growing.map((count) => 2 * count),
        [SERVED_CONNECTION.id]: traffic.growing,
      }),
    ]),
  ],
  [
    'a leak beside a daily wave',
    service([lifeOf({ [OWN_WORKER.id]: shape.noisyLeak, [SERVED_CONNECTION.id]: traffic.daily })]),
  ],
  [
    'a leak that the runtime proves',
    service([worker(shape.noisyLeak)], { evidence: [evidenceWith({ proofs: proofs(3, 9, 40) })] }),
  ],
  [
    'a leak whose waits are of many ages',
    service([worker(shape.noisyLeak)], { evidence: [evidenceWith({ dumps: [dump(STEADY, 600)] })] }),
  ],
  [
    'a leak that a worker is meant to be',
    service([worker(shape.noisyLeak)], {
      settings: {
        ...inputOf([]).settings,
        intended: [{ any: ENTRY.replace('Put', 'flush'), reason: 'a queue' }],
      },
    }),
  ],
  ...DISTURBANCES.flatMap(([name, lives]) => [
    [`${name}, with a leak`, service(lives(true))] as const,
    [`${name}, healthy`, service(lives(false))] as const,
  ]),
]
