import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readVersion, versionOf } from '#cli/agent/build-info.ts'
import { isHere, lifeOf, listenerOf, startTicks } from '#cli/agent/process-facts.ts'
import { readSockets } from '#cli/agent/sockets.ts'
import { readSocketTable } from '#shared/socket/detect.ts'
import { fakeProc, writeStat } from '#test/support/agent.ts'
import { NOW } from '#test/support/api.ts'
import { withFolder } from '#test/support/cli.ts'

const SHOP = { pid: 4242, port: 6060, startedAt: NOW - 3_600_000 }
const CART = { pid: 77, port: 6061, startedAt: NOW - 7_200_000 }
const withProc = <Result>(use: (proc: string) => Promise<Result>) =>
  withFolder(async (proc) => {
    await fakeProc(proc, [SHOP, CART])
    return use(proc)
  })

describe('the process of a target', () => {
  test('is the one that listens on its port', () =>
    withProc(async (proc) => {
      expect(await listenerOf(proc, 6060)).toBe(4242)
      expect(await listenerOf(proc, 6061)).toBe(77)
      expect(await listenerOf(proc, 52_632)).toBeUndefined()
      expect(await listenerOf(join(proc, 'none'), 6060)).toBeUndefined()
    }))

  test('is the youngest of several that hold its socket, as under socket activation', () =>
    withFolder(async (proc) => {
      const activator = { pid: 1, port: 6060, startedAt: CART.startedAt }
      await fakeProc(proc, [activator, SHOP])
      expect(await listenerOf(proc, 6060)).toBe(4242)
    }))

  test('began when its ticks say, whatever stands in its name', () =>
    withProc(async (proc) => {
      expect(await lifeOf(proc, 4242)).toMatchObject({
        pid: 4242,
        startedAt: SHOP.startedAt,
        version: undefined,
      })
      const before = await startTicks(proc, 4242)
      await writeStat(proc, 4242, NOW)
      expect(await startTicks(proc, 4242)).not.toBe(before)
      expect(await lifeOf(proc, 9)).toBeUndefined()
    }))

  test.each([
    ['http://127.0.0.1:6060', true],
    ['http://localhost:6060', true],
    ['http://[::1]:6060', true],
    ['http://192.0.2.1:6060', false],
    ['http://127.0.0.1.example.com', false],
  ])('%s is on this machine: %s', (url, want) => {
    expect(isHere(new URL(url))).toBe(want)
  })
})

/** What the linker of Go leaves in an executable. */
const buildInfo = (modules: string): Buffer => {
  const varint = (length: number): Buffer => Buffer.from([(length & 0x7f) | 0x80, length >> 7])
  const mark = Buffer.alloc(16, 0xee)
  const text = Buffer.concat([mark, Buffer.from(modules), mark])
  const head = Buffer.concat([
    Buffer.from('\xff Go buildinf:', 'latin1'),
    Buffer.from([8, 2]),
    Buffer.alloc(16),
  ])
  return Buffer.concat([head, varint(8), Buffer.from('go1.26.8'), varint(text.length), text])
}
const MODULES =
  'path\texample.com/shop\nmod\texample.com/shop\tv1.4.2\th1:x=\ndep\texample.com/other\tv9.9.9\th1:y=\n'

describe('the version of an executable', () => {
  test('is that of its main module, wherever its information stands', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'shop')
      await writeFile(file, '\x7fELF'.padEnd(48))
      await appendFile(file, buildInfo(MODULES))
      expect(await readVersion(file)).toBe('v1.4.2')
    }))

  test('is not read from the magic alone, as a program that reads such information holds it', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'shop')
      const chance = Buffer.concat([
        Buffer.from('\xff Go buildinf:', 'latin1'),
        Buffer.from([8, 2]),
        Buffer.alloc(16, 0xff),
      ])
      const unaligned = Buffer.concat([Buffer.alloc(5), buildInfo(MODULES.replace('v1.4.2', 'v0.0.1'))])
      const padding = Buffer.alloc(16 - ((chance.length + unaligned.length) % 16))
      await writeFile(file, Buffer.concat([chance, unaligned, padding, buildInfo(MODULES)]))
      expect(await readVersion(file)).toBe('v1.4.2')
    }))

  test('is found across the border of two reads', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'shop')
      const border = 4 * 1024 * 1024
      await writeFile(file, Buffer.concat([Buffer.alloc(border - 16), buildInfo(MODULES)]))
      expect(await readVersion(file)).toBe('v1.4.2')
    }))

  test.each([
    {
      name: 'a working copy',
      give: 'mod\tm\t(devel)\t\nbuild\tvcs.revision=0123456789abcdef\nbuild\tvcs.modified=false',
      want: '0123456789ab',
    },
    {
      name: 'a changed copy',
      give: 'mod\tm\t(devel)\t\nbuild\tvcs.revision=0123456789abcdef\nbuild\tvcs.modified=true',
      want: '0123456789ab+dirty',
    },
    { name: 'no version control', give: 'mod\tm\t(devel)\t\nbuild\t-compiler=gc', want: undefined },
    { name: 'nothing', give: '', want: undefined },
  ])('of $name is $want', ({ give, want }) => {
    expect(versionOf(give)).toBe(want)
  })

  test('is unknown for what is no Go program or cannot be read', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'text'), 'hello')
      expect(await readVersion(join(folder, 'text'))).toBeUndefined()
      expect(await readVersion(join(folder, 'none'))).toBeUndefined()
      expect(await readVersion(folder)).toBeUndefined()
    }))
})

describe('the sockets of a process', () => {
  test('are its own alone, in two tables that the server reads, without the names of its files', () =>
    withProc(async (proc) => {
      const tables = (await readSockets(proc, 4242)) ?? []
      const read = tables.map(({ tool, text }) => {
        const reading = readSocketTable(new TextEncoder().encode(text), { now: Date.now(), tool })
        if (reading.answer === 'broken') throw new Error(reading.broken.detail)
        return reading.table
      })
      expect(read.map(({ tool, problems }) => [tool, problems])).toEqual([
        ['proc-net-tcp', []],
        ['proc-fd', []],
      ])
      expect(read[0]?.rows.map(({ state, inode }) => [state, inode])).toEqual([
        ['LISTEN', 42_420],
        ['ESTABLISHED', 42_421],
      ])
      expect(read[1]?.links.map(({ fd, inode, pid }) => [fd, inode, pid])).toEqual([
        [4, 42_420, 4242],
        [5, 42_421, 4242],
      ])
      expect(tables.map(({ text }) => text).join('')).not.toContain('secret')
    }))

  test('are unknown where /proc does not tell', () =>
    withProc(async (proc) => {
      expect(await readSockets(proc, 5)).toBeUndefined()
    }))
})
