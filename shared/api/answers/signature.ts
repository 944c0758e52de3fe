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
