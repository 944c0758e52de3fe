import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { ANSWERS } from './answers.ts'
import { read } from './read.ts'

const FOLDER = new URL('../fixtures/dumps/', import.meta.url)

/** The smallest forms of texts met in public reports; names, hosts and paths in them are made up. */
describe('texts that people have instead of a dump', () => {
  test.each(ANSWERS)('$file', async ({ file, totals, frame, state, minutes, isCut = false }) => {
    const { dumps, refusals } = await read(readFileSync(new URL(file, FOLDER)), {}, file)
    expect(refusals).toEqual([])
    const profiles = await Promise.all(
      dumps.map(async ({ bytes }) => {
        const reading = await readProfile(bytes, DEFAULT_READ_LIMITS)
        if (reading.answer === 'broken') throw new Error(reading.broken.detail)
        return reading.profile
      }),
    )
    expect(profiles.map(({ total }) => total)).toEqual(totals)
    for (const profile of profiles) {
      expect(profile).toMatchObject({ problems: [], unread: 0 })
      const [group, ...more] = profile.groups
      expect(more).toEqual([])
      expect(group?.frames).toContain(frame)
      if (state !== undefined) expect([...(group?.states.keys() ?? [])]).toEqual([state])
      if (minutes !== undefined) expect([...(group?.waitMinutes.keys() ?? [])]).toEqual([minutes])
    }
    expect(dumps.map((dump) => dump.isCut)).toEqual(dumps.map(() => isCut))
  })

  test('a table of pprof is refused by name, with the command that gives stacks', async () => {
    const { dumps, refusals } = await read(readFileSync(new URL('15b-pprof-top.txt', FOLDER)))
    expect(dumps).toEqual([])
    expect(refusals).toMatchObject([
      {
        line: 3,
        reason: 'not-a-goroutine-profile',
        detail: expect.stringContaining('go tool pprof -traces'),
      },
    ])
  })

  test('each has its answer', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== '15b-pprof-top.txt')
    expect(ANSWERS.map(({ file }) => file).sort()).toEqual(files.sort())
  })
})
