import { chmod, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diskFailureOf } from '#cli/agent/failure.ts'
import { type Held, Spool, type SpoolLimits } from '#cli/agent/spool.ts'
import { withFolder } from '#test/support/cli.ts'

/** No user makes a folder there, root neither: sysfs of Linux, the read-only volume of macOS. */
const UNWRITABLE = '/sys/tidemark/spool'
const READ_ONLY = /read-only|may not write/
const WIDE: SpoolLimits = { bytes: 1_000_000, files: 100 }
const item = (name: string, size = 1) => ({
  path: `/v1/profiles?service=${name}`,
  body: new Uint8Array(size).fill(7),
})

/** Everything in a spool, the oldest first; it is empty afterwards. */
async function drained(spool: Spool): Promise<string[]> {
  const names: string[] = []
  for (let held = await spool.oldest(); held !== undefined; held = await spool.oldest()) {
    names.push(held.item.path.slice('/v1/profiles?service='.length))
    await spool.remove(held)
  }
  return names
}

describe('a spool', () => {
  test('gives back what it was given, in order, byte for byte, after a restart too', () =>
    withFolder(async (folder) => {
      const first = await Spool.open(folder, WIDE)
      const body = new Uint8Array([0x1f, 0x8b, 0x0a, 0x00, 0xff])
      await first.put({ path: '/v1/profiles?service=a&label.k=%C3%A9', body })
      await first.put(item('b'))
      const again = await Spool.open(folder, WIDE)
      expect(again.size).toBe(2)
      expect((await again.oldest())?.item).toEqual({ path: '/v1/profiles?service=a&label.k=%C3%A9', body })
      await again.put(item('c'))
      expect((await drained(again)).slice(1)).toEqual(['b', 'c'])
      expect(await readdir(folder)).toEqual([])
    }))

  test('never passes its limits, drops the oldest first and counts each', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 20 })
    return fc.assert(
      fc.asyncProperty(sizes, (given) =>
        withFolder(async (folder) => {
          const limits = { bytes: 1_000, files: 5 }
          const spool = await Spool.open(folder, limits)
          let dropped = 0
          for (const [i, size] of given.entries()) dropped += await spool.put(item(String(i), size))
          const names = await readdir(folder)
          const kept = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
          expect(kept.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limits.bytes)
          expect(names.length).toBeLessThanOrEqual(limits.files)
          expect(dropped + spool.size).toBe(given.length)
          const newest = given.map((_, i) => String(i)).slice(dropped)
          expect(await drained(spool)).toEqual(newest)
        }),
      ),
      { numRuns: 25 },
    )
  })

  test('refuses what alone is more than it may hold, and keeps the rest', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, { bytes: 500, files: 5 })
      await spool.put(item('small'))
      expect(await spool.put(item('large', 500))).toBe(1)
      expect(await drained(spool)).toEqual(['small'])
    }))

  test('does not drop the one that is being sent', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, { bytes: 10_000, files: 2 })
      await spool.put(item('a'))
      await spool.put(item('b'))
      const held = await spool.oldest()
      if (held === undefined) throw new Error('the spool is empty')
      expect(await spool.put(item('c'))).toBe(1)
      await spool.remove(held)
      expect(await drained(spool)).toEqual(['c'])
    }))

  test('forgets what a kill cut short before it had its name', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('whole'))
      await spool.put(item('cut'))
      const [, cut = ''] = (await readdir(folder)).sort()
      await rename(join(folder, cut), join(folder, `${cut}.part`))
      await truncate(join(folder, `${cut}.part`), 10)
      const again = await Spool.open(folder, WIDE)
      expect((await readdir(folder)).length).toBe(1)
      await again.put(item('later'))
      expect(await drained(again)).toEqual(['whole', 'later'])
    }))

  test.each([
    { name: 'is cut', damage: (bytes: Buffer) => bytes.subarray(0, -1) },
    { name: 'is empty', damage: () => Buffer.alloc(0) },
    { name: 'has no head', damage: () => Buffer.from('{"path":\nxx') },
    {
      name: 'names another host',
      damage: (bytes: Buffer) => Buffer.from(String(bytes).replace('/v1/', '@evil/')),
    },
  ])('sets a file aside that $name, and goes on with the next', ({ damage }) =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('a'))
      await spool.put(item('b'))
      const [first = ''] = (await readdir(folder)).sort()
      await writeFile(join(folder, first), damage(await readFile(join(folder, first))))
      expect(await drained(spool)).toEqual(['b'])
      expect(spool.broken).toBe(1)
      expect(await readdir(folder)).toEqual([`${first}.broken`])
    }),
  )

  test('keeps a few damaged files only, and all that are whole', () =>
    withFolder(async (folder) => {
      const before = await Spool.open(folder, WIDE)
      for (let i = 0; i < 7; i++) await before.put(item(String(i)))
      for (let i = 0; i < 9; i++) await writeFile(join(folder, `00000000000${i}.push.broken`), '')
      const spool = await Spool.open(folder, WIDE)
      expect(await drained(spool)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
      expect((await readdir(folder)).sort()).toEqual(
        [4, 5, 6, 7, 8].map((i) => `00000000000${i}.push.broken`),
      )
    }))

  test('counts what an earlier start left towards its limits', () =>
    withFolder(async (folder) => {
      const first = await Spool.open(folder, WIDE)
      for (const name of ['a', 'b', 'c']) await first.put(item(name, 400))
      const again = await Spool.open(folder, { bytes: 1_000, files: 5 })
      expect(await again.put(item('d', 400))).toBe(2)
      expect(await drained(again)).toEqual(['c', 'd'])
    }))

  test('has room again for as much as was removed', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, { bytes: 1_000, files: 5 })
      for (let i = 0; i < 9; i++) {
        expect(await spool.put(item(String(i), 600))).toBe(0)
        expect(await drained(spool)).toEqual([String(i)])
      }
    }))

  test('gives as many of the oldest at once as fit, each to one sender', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, { bytes: 100_000, files: 4 })
      for (const name of ['a', 'b', 'c', 'd']) await spool.put(item(name, 100))
      const namesOf = (held: readonly Held[]) => held.map(({ item: { path } }) => path.at(-1))
      expect(namesOf(await spool.oldestOf(new Set(), 3, 100_000))).toEqual(['a', 'b', 'c'])
      // The one that passes the bytes goes along.
      const two = await spool.oldestOf(new Set(), 9, 150)
      expect(namesOf(two)).toEqual(['a', 'b'])
      expect(namesOf(await spool.oldestOf(new Set(two.map(({ name }) => name)), 9, 1e9))).toEqual(['c', 'd'])
      // All are lent: nothing can be dropped but what is given back.
      for (const held of two) spool.giveBack(held)
      expect(await spool.put(item('e', 100))).toBe(1)
      await spool.remove(two[1] as Held)
      expect(await drained(spool)).toEqual(['c', 'd', 'e'])
    }))

  test('makes its folder anew where somebody removed it', () =>
    withFolder(async (home) => {
      const folder = join(home, 'spool')
      const spool = await Spool.open(folder, WIDE)
      await rm(folder, { recursive: true })
      await expect(spool.put(item('lost'))).rejects.toThrow()
      await spool.put(item('kept'))
      expect(await drained(spool)).toEqual(['kept'])
    }))

  test('is for the eyes of its owner only', () =>
    withFolder(async (home) => {
      const folder = join(home, 'spool')
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('a'))
      const [name = ''] = await readdir(folder)
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    }))

  test('closes a folder that others could read', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('a'))
      const [name = ''] = await readdir(folder)
      await chmod(folder, 0o755)
      await chmod(join(folder, name), 0o644)
      await Spool.open(folder, WIDE)
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    }))

  test('is there without a folder where the file system takes none, and says so whenever it is given a push', async () => {
    const troubles: unknown[] = []
    const spool = await Spool.open(UNWRITABLE, WIDE, (error) => troubles.push(error))
    expect(troubles.map(diskFailureOf)).toEqual([expect.stringMatching(READ_ONLY)])
    await expect(spool.put(item('a'))).rejects.toSatisfy((error) => READ_ONLY.test(diskFailureOf(error)))
    expect([spool.size, await spool.oldest()]).toEqual([0, undefined])
  })

  test('is taken up again where its folder comes back, with what is in it', () =>
    withFolder(async (home) => {
      const [folder, away] = [join(home, 'spool'), join(home, 'away')]
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('a'))
      await rename(folder, away)
      await expect(spool.put(item('lost'))).rejects.toSatisfy(
        (error) => diskFailureOf(error) === 'the folder is gone',
      )
      await rename(away, folder)
      await spool.put(item('b'))
      expect(await drained(spool)).toEqual(['a', 'b'])
    }))

  test('goes on with the next where a file cannot be removed', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('stays'))
      await spool.put(item('next'))
      const held = await spool.oldest()
      if (held === undefined) throw new Error('the spool is empty')
      await rm(join(folder, held.name))
      await mkdir(join(folder, held.name))
      await expect(spool.remove(held)).rejects.toThrow()
      expect(await drained(spool)).toEqual(['next'])
    }))

  test('keeps what it cannot read for the next start', () =>
    withFolder(async (folder) => {
      const spool = await Spool.open(folder, WIDE)
      await spool.put(item('a'))
      const [name = ''] = await readdir(folder)
      await rename(join(folder, name), join(folder, 'aside'))
      await mkdir(join(folder, name))
      expect([await spool.oldest(), spool.broken]).toEqual([undefined, 1])
      await rm(join(folder, name), { recursive: true })
      await rename(join(folder, 'aside'), join(folder, name))
      expect(await drained(await Spool.open(folder, WIDE))).toEqual(['a'])
    }))

  test('leaves files alone that are not its own', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'other'))
      await writeFile(join(folder, 'notes.txt'), 'mine')
      const spool = await Spool.open(folder, WIDE)
      expect([spool.size, (await readdir(folder)).sort()]).toEqual([0, ['notes.txt', 'other']])
    }))
})
