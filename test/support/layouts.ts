import { type Layouts, ONE_PART } from '#shared/store/layout.ts'

const wideFrom = (at: number): Layouts => ({ ...ONE_PART, of: async () => ({ wideFrom: at }) })

/** Services in one part, in many, and such as were spread while a contract's rows were written. */
export const LAYOUTS: readonly (readonly [name: string, layouts: Layouts])[] = [
  ['in one part', ONE_PART],
  ['in many parts', wideFrom(0)],
  ['in many parts since midnight', wideFrom(Date.parse('2026-09-08T00:00:00Z'))],
  ['in many parts since an hour', wideFrom(Date.parse('2026-09-07T06:00:00Z'))],
]
