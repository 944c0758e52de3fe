import { describe, expect, test } from 'vitest'
import { foldFrames } from '#shared/analysis/fold-frames.ts'
import { placesOf } from '#shared/analysis/places.ts'
import { readAs } from '#test/support/read-dumps.ts'

/** A goroutine by its frames with their lines, leaf first; `go`: line of the `go` statement. */
const goroutine = (id: number, frames: Readonly<Record<string, number>>, go = 0): string =>
  `goroutine ${id} [select]:\n${Object.entries(frames)
    .map(([name, line]) => `${name}(...)\n\t/src/${name.split('.')[0]}.go:${line} +0x1\n`)
    .join('')}${go === 0 ? '' : `created by main.main in goroutine 1\n\t/src/main.go:${go} +0x1\n`}\n`

async function placed(...dump: readonly string[]) {
  const { profile } = await readAs(dump.join(''))
  return [...placesOf(profile).values()]
}

describe('where a stack stands', () => {
  test('is the place of own code nearest to the leaf, else of a library, else of the entry', async () => {
    expect(
      await placed(goroutine(1, { 'sync.f': 1, 'github.com/a/b.g': 2, 'main.h': 3, 'main.main': 4 })),
    ).toMatchObject([{ place: '/src/main.go:3' }])
    expect(
      await placed(goroutine(1, { 'net/http.f': 1, 'github.com/a/b.g': 2, 'net/http.h': 3 })),
    ).toMatchObject([{ place: '/src/github.go:2' }])
    expect(await placed(goroutine(1, { 'net/http.f': 1, 'net/http.h': 3 }))).toMatchObject([
      { place: '/src/net/http.go:3' },
    ])
  })

  test('is that of most goroutines, and the first that was met of as many', async () => {
    const at = (id: number, line: number, go: number) => goroutine(id, { 'main.f': line }, go)
    expect(await placed(at(1, 5, 20), at(2, 6, 21), at(3, 6, 21), at(4, 7, 22))).toMatchObject([
      {
        place: '/src/main.go:6',
        otherPlaces: 2,
        goPlace: '/src/main.go:21',
        otherGoPlaces: 2,
        frames: ['/src/main.go:6'],
      },
    ])
    expect(await placed(at(1, 5, 20), at(2, 6, 21))).toMatchObject([
      { place: '/src/main.go:5', goPlace: '/src/main.go:20', frames: ['/src/main.go:5'] },
    ])
    expect(await placed(goroutine(1, { 'main.f': 5 }))).toMatchObject([
      { otherPlaces: 0, goPlace: null, otherGoPlaces: 0 },
    ])
  })

  test('is told of each frame of the signature, also where a function calls itself', async () => {
    const text = `goroutine 1 [select]:\n${[3, 4, 5].map((line) => `main.walk(...)\n\t/src/main.go:${line} +0x1\n`).join('')}main.main()\n\t/src/main.go:9 +0x1\n\n`
    const [only] = await placed(text)
    expect(only?.frames.at(0)).toBe('/src/main.go:3')
    expect(only?.frames.at(-1)).toBe('/src/main.go:9')
  })

  test('leaves out frames of the runtime', async () => {
    const [only] = await placed(goroutine(1, { 'runtime.gopark': 1, 'runtime.chanrecv': 2, 'main.f': 3 }))
    expect(only?.frames).toEqual(['/src/main.go:3'])
  })
})

describe('a deep stack', () => {
  const frames = Array.from({ length: 12 }, (_, i) => `f${i}`)
  const shown = (own: string | null, of = frames) =>
    foldFrames(of, own)
      .map((one) => ('frame' in one ? one.frame : one.hidden))
      .join(' ')

  test('shows the first five, own code with its caller, the entry', () => {
    expect(shown(null)).toBe('f0 f1 f2 f3 f4 6 f11')
    expect(shown('f7')).toBe('f0 f1 f2 f3 f4 2 f7 f8 2 f11')
    expect(shown('f0')).toBe('f0 f1 f2 f3 f4 6 f11')
    expect(shown('f10')).toBe('f0 f1 f2 f3 f4 5 f10 f11')
    expect(shown('main.other')).toBe('f0 f1 f2 f3 f4 6 f11')
  })

  test('of eight frames is shown whole', () => {
    expect(shown(null, frames.slice(0, 8))).toBe('f0 f1 f2 f3 f4 f5 f6 f7')
    expect(shown(null, frames.slice(0, 9))).toBe('f0 f1 f2 f3 f4 3 f8')
  })
})
