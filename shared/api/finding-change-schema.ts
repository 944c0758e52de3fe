import * as v from 'valibot'
import { exactly, text } from './json-body.ts'
import { instant } from './schema.ts'

/** What `PATCH /v1/findings/{id}` takes: one change, a comment on it, or a comment alone. */

/** Rates that differ by less are those of one leak on another day. */
const growth = v.pipe(
  v.number('must be a number'),
  v.minValue(1.1, 'must be at least 1.1'),
  v.maxValue(1_000, 'must be at most 1000'),
)

const Until = v.union(
  [v.literal('forever'), exactly({ growth }), exactly({ date: instant })],
  'must be "forever", {"growth": N} or {"date": TIME}',
)

const CHANGES = ['resolve', 'archive', 'intended', 'assign', 'reopen'] as const

export const FindingChange = v.pipe(
  exactly({
    resolve: v.exactOptional(
      exactly({ in: v.picklist(['now', 'nextVersion'], 'must be now or nextVersion') }),
    ),
    archive: v.exactOptional(exactly({ until: Until })),
    intended: v.exactOptional(
      v.union(
        [v.literal(true), exactly({ reason: text(1_000, 'lines') })],
        'must be true or {"reason": TEXT}',
      ),
    ),
    assign: v.exactOptional(v.nullable(text(100))),
    reopen: v.exactOptional(v.literal(true, 'must be true')),
    comment: v.exactOptional(text(1_000, 'lines')),
  }),
  v.check(
    (body) => CHANGES.filter((name) => name in body).length <= 1,
    `must hold at most one of ${CHANGES.join(', ')}`,
  ),
  v.check((body) => Object.keys(body).length > 0, `must hold one of ${CHANGES.join(', ')} or comment`),
)
