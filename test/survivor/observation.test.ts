import { describe, expect, it } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { packObservations } from '#shared/store/packed-observations.ts'
import { follow } from '#shared/survivor/follow.ts'
import { type Observation, observe } from '#shared/survivor/observation.ts'
import { START } from './population.ts'

const goroutine = (id: number, leaf = 'main.(*events).wait', go = 'main.subscribe'): string =>
  `goroutine ${id} [chan receive]:\n${leaf}(0x${(id * 4096).toString(16)})\n\t/src/main.go:17 +0x1d\ncreated by ${go} in goroutine 1\n\t/src/main.go:9 +0x2f\n\n`

async function observed(text: string, at = START): Promise<Observation> {
  const reading = await readProfile(Buffer.from(text), { ...DEFAULT_READ_LIMITS, roster: true })
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  const observation = observe(reading.profile, signProfile(reading.profile), at)
  if (observation === undefined) throw new Error('nothing to observe')
  return observation
}

describe('the observation of a dump', () => {
  it('has the goroutines of each stack by id, to the second', async () => {
    const { stacks, ...facts } = await observed(
      goroutine(9) + goroutine(4, 'main.(*pool).work', 'main.grow') + goroutine(7),
      START + 123,
    )
    expect(facts).toEqual({ at: START, isCut: false, newest: 9 })
    expect(stacks.map(({ ids }) => ids)).toEqual([[7, 9], [4]])
    expect(new Set(stacks[0]?.words).size).toBe(2)
    expect(new Set(stacks.flatMap(({ origins }) => origins)).size).toBe(2)
  })

  it('tells goroutines of one stack apart that different functions started', async () => {
    const { stacks } = await observed(goroutine(7) + goroutine(8, undefined, 'main.express'))
    expect(stacks).toHaveLength(1)
    expect(new Set(stacks[0]?.origins).size).toBe(2)
  })

  it('is none of a dump that counts, nor of a leak profile', async () => {
    const counted = 'goroutine profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/src/main.go:9\n\n'
    await expect(observed(counted)).rejects.toThrow('nothing to observe')
    const proven = goroutine(7).replace('[chan receive]', '[chan receive (leaked)]')
    await expect(observed(proven)).rejects.toThrow('nothing to observe')
  })

  describe('of 100,000 goroutines, one of which is cut', () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => i + 1)
    const text = ids.map((id) => goroutine(id)).join('')

    it('is a sample of the same individuals each time, in some kilobytes', async () => {
      const [whole, cut] = await Promise.all([
        observed(text),
        observed(text.slice(0, text.length / 2), START + 60_000),
      ])
      expect(whole.isCut).toBe(false)
      expect(cut.isCut).toBe(true)
      expect(whole.stacks[0]?.ids.length).toBeLessThanOrEqual(500)
      expect(whole.stacks[0]?.ids.length).toBeGreaterThan(300)
      expect(packObservations([whole, cut]).length).toBeLessThan(8 * 1024)
      const { weight, stays } = [...follow([whole, cut]).byStack.values()][0] ?? { weight: 0, stays: [] }
      expect(Math.abs(weight * stays.length - 100_000)).toBeLessThan(15_000)
      // Nobody has left: those behind the cut may still be there.
      expect(stays.filter(({ goneBy }) => goneBy !== undefined)).toEqual([])
      const seen = stays.filter(({ last }) => last === 1).length
      expect(Math.abs(seen - stays.length / 2)).toBeLessThan(stays.length / 8)
    })
  })
})
