import * as v from 'valibot'
import { count, Problem, states } from './common.ts'

/** Minutes of waiting, where a debug=2 dump tells. */
const Ages = v.object({
  count,
  distinct: count,
  youngest: v.number(),
  median: v.number(),
  oldest: v.number(),
})

const Cause = v.object({
  id: v.string(),
  title: v.string(),
  fix: v.string(),
  notes: v.exactOptional(
    v.pipe(
      v.array(v.string()),
      v.description('What holds for the Go that built the program, or for a proof'),
    ),
  ),
  bound: v.exactOptional(
    v.pipe(
      count,
      v.description('Goroutines of a process, twins among them, up to which the stack is normal'),
    ),
  ),
  whenGrowing: v.exactOptional(
    v.pipe(v.string(), v.description('The fix where the number grows and fix speaks of one that does not')),
  ),
})

const Stack = v.object({
  id: v.string(),
  frames: v.array(v.string()),
  ownCode: v.nullable(v.string()),
  creator: v.nullable(v.string()),
  count,
  leaked: v.pipe(count, v.description('Proven by the runtime')),
  states,
  ages: v.nullable(Ages),
  twins: v.pipe(v.array(v.string()), v.description('Stacks with the same count that one library call makes')),
  sockets: v.nullable(v.string()),
  cause: v.nullable(Cause),
  ambiguity: v.exactOptional(
    v.pipe(
      v.object({ candidates: v.array(Cause), tellApart: v.string() }),
      v.description(
        'The causes that it may be, where the dump does not decide, and what would; cause is null then',
      ),
    ),
  ),
  intended: v.exactOptional(
    v.pipe(v.nullable(v.string()), v.description('The settings that call it so; of --settings alone')),
  ),
})

/** The answer to `POST /v1/analyze`, and of `tidemark analyze --json`. */
export const Analysis = v.object({
  type: v.picklist(['goroutine', 'goroutineleak']),
  debug: v.picklist([0, 1, 2, 3]),
  goroutines: count,
  stacks: v.array(Stack),
  problems: v.array(Problem),
  proves: v.pipe(
    v.array(v.string()),
    v.description('What the dump proves, what it leaves open, and which one to take next'),
  ),
})
