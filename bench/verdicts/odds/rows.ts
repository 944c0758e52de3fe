import { FITTED, type FittedId, STATED } from '#shared/verdict/odds/weights.ts'
import type { Example } from './example.ts'
import type { Row } from './fit.ts'

/** Arguments in the order of the table. */
export const NAMES = Object.keys(FITTED) as FittedId[]

/**
 * What a recorded program counts beside a made case, of which there are some thirty times as many, and a case of the
 * battery beside a phenomenon: half of these are made to look like leaks, which few healthy services do.
 */
const RECORDED = 10
const MADE: Readonly<Record<string, number>> = { battery: 6, phenomena: 2 }

/** What knows the leak by its name: most libraries that leak are in no catalogue, and most services send counts alone. */
const KNOWLEDGE: ReadonlySet<FittedId> = new Set<FittedId>(['library-leak', 'sockets', 'ages', 'proof'])
/** An example is shown once more, and counts half, as it would be without any of that. */
const WITHOUT = 0.5

/**
 * Services keep clients, caches and subscriptions that the catalogue knows as leaks, and no made one does: each healthy example is
 * shown once more as such a stack, at this share of its weight. Chosen on recorded programs (2026-12): at twice as much two of 52
 * leaks stay just below 95 %, and without it what such stacks look like is called more often.
 */
const HEALTHY_KNOWN = 0.01

/** Rows to fit on. Looks at one case resemble each other: n of them count as its square root. */
export function rowsOf(examples: readonly Example[]): Row[] {
  const fitted = examples.filter(({ values }) => Object.keys(STATED).every((id) => !(id in values)))
  const looks = Map.groupBy(fitted, ({ set, name }) => `${set}/${name}`)
  return fitted.flatMap((example) => {
    const { set, name, leaks, values } = example
    const weight = (MADE[set] ?? RECORDED) / Math.sqrt(looks.get(`${set}/${name}`)?.length ?? 1)
    const row = { values: NAMES.map((id) => values[id] ?? 0), isTrue: leaks, weight }
    if (!leaks && !('library-leak' in values)) {
      const known = NAMES.map((id) => (id === 'library-leak' ? 1 : (values[id] ?? 0)))
      return [
        { ...row, weight: (1 - HEALTHY_KNOWN) * weight },
        { values: known, isTrue: false, weight: HEALTHY_KNOWN * weight },
      ]
    }
    if (!NAMES.some((id) => KNOWLEDGE.has(id) && id in values)) return [row]
    const unknown = NAMES.map((id) => (KNOWLEDGE.has(id) ? 0 : (values[id] ?? 0)))
    return [row, { values: unknown, isTrue: leaks, weight: WITHOUT * weight }]
  })
}
