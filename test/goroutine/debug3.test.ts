/** CockroachDB's debug=3: profile.proto with one sample for each goroutine, its id, creator, state and wait in labels. */

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS, type GoroutineProfile, type ReadLimits } from '#shared/goroutine/model.ts'
import { readPprof } from '#shared/goroutine/pprof.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { debug3, type Goroutine } from '#test/support/debug3.ts'

function read(goroutines: readonly Goroutine[], limits: ReadLimits = DEFAULT_READ_LIMITS): GoroutineProfile {
  const reading = readPprof(debug3(goroutines), limits)
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
  return reading.profile
}

const waiting = (id: number, stack: readonly string[], more: Partial<Goroutine> = {}): Goroutine => ({
  id,
  createdBy: 1,
  state: 'chan receive',
  stack: ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', ...stack],
  ...more,
})

describe('a profile of debug=3', () => {
  it('has states, waits and the keys of user labels, as debug=2 has', () => {
    const profile = read([
      waiting(7, ['main.work'], { minutes: 42, labels: { tenant: 'a' } }),
      waiting(8, ['main.work'], { minutes: 3 }),
      waiting(9, ['main.work'], { state: 'select' }),
    ])
    expect(profile).toMatchObject({ debug: 3, type: 'goroutine', total: 3 })
    expect(profile.groups).toHaveLength(1)
    const [group] = profile.groups
    expect([...(group?.states ?? [])]).toEqual([
      ['chan receive', 2],
      ['select', 1],
    ])
    expect([...(group?.waitMinutes ?? [])]).toEqual([
      [42, 1],
      [3, 1],
    ])
    expect([...(group?.labelKeys ?? [])]).toEqual([['tenant', 1]])
  })

  it('is evidence: a sighting has its ages and states', () => {
    const { sightings } = signProfile(
      read([waiting(7, ['main.work'], { minutes: 42 }), waiting(8, ['main.work'])]),
    )
    expect(sightings).toMatchObject([{ count: 2, ages: { count: 1, youngest: 42, oldest: 42, median: 42 } }])
    expect([...(sightings[0]?.states ?? [])]).toEqual([['chan receive', 2]])
  })

  it.each([
    {
      name: 'a closure',
      entry: 'main.(*pool).fill.func1',
      creator: ['time.Sleep', 'main.(*pool).fill', 'main.main'],
      want: 'main.(*pool).fill',
    },
    {
      name: 'a method of the same package',
      entry: 'main.(*pool).reap',
      creator: ['time.Sleep', 'main.run', 'main.main'],
      want: 'main.run',
    },
    {
      name: 'a connection',
      entry: 'net/http.(*conn).serve',
      creator: ['net.(*TCPListener).Accept', 'net/http.(*Server).Serve', 'main.main'],
      want: 'net/http.(*Server).Serve',
    },
    {
      name: 'an exported method',
      entry: 'example.com/a/pool.(*Pool).Run',
      creator: ['os/signal.Notify', 'main.main'],
      want: 'main.main',
    },
    {
      name: 'what only its own package can start',
      entry: 'example.com/a/pool.(*Pool).run',
      creator: ['os/signal.Notify', 'main.main'],
      want: undefined,
    },
  ])('knows what started $name from the stack of its creator', ({ entry, creator, want }) => {
    const profile = read([
      { id: 1, state: 'running', stack: creator },
      waiting(7, [entry]),
      waiting(8, [entry]),
    ])
    expect([...(profile.groups[1]?.creators ?? [])]).toEqual(want === undefined ? [] : [[want, 2]])
    expect(profile.groups[0]?.creators.size).toBe(0)
  })

  it('knows no creator that is not in the profile any more', () => {
    expect(read([waiting(7, ['main.work'], { createdBy: 5 })]).groups[0]?.creators.size).toBe(0)
  })

  it('may have as many goroutines as a process has, in as many stacks as any profile', () => {
    const many = Array.from({ length: 50 }, (_, i) => waiting(i + 1, ['main.work']))
    const limits = { ...DEFAULT_READ_LIMITS, samples: 10 }
    expect(read(many, limits).total).toBe(50)
    const reading = readPprof(debug3(many.map((one, i) => ({ ...one, stack: [`main.f${i}`] }))), limits)
    expect(reading).toMatchObject({ answer: 'broken', broken: { reason: 'too-many-samples', limit: 10 } })
  })

  it('counts what the same profile without its labels counts, which is one of debug=0', () => {
    const stack = fc.array(fc.constantFrom('main.a', 'main.b', 'net.(*conn).Read'), {
      minLength: 1,
      maxLength: 4,
    })
    const goroutine = fc.record({
      id: fc.integer({ min: 1, max: 2 ** 50 }),
      createdBy: fc.nat(),
      state: fc.string(),
      minutes: fc.nat(),
      stack,
    })
    fc.assert(
      fc.property(fc.array(goroutine, { minLength: 1, maxLength: 30 }), (goroutines) => {
        const labelled = read(goroutines)
        const plain = read(goroutines.map(({ stack }) => ({ stack })))
        expect([labelled.debug, plain.debug]).toEqual([3, 0])
        expect(labelled.groups.map(({ frames, count }) => ({ frames, count }))).toEqual(
          plain.groups.map(({ frames, count }) => ({ frames, count })),
        )
      }),
    )
  })

  it('is none for user labels of the same beginning, nor for a text in place of the id', () => {
    expect(read([{ stack: ['main.a'], labels: { 'go::goroutine': 'x', 'go::gopher': 'y' } }]).debug).toBe(0)
  })

  it('of a real program in this form is read whole', async () => {
    const body = readFileSync(new URL('../fixtures/http2/go1.27.debug3.pb.gz', import.meta.url))
    const reading = await readProfile(body, DEFAULT_READ_LIMITS)
    if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
    const { debug, total, groups } = reading.profile
    expect({ debug, total, stacks: groups.length }).toEqual({ debug: 3, total: 31, stacks: 15 })
    for (const { count, states, waitMinutes, labelKeys } of groups) {
      expect([...states]).toEqual([['chan receive', count]])
      expect([...waitMinutes]).toEqual([[42, count]])
      expect(labelKeys.size).toBe(0)
    }
  })

  it('tells goroutines one by one where somebody asks, without argument words', () => {
    const goroutines = [
      { id: 7, minutes: 3, stack: ['main.recv'] },
      { id: 9, createdBy: 7, stack: ['main.send'] },
      { id: 8, stack: ['main.recv'] },
    ]
    const reading = readPprof(debug3(goroutines), { ...DEFAULT_READ_LIMITS, roster: true })
    if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
    expect(reading.profile.roster).toEqual({
      ids: [7, 9, 8],
      words: [0, 0, 0],
      minutes: [3, 0, 0],
      groups: [0, 1, 0],
      creators: [-1, -1, -1],
      creatorNames: [],
    })
    expect(read(goroutines).roster).toBeUndefined()
  })
})
