import * as v from 'valibot'
import { count, instant } from './common.ts'

export const quietReason = v.picklist([
  'load-proportional',
  'plateaued',
  'stepped',
  'bounded',
  'benign',
  'intended',
  'stable',
  'insufficient',
  'watch',
])

/** The answer to `GET /v1/services/{service}/quiet`: what is watched and no finding. */
export const Quiet = v.object({
  lastJudged: v.nullable(instant),
  watched: v.pipe(
    v.nullable(count),
    v.description('Number of signatures in the last run of the judge, including those of findings'),
  ),
  counts: v.pipe(v.record(quietReason, count), v.description('Signatures that are no finding, by reason')),
  items: v.pipe(
    v.array(
      v.object({
        signature: v.string(),
        verdict: quietReason,
        why: v.string(),
        leaf: v.string(),
        ownCode: v.exactOptional(v.string()),
        entry: v.exactOptional(v.string()),
      }),
    ),
    v.description('The 200 most relevant: first those that grew but are no leak, last the stable ones'),
  ),
})
