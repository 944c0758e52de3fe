import * as v from 'valibot'

/** Shapes that many answers share. */

/** RFC 3339, UTC. */
export const instant = v.pipe(v.string(), v.isoTimestamp())
export const count = v.pipe(v.number(), v.integer(), v.minValue(0))
/** Goroutines an hour. */
export const perHour = v.number()
/** Wait state → goroutines. */
export const states = v.record(v.string(), count)

/** One page of a list; `next` goes back as `cursor` and is missing on the last one. */
export const pageOf = <Item extends v.GenericSchema>(item: Item) =>
  v.object({ items: v.array(item), next: v.exactOptional(v.string()) })

/** A part of a text that was not understood. */
export const Problem = v.object({ line: count, text: v.string(), why: v.string() })
