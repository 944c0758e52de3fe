import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { normaliseStack, SIGNATURE_FRAMES } from '#shared/signature/normalise.ts'
import { signatureId } from '#shared/signature/signature.ts'
import { anyGoroutine, anyName, anyPrint, debug2Text, type Goroutine, signed } from './debug2-text.ts'

/** A program's goroutines: a few stacks, each of several goroutines. */
const anyProgram: fc.Arbitrary<Goroutine[]> = fc
  .array(fc.tuple(anyGoroutine, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 6 })
  .map((stacks) => stacks.flatMap(([goroutine, count]) => Array.from({ length: count }, () => goroutine)))
const anyPrints = fc.array(anyPrint, { minLength: 1, maxLength: 8 })
const anyFrames = fc.array(anyName, { minLength: 1, maxLength: 40, size: 'max' })

const idOf = (frames: readonly string[]): string => signatureId(normaliseStack(frames).frames)

/** A wait for one lock, in the frames of Go 1.19, of Go 1.21 with all inlined, and of Go 1.24. */
const LOCKS = [
  ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock'],
  ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).Lock'],
  [
    'internal/sync.runtime_SemacquireMutex',
    'internal/sync.(*Mutex).lockSlow',
    'internal/sync.(*Mutex).Lock',
    'sync.(*Mutex).Lock',
  ],
]

describe('signatures and counts of a dump do not change with', () => {
  it('ids, ages, threads, argument words, offsets, files, lines and the creator', async () => {
    await fc.assert(
      fc.asyncProperty(anyProgram, anyPrints, anyPrints, async (program, one, other) => {
        const ids = await signed(debug2Text(program, one))
        expect([...ids.values()].reduce((sum, n) => sum + n)).toBe(program.length)
        expect(await signed(debug2Text(program, other))).toEqual(ids)
      }),
    )
  })

  it('the order of its goroutines', async () => {
    const shuffled = anyProgram.chain((program) =>
      fc.tuple(
        fc.constant(program),
        fc.shuffledSubarray(program, { minLength: program.length, maxLength: program.length }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, anyPrints, async ([program, other], prints) => {
        expect(await signed(debug2Text(other, prints))).toEqual(await signed(debug2Text(program, prints)))
      }),
    )
  })

  it('the state that each goroutine is in', async () => {
    await fc.assert(
      fc.asyncProperty(anyProgram, anyPrints, async (program, prints) => {
        const running = program.map(({ frames }) => ({ frames, state: 'running' }))
        expect(await signed(debug2Text(running, prints))).toEqual(await signed(debug2Text(program, prints)))
      }),
    )
  })
})

describe('a signature does not change with', () => {
  it('the Go version, which inlines and moves the frames of a lock', () => {
    fc.assert(
      fc.property(anyFrames, (callers) => {
        const ids = LOCKS.map((lock) => idOf([...lock, ...callers]))
        expect(new Set(ids).size).toBe(1)
      }),
    )
  })

  it('type arguments', () => {
    const anyType = fc.letrec((type) => ({
      any: fc.oneof(
        fc.constantFrom('...', 'string', 'go.shape.int', 'corp.io/app/vendor/x.T', 'chan int'),
        fc.tuple(type('any'), type('any')).map(([key, value]) => `map[${key}]${value},b.V[${key}]`),
      ),
    })).any
    fc.assert(
      fc.property(anyFrames, anyType, anyType, (frames, one, other) => {
        const instance = (type: unknown) => frames.map((frame) => `${frame}[${type}].func1`)
        expect(idOf(instance(one))).toBe(idOf(instance(other)))
      }),
    )
  })

  it('runtime and wrapper frames, wherever they stand', () => {
    const added = fc.tuple(
      fc.nat(40),
      fc.constantFrom(
        'runtime.gopark',
        'runtime.goexit',
        'internal/runtime/exithook.Run',
        'main.f.gowrap1',
        'a.F-fm',
      ),
    )
    fc.assert(
      fc.property(anyFrames, fc.array(added, { maxLength: 8 }), (frames, additions) => {
        const more = [...frames]
        for (const [at, frame] of additions) more.splice(at, 0, frame)
        expect(idOf(more)).toBe(idOf(frames))
      }),
    )
  })

  it('anything beyond its frames, rootward', () => {
    fc.assert(
      fc.property(anyFrames, anyFrames, anyFrames, (some, more, other) => {
        const frames = [...some, ...Array.from({ length: SIGNATURE_FRAMES }, () => 'main.deep')]
        expect(idOf([...frames, ...more])).toBe(idOf([...frames, ...other]))
      }),
    )
  })
})

describe('a signature changes with', () => {
  it('any function among its frames', () => {
    fc.assert(
      fc.property(anyFrames, fc.nat(), anyName, (frames, place, name) => {
        const at = place % Math.min(frames.length, SIGNATURE_FRAMES)
        fc.pre(normaliseFrame(frames[at] ?? '') !== normaliseFrame(name))
        expect(idOf(frames.with(at, name))).not.toBe(idOf(frames))
      }),
    )
  })

  it('the order of its frames', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyName, { minLength: 2, maxLength: SIGNATURE_FRAMES }), (frames) => {
        expect(idOf(frames.toReversed())).not.toBe(idOf(frames))
      }),
    )
  })
})
