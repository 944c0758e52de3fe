import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyzeRead, type DumpAnalysis } from '#shared/analysis/analyze-dump.ts'
import { creatorsSay } from '#shared/analysis/creators.ts'
import { foldFrames } from '#shared/analysis/fold-frames.ts'
import { pathsOf } from '#shared/analysis/places.ts'
import { goroutineText, readAs } from '#test/support/read-dumps.ts'

const FIXTURES = new URL('../fixtures/analysis/', import.meta.url)
const analysed = async (bytes: string | Uint8Array): Promise<DumpAnalysis> => analyzeRead(await readAs(bytes))
const fixture = (name: string): Buffer => readFileSync(new URL(name, FIXTURES))
const stackOf = ({ stacks }: DumpAnalysis, frame: string) => {
  const stack = stacks.find(({ frames }) => frames.includes(frame))
  if (stack === undefined) throw new Error(`no stack has ${frame}`)
  return stack
}

describe('where a stack stands', () => {
  test.each(['debug0.pb.gz', 'debug1.txt', 'debug2.txt'])('is told by %s', async (form) => {
    const holder = stackOf(await analysed(fixture(`go1.24.held.${form}`)), 'main.(*store).refresh')
    expect(holder).toMatchObject({ place: 'example.com/lock/main.go:28', otherPlaces: 0 })
    expect(holder.places).toHaveLength(holder.frames.length)
    expect(holder.places[holder.frames.indexOf('net/http.(*Client).Get')]).toBe('net/http/client.go:484')
  })

  test('is where the library or the entry stands if no own code is there', async () => {
    const { place, ownCode } = stackOf(
      await analysed(fixture('go1.24.held.debug2.txt')),
      'net/http.(*persistConn).readLoop',
    )
    expect([ownCode, place]).toEqual([null, expect.stringMatching(/^net\/http\/transport\.go:\d+$/)])
  })

  test('is the line of most goroutines, and how many other lines there are', async () => {
    const at = (id: number, line: number) =>
      `goroutine ${id} [select]:\nmain.f()\n\t/src/main.go:${line} +0x1\n\n`
    const { stacks } = await analysed(at(1, 7) + at(2, 9) + at(3, 9) + at(4, 11))
    expect(stacks).toMatchObject([{ place: '/src/main.go:9', otherPlaces: 2, goPlace: null }])
  })

  test('is not told where a tool wrote line 0', async () => {
    const { stacks } = await analysed('goroutine 7 [select]:\nmain.f()\n\t?:0 +0x1\n\n')
    expect(stacks[0]?.place).toBeNull()
  })

  test('gives the paths that module versions stand in', async () => {
    const text = 'goroutine 7 [select]:\na.b/c.f()\n\t/go/pkg/mod/a.b/c@v1.2.3/f.go:7 +0x1\n\n'
    expect(pathsOf((await readAs(text)).profile)).toEqual(['/go/pkg/mod/a.b/c@v1.2.3/f.go'])
  })
})

describe('of stacks that are as many and as old', () => {
  test('those that send or wait for a lock stand before those that may be idle', async () => {
    const one = (id: number, state: string, name: string) =>
      `goroutine ${id} [${state}]:\nmain.${name}()\n\t/src/main.go:7 +0x1\n\n`
    const { stacks } = await analysed(
      one(1, 'chan receive', 'a') +
        one(2, 'select', 'b') +
        one(3, 'chan send', 'c') +
        one(4, 'sync.Mutex.Lock', 'd'),
    )
    expect(
      stacks
        .slice(0, 2)
        .flatMap(({ states }) => Object.keys(states))
        .sort(),
    ).toEqual(['chan send', 'sync.Mutex.Lock'])
  })
})

describe('twins', () => {
  test.each(['go1.21', 'go1.26'])(
    'are found across creators by the object that each pair shares, by %s',
    async (version) => {
      const analysis = await analysed(fixture(`${version}.twins.txt`))
      const [reader, writer] = [
        stackOf(analysis, 'main.(*session).read'),
        stackOf(analysis, 'main.(*writer).pump'),
      ]
      expect([reader.count, writer.count, reader.creator, writer.creator]).toEqual([
        11,
        11,
        'main.twins',
        'main.startWriter',
      ])
      expect([reader.twins, writer.twins]).toEqual([[writer.id], [reader.id]])
    },
  )

  test('are no stacks that all name one logger', async () => {
    const logged = (id: number, name: string) => goroutineText(id, 'select', [`${name}(0xc000010000)`])
    const dump = Array.from(
      { length: 12 },
      (_, i) => logged(10 + i, 'a.io/x.run') + logged(50 + i, 'b.io/y.run'),
    ).join('')
    for (const { twins } of (await analysed(dump)).stacks) expect(twins).toEqual([])
  })
})

