import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS, type ProfileType } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'

const VERSIONS = ['1.19', '1.21', '1.24', '1.27'] as const
const FORMS = ['debug0.pb.gz', 'debug1.txt', 'debug2.txt'] as const

/**
 * What a form or a Go version cannot know. Ids and counts have no exception; each of these is undone where it
 * applies, by the function of its name, before two forms are compared.
 */
const EXCEPTIONS = {
  /** A receive from a nil channel calls `chanrecv` like any other: debug=0 cannot tell them apart. */
  nilChannel: ({ states, ...rest }: Facts): Facts => {
    const plain: Record<string, number> = {}
    for (const [state, n] of Object.entries(states)) {
      const told = state.replace(' (nil chan)', '')
      plain[told] = (plain[told] ?? 0) + n
    }
    return { ...rest, states: plain }
  },
  /** debug=1 prints no runtime frames: a wait is told only by a call of `sync` or `time` that blocks. */
  hiddenRuntimeFrames: ({ states, ...rest }: Facts): Facts => {
    const told = Object.entries(states).filter(([state]) => /^(sync\..*|sleep)$/.test(state))
    return { ...rest, states: Object.fromEntries(told) }
  },
  /**
   * A stack over the depth cap has no entry function: 32 PCs in debug=0 and 1 up to Go 1.22 and 128 since, and
   * in debug=2 of Go 1.19 after 100 frames, without a line that says so. Later ones keep both ends.
   */
  lostRoot: (facts: Facts): Facts => ({ ...facts, entry: undefined }),
  /** Only debug=2 prints `created by`. */
  creator: (facts: Facts): Facts => ({ ...facts, creator: undefined }),
} as const

/** Everything that a form says of one signature. */
interface Facts {
  readonly frames: readonly string[]
  readonly count: number
  readonly states: Readonly<Record<string, number>>
  readonly entry: string | undefined
  readonly ownCode: string | undefined
  readonly creator: string | undefined
  readonly leaked: number
}
type Dump = ReadonlyMap<string, Facts>

const factsOf = ({ frames, entry, ownCode, creator }: Signature, sighting: Sighting): Facts => {
  const { count, states, leaked } = sighting
  return { frames, count, states: Object.fromEntries(states), entry, ownCode, creator, leaked }
}

async function signed(version: string, type: ProfileType, form: string): Promise<Dump> {
  const file = new URL(`../fixtures/goroutine/go${version}.${type}.${form}`, import.meta.url)
  const reading = await readProfile(readFileSync(file), DEFAULT_READ_LIMITS)
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  const { signatures, sightings } = signProfile(reading.profile)
  return new Map(signatures.map((one, i) => [one.id, factsOf(one, sightings[i] as Sighting)]))
}

const counts = (dump: Dump) => new Map([...dump].map(([id, { count }]) => [id, count]))
const told = (dump: Dump, ...exceptions: ((facts: Facts) => Facts)[]): Dump =>
  new Map([...dump].map(([id, facts]) => [id, exceptions.reduce((all, undo) => undo(all), facts)]))
const { nilChannel, hiddenRuntimeFrames, lostRoot, creator } = EXCEPTIONS
const onlyDeep =
  (undo: (facts: Facts) => Facts) =>
  (facts: Facts): Facts =>
    facts.frames[0] === 'main.deep' ? undo(facts) : facts

describe.each(VERSIONS)('a process of Go %s, seen in three forms at one moment', (version) => {
  let debug0: Dump
  let debug1: Dump
  let debug2: Dump
  beforeAll(async () => {
    const [zero, one, two] = await Promise.all(FORMS.map((form) => signed(version, 'goroutine', form)))
    ;[debug0, debug1, debug2] = [zero, one, two] as [Dump, Dump, Dump]
  })

  it('has the same signatures and counts', () => {
    expect([...counts(debug0).values()].reduce((sum, n) => sum + n)).toBe(122)
    expect(counts(debug1)).toEqual(counts(debug0))
    expect(counts(debug2)).toEqual(counts(debug0))
  })

  it('has in debug=0 the waits of debug=2, but for nil channels', () => {
    expect(told(debug2, nilChannel, creator, onlyDeep(lostRoot))).toEqual(debug0)
  })

  it('has in debug=1 the waits of debug=0 that no runtime frame tells', () => {
    expect(debug1).toEqual(told(debug0, hiddenRuntimeFrames))
  })

  it('loses an entry function to the depth cap alone', () => {
    const rootless = (dump: Dump) => [...dump.values()].filter(({ entry }) => entry === undefined)
    const deep = [expect.objectContaining({ ownCode: 'main.deep' })]
    expect([debug0, debug1].map(rootless)).toEqual([deep, deep])
    expect(rootless(debug2)).toEqual(version === '1.19' ? deep : [])
  })

  it('has one signature for the goroutine that writes the dump, into which each form shows another way', () => {
    const writer = { frames: ['runtime/pprof.(*Profile).WriteTo', 'main.main'], count: 1 }
    for (const dump of [debug0, debug1, debug2])
      expect([...dump.values()]).toContainEqual(expect.objectContaining(writer))
  })
})

describe('one program, built by four Go versions', () => {
  it.each(FORMS)('has the same signatures, counts and waits in %s', async (form) => {
    const dumps = await Promise.all(VERSIONS.map((version) => signed(version, 'goroutine', form)))
    const [go119, ...later] = dumps.map((dump) => told(dump, onlyDeep(lostRoot)))
    expect(later).toEqual([go119, go119, go119])
  })

  it('has the creators of its goroutines in debug=2 of all of them', async () => {
    const dump = await signed('1.27', 'goroutine', 'debug2.txt')
    const creators = [...dump.values()].map(({ frames, creator: by }) => `${frames.at(-1)} by ${by}`)
    expect(creators).toContain('main.worker by main.main')
    expect(creators).toContain('main.recv by main.main.func2')
    expect(creators).toContain('main.main by undefined')
  })
})

describe('a goroutineleak profile', () => {
  const leak = (form: string) => signed('1.27', 'goroutineleak', form)
  const leakedOnly = (dump: Dump): Dump => new Map([...dump].filter(([, { leaked }]) => leaked > 0))

  it('has in debug=0 and debug=1 the goroutines that debug=2 calls leaked', async () => {
    const [debug0, debug1, debug2] = (await Promise.all(FORMS.map(leak))) as [Dump, Dump, Dump]
    expect([...debug0.values()].every(({ leaked, count }) => leaked === count)).toBe(true)
    expect([...counts(debug0).values()].reduce((sum, n) => sum + n)).toBe(111)
    expect(debug1).toEqual(told(debug0, hiddenRuntimeFrames))
    expect(told(leakedOnly(debug2), nilChannel, creator, onlyDeep(lostRoot))).toEqual(debug0)
  })

  it('has in debug=2 all goroutines, in the waits that a goroutine profile shows', async () => {
    const unproven = (facts: Facts): Facts => ({ ...facts, leaked: 0 })
    const goroutines = await signed('1.27', 'goroutine', 'debug2.txt')
    expect(told(await leak('debug2.txt'), unproven)).toEqual(goroutines)
  })
})
