import * as v from 'valibot'
import { type TrackerAnswer, TrackerError } from './tracker.ts'

/** The members that are read of an answer. @throws TrackerError where it has others: it is no such API */
export function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  { status, json }: TrackerAnswer,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return parsed.output
  throw new TrackerError(
    `It answered ${status} with something else than its API documents; look whether the address is right.`,
    status,
  )
}
