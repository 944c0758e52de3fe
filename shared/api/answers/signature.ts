import * as v from 'valibot'
import { count, instant, pageOf, perHour, states } from './common.ts'

/** One stack of a service. */
export const Signature = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  frames: v.pipe(v.array(v.string()), v.description('Normalised function names, leaf first')),
  entry: v.pipe(v.nullable(v.string()), v.description('What the go statement started')),
  ownCode: v.pipe(v.nullable(v.string()), v.description("The program's own frame nearest to the leaf")),
  creator: v.nullable(v.string()),
  count,
  lowWater: count,
  perHour,
  levels: v.pipe(
    v.array(count),
    v.description('Goroutines at 24 equal times from the first snapshot of the range to the last'),
  ),
  states,
  firstSeen: v.object({ service: v.string(), version: v.exactOptional(v.string()), at: instant }),
})
export const SignaturePage = pageOf(Signature)

export const Series = v.object({
  signature: v.string(),
  stepSeconds: count,
  processes: v.array(
    v.object({
      process: v.string(),
      instance: v.string(),
      version: v.nullable(v.string()),
      startedAt: v.nullable(instant),
      points: v.array(v.object({ at: instant, min: count, max: count, last: count })),
      lowWater: v.array(v.object({ at: instant, count })),
      line: v.pipe(
        v.nullable(v.object({ from: instant, to: instant, first: v.number(), last: v.number() })),
        v.description('Theil–Sen line fitted to the low water from `since` on'),
      ),
    }),
  ),
  hidden: v.pipe(count, v.description('Number of processes left out by top')),
})

/** Goroutines that came between two dumps, and what is left of them. */
const Layer = v.object({
  after: v.pipe(v.nullable(instant), v.description('They came after this; null: nobody saw when')),
  until: v.pipe(instant, v.description('The dump that was the first to show them')),
  alive: v.pipe(v.array(count), v.description('How many are there at each dump')),
})

export const Strata = v.object({
  signature: v.string(),
  word: v.pipe(
    v.picklist(['stay-and-keep-joining', 'come-and-go', 'stay-but-stopped-joining', 'too-few-dumps']),
    v.description('What its goroutines do, in all processes together'),
  ),
  neverLeaves: v.pipe(v.boolean(), v.description('Nobody leaves, or hardly anybody: counts decide')),
  says: v.pipe(v.nullable(v.string()), v.description('Null where the dumps are too few to tell')),
  dumps: count,
  residents: v.pipe(count, v.description('Goroutines seen in two dumps or more')),
  joined: v.pipe(count, v.description('Came while dumps were taken')),
  left: count,
  processes: v.array(
    v.object({
      process: v.string(),
      instance: v.string(),
      version: v.nullable(v.string()),
      times: v.pipe(v.array(instant), v.description('Of its dumps')),
      layers: v.pipe(v.array(Layer), v.description('The oldest first')),
    }),
  ),
  hidden: v.pipe(
    count,
    v.description('Number of processes with dumps that are left out: those with fewer goroutines in it'),
  ),
})
