import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '#shared/survivor/observation.ts'
import { processesIn, sameProcess } from '#shared/survivor/same-process.ts'
import { constant, everyHours, exponential, forEver, type Kind, START, watched } from './population.ts'

const KINDS: Kind[] = [
  { rate: constant(4), life: forEver },
  { rate: constant(40), life: exponential(0.5) },
]
const HOURS = everyHours(3, 8)
const DUMPS = watched(KINDS, HOURS, 1)
const START_LATER = START + 3_600_000

const one = (observations: readonly Observation[]): Observation => observations[0] as Observation

describe('dumps of one process', () => {
  it('are known by their goroutines, in any order and repeated', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...DUMPS, ...DUMPS], { minLength: 2 }), (some) => {
        const times = new Set(some.map(({ at }) => at))
        const [life, ...more] = processesIn(some)
        expect(more).toEqual([])
        expect(life?.map(({ at }) => at)).toEqual([...times].sort((a, b) => a - b))
      }),
    )
  })

  it('are told from those of another process under the same name, which takes turns with it', () => {
    const other = watched(KINDS, HOURS, 2, START_LATER).map(moved)
    expect(processesIn([...DUMPS, ...other])).toEqual([DUMPS, other])
  })

  it('end where ids begin again', () => {
    const before = watched([{ rate: constant(400), life: forEver }], everyHours(1, 5), 1)
    const after = watched(
      [{ rate: constant(400), life: forEver }],
      everyHours(0.2, 2),
      1,
      START + 6 * 3_600_000,
    )
    expect(processesIn([...before, ...after])).toEqual([before, after])
  })

  it('differ where an id began elsewhere', () => {
    const [dump] = DUMPS
    if (dump === undefined) throw new Error('no dump')
    const foreign = {
      ...dump,
      at: dump.at + 1000,
      stacks: dump.stacks.map((stack) => ({ ...stack, origins: stack.origins.map((origin) => origin + 5) })),
    }
    expect(sameProcess(dump, foreign)).toBe(false)
  })

  it('may have nothing in common where one is cut', () => {
    const dump = one(DUMPS)
    expect(sameProcess(dump, { ...dump, isCut: true, stacks: [] })).toBe(true)
    expect(sameProcess(dump, { ...dump, stacks: [] })).toBe(false)
  })
})

/** As another process has them: other addresses in all words. */
function moved(observation: Observation): Observation {
  return {
    ...observation,
    stacks: observation.stacks.map((stack) => ({
      ...stack,
      words: stack.words.map((word) => (word % 60_000) + 2),
    })),
  }
}