describe('who started the goroutines', () => {
  test('is told up to the ancestor that still lives', async () => {
    const { creators } = stackOf(await analysed(fixture('go1.26.creators.txt')), 'main.creators.func1.1')
    expect(creators).toMatchObject({
      distinct: 1,
      alive: 1,
      chain: [
        { function: 'main.creators.func1', state: 'chan receive' },
        { goroutine: 1, function: 'main.creators', state: 'running' },
      ],
    })
  })

  test('is many goroutines, none of which is left', async () => {
    const { creators } = stackOf(await analysed(fixture('go1.26.creators.txt')), 'main.spawn.func1')
    expect(creators).toMatchObject({ distinct: 12, alive: 0 })
    expect(creators && creatorsSay(creators)).toBe('started by 12 goroutines, none of which is in the dump')
  })

  test('is not told by Go 1.19, which does not print it', async () => {
    const text = 'goroutine 7 [select]:\nmain.f()\n\t/a.go:1 +0x1\ncreated by main.g\n\t/a.go:2 +0x1\n'
    expect((await analysed(text)).stacks).toMatchObject([
      { creators: null, goPlace: '/a.go:2', creator: 'main.g' },
    ])
  })

  test('ends where goroutines claim to have started one another', async () => {
    const dump = goroutineText(7, 'select', ['main.f'], 8) + goroutineText(8, 'select', ['main.f'], 7)
    expect((await analysed(dump)).stacks[0]?.creators?.chain.length).toBeLessThanOrEqual(16)
  })
})

describe('a stack without a known cause', () => {
  test('says what growth would mean, and where to look', async () => {
    const { stacks } = await analysed(goroutineText(7, 'sleep', ['time.Sleep', 'main.poll'], 1))
    expect(stacks[0]?.shape ?? stacks[0]?.cause).not.toBeNull()
    const odd = await analysed(goroutineText(7, 'trace reader (blocked)', ['main.watch'], 1))
    expect(odd.stacks[0]?.shape).toBe(
      'no known cause; if this count grows, they stay in the state "trace reader (blocked)". Look at main.watch (/src/main.go:9) and at main.start (/src/main.go:8), which starts them',
    )
  })

  test('says what debug=2 would add where the form does not tell the wait', async () => {
    const { stacks } = await analysed(
      'goroutine profile: total 2\n2 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/src/main.go:9\n\n',
    )
    expect([stacks[0]?.shape, stacks[0]?.cause]).toEqual([null, null])
    expect(stacks[0]?.ambiguity?.tellApart).toMatch(/debug=2/)
  })
})

describe('a folded stack', () => {
  test('shows the leaf, the own code with its caller, and the entry, whatever it hides', () => {
    const frames = Array.from({ length: 20 }, (_, i) => `lib.f${i}`)
    frames[11] = 'main.own'
    expect(
      foldFrames(frames, 'main.own').map((shown) => ('hidden' in shown ? shown.hidden : shown.frame)),
    ).toEqual(['lib.f0', 'lib.f1', 'lib.f2', 'lib.f3', 'lib.f4', 6, 'main.own', 'lib.f12', 6, 'lib.f19'])
  })

  test('neither loses nor doubles a frame, and never hides own code or entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(39), (depth, own) => {
        const frames = Array.from({ length: depth }, (_, i) => `f${i}`)
        const ownCode = frames[own] ?? null
        const shown = foldFrames(frames, ownCode)
        expect(shown.reduce((sum, each) => sum + ('hidden' in each ? each.hidden : 1), 0)).toBe(depth)
        const names = shown.flatMap((each) => ('hidden' in each ? [] : [each.frame]))
        expect(names).toContain(frames.at(-1))
        if (ownCode !== null) expect(names).toContain(ownCode)
      }),
    )
  })
})
