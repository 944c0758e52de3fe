import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS, type StackGroup } from '#shared/goroutine/model.ts'

const FOLDER = new URL('../fixtures/', import.meta.url)

async function groupsOf(bytes: Uint8Array, places = true): Promise<readonly StackGroup[]> {
  const reading = await readProfile(bytes, { ...DEFAULT_READ_LIMITS, places })
  if (reading.answer === 'broken') throw new Error(reading.broken.detail)
  return reading.profile.groups
}
const file = (name: string): Buffer => readFileSync(new URL(name, FOLDER))
const placeOf = ({ frames, places = [] }: StackGroup, name: string): string | undefined =>
  places[0]?.frames[frames.indexOf(name)]

const FORMS = ['debug0.pb.gz', 'debug1.txt', 'debug2.txt'].map((form) => `analysis/go1.24.held.${form}`)

describe('file and line', () => {
  test.each(FORMS)('stand in %s', async (name) => {
    const groups = await groupsOf(file(name))
    const holder = groups.find(({ frames }) => frames.includes('main.(*store).refresh'))
    const waiter = groups.find(({ frames }) => frames.includes('main.(*store).put'))
    expect(holder && placeOf(holder, 'main.(*store).refresh')).toBe('example.com/lock/main.go:28')
    expect(waiter && placeOf(waiter, 'main.(*store).put')).toBe('example.com/lock/main.go:36')
    expect(waiter?.places?.[0]?.go).toBe(name.includes('debug2') ? 'example.com/lock/main.go:56' : '')
  })

  test.each(FORMS)('are one a frame, and count the goroutines of %s', async (name) => {
    for (const { count, frames, places = [] } of await groupsOf(file(name))) {
      expect(places.reduce((sum, each) => sum + each.count, 0)).toBe(count)
      for (const each of places) expect(each.frames.length).toBe(frames.length)
    }
  })

  test('are not told to who does not ask', async () => {
    for (const name of FORMS)
      for (const group of await groupsOf(file(name), false)) expect(group).not.toHaveProperty('places')
  })

  test('are told apart where one stack stands at two lines, the more frequent one first', async () => {
    const at = (id: number, line: number) =>
      `goroutine ${id} [select]:\nmain.f()\n\t/a b/c.go:${line} +0x1\n\n`
    const [group] = await groupsOf(Buffer.from(at(1, 7) + at(2, 9) + at(3, 9)))
    expect(group?.places).toEqual([
      { count: 2, frames: ['/a b/c.go:9'], go: '' },
      { count: 1, frames: ['/a b/c.go:7'], go: '' },
    ])
  })

  test('have no blanks before them where a paste made these of tabs', async () => {
    const [group] = await groupsOf(
      Buffer.from('goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.f+0x1\t    /a.go:7\n'),
    )
    expect(group?.places?.[0]?.frames).toEqual(['/a.go:7'])
  })

  test('of Windows keep their drive', async () => {
    const [group] = await groupsOf(file('goroutine/windows-paths.txt'))
    expect(group?.places?.[0]?.frames).toContain('D:/a (b)/main.go:12')
  })
})
