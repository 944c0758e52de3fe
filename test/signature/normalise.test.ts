import { describe, expect, it } from 'vitest'
import { normaliseStack, SIGNATURE_FRAMES } from '#shared/signature/normalise.ts'

const framesOf = (...raw: string[]): readonly string[] => normaliseStack(raw).frames

/** One lock that was waited for, as Go 1.19, 1.21 and 1.24 show it in debug=0 and in the text forms. */
const LOCKS = [
  [
    'runtime.gopark',
    'runtime.goparkunlock',
    'runtime.semacquire1',
    'sync.runtime_SemacquireMutex',
    'sync.(*Mutex).lockSlow',
    'sync.(*Mutex).Lock',
  ],
  ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock'],
  ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).Lock'],
  [
    'internal/sync.runtime_SemacquireMutex',
    'internal/sync.(*Mutex).lockSlow',
    'internal/sync.(*Mutex).Lock',
    'sync.(*Mutex).Lock',
  ],
]

describe('normaliseStack', () => {
  it.each(LOCKS.map((lock) => ({ lock })))('shrinks a lock to the call of the program: $lock', ({ lock }) => {
    expect(framesOf(...lock, 'main.f')).toEqual(['sync.(*Mutex).Lock', 'main.f'])
  })

  it.each([
    ['drops the runtime at the leaf', ['runtime.gopark', 'runtime.chansend', 'main.f'], ['main.f']],
    ['drops the runtime at the root', ['main.main', 'runtime.main', 'runtime.goexit'], ['main.main']],
    ['drops the runtime between', ['main.cleanup', 'runtime.Goexit', 'main.f'], ['main.cleanup', 'main.f']],
    ['drops the wrapper of a go statement', ['main.worker', 'main.main.gowrap2'], ['main.worker']],
    ['drops the wrapper of a method value', ['main.(*T).Wait', 'main.(*T).Wait-fm'], ['main.(*T).Wait']],
    [
      'keeps a call of sync that is not at the leaf',
      ['main.once', 'sync.(*Once).doSlow', 'sync.(*Once).Do', 'main.f'],
      ['main.once', 'sync.(*Once).doSlow', 'sync.(*Once).Do', 'main.f'],
    ],
    [
      'keeps a package that is only named like sync',
      ['sync.(*Mutex).Lock', 'corp.io/sync.(*Pool).Get'],
      ['sync.(*Mutex).Lock', 'corp.io/sync.(*Pool).Get'],
    ],
    [
      'keeps two libraries apart at the leaf',
      ['sync.(*Mutex).Lock', 'runtime/pprof.StartCPUProfile', 'main.f'],
      ['sync.(*Mutex).Lock', 'runtime/pprof.StartCPUProfile', 'main.f'],
    ],
    ['keeps a stack without own code', ['runtime.gopark', 'time.Sleep'], ['time.Sleep']],
    [
      'names a stack of the runtime alone by its root',
      ['runtime.gopark', 'runtime.runfinq', 'runtime.goexit'],
      ['runtime.runfinq'],
    ],
    ['names a stack of nothing', ['runtime.goexit'], ['runtime.goexit']],
    ['names no stack at all', [], ['runtime.goexit']],
  ])('%s', (_, raw, expected) => {
    expect(framesOf(...raw)).toEqual(expected)
  })

  it('has one name for the goroutine that writes the dump', () => {
    const caller = ['runtime/pprof.(*Profile).WriteTo', 'main.main']
    const ways = [
      [
        'runtime.goroutineProfileWithLabels',
        'runtime/pprof.runtime_goroutineProfileWithLabels',
        'runtime/pprof.writeRuntimeProfile',
      ],
      [
        'runtime.goroutineProfileWithLabels',
        'runtime.pprof_goroutineProfileWithLabels',
        'runtime/pprof.writeGoroutine',
      ],
      ['runtime/pprof.writeGoroutineStacks', 'runtime/pprof.writeGoroutine'],
    ]
    for (const way of ways) expect(framesOf(...way, ...caller)).toEqual(caller)
  })

  it('hashes the leaf side of a deep stack and looks for the entry in all of it', () => {
    const raw = ['runtime.gopark', 'runtime.chanrecv', ...Array.from({ length: 90 }, (_, i) => `main.f${i}`)]
    const { frames, whole } = normaliseStack(raw)
    expect(frames).toEqual(raw.slice(2, 2 + SIGNATURE_FRAMES))
    expect([whole.length, whole.at(-1)]).toEqual([90, 'main.f89'])
  })

  it('gives the same frames for the 32 PCs of an old Go as for the whole stack', () => {
    const lock = LOCKS[0] ?? []
    const whole = [...lock, ...Array.from({ length: 200 }, (_, i) => `main.f${i}`)]
    expect(framesOf(...whole.slice(0, 32))).toEqual(framesOf(...whole))
  })

  it('asks its memo for every name', () => {
    const asked: string[] = []
    normaliseStack(['runtime.gopark', 'main.f'], (name) => {
      asked.push(name)
      return name
    })
    expect(asked).toEqual(['runtime.gopark', 'main.f'])
  })
})
