import * as v from 'valibot'

const node = { name: v.string(), value: v.number() }

/** A tree as d3-hierarchy takes it; each child is such a node again. In a difference each has `base` and `delta`. */
export const Flame = v.looseObject({
  ...node,
  base: v.optional(v.number()),
  delta: v.optional(v.number()),
  children: v.optional(v.array(v.looseObject(node))),
})
