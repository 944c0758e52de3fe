import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpackBlock } from '#shared/store/packed-block.ts'
import { unpackEvidence } from '#shared/store/packed-evidence.ts'
import { FORMATS } from '#shared/store/packed-formats.ts'
import { packObservations, unpackObservations } from '#shared/store/packed-observations.ts'
import { unpackQuiet } from '#shared/store/packed-quiet.ts'
import { unpackSightings } from '#shared/store/packed-sightings.ts'
import { packSnapshots, unpackHeads, unpackSnapshots } from '#shared/store/packed-snapshots.ts'
import { unpackGroups } from '#shared/store/packed-sockets.ts'
import { upgraded } from '#shared/store/packed-version.ts'

const FOLDER = new URL('../fixtures/packed/', import.meta.url)
const START = Date.UTC(2026, 8, 7, 13)

/** Who reads bytes of each format. */
const READERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  'packed-sightings.ts': unpackSightings,
  'packed-snapshots.ts': (bytes) => [unpackSnapshots(bytes, START), unpackHeads(bytes, START)],
  'packed-block.ts': (bytes) => unpackBlock('pod-1', bytes),
  'packed-evidence.ts': (bytes) => unpackEvidence('pod-1', bytes),
  'packed-observations.ts': unpackObservations,
  'packed-quiet.ts': unpackQuiet,
  'packed-sockets.ts': unpackGroups,
}

const bytesOf = (file: string, version: number): Uint8Array => {
  const { hex } = JSON.parse(
    readFileSync(new URL(`${file.replace('.ts', '')}-${version}.json`, FOLDER), 'utf8'),
  ) as { hex: string }
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

test('the table has every packed format, with an upgrade from each version to the next', () => {
  const packs = readdirSync(new URL('../../shared/store/', import.meta.url)).filter((name) =>
    /^packed-.*\.ts$/.test(name),
  )
  const withVersion = packs.filter((name) =>
    /^const VERSION = /m.test(readFileSync(new URL(`../../shared/store/${name}`, import.meta.url), 'utf8')),
  )
  expect(Object.keys(FORMATS).toSorted()).toEqual(withVersion)
  expect(Object.keys(READERS).toSorted()).toEqual(withVersion)
  for (const { version, upgrades } of Object.values(FORMATS)) expect(upgrades).toHaveLength(version - 1)
})

test('each former version has bytes that one before this program wrote', () => {
  const former = Object.entries(FORMATS).flatMap(([file, { version }]) =>
    Array.from({ length: version - 1 }, (_, i) => `${file.replace('.ts', '')}-${i + 1}.json`),
  )
  expect(readdirSync(FOLDER).toSorted()).toEqual(former.toSorted())
})

describe.each(Object.entries(FORMATS))('%s', (file, format) => {
  test('refuses by name what a later program wrote, and what is none', () => {
    const others = fc
      .integer({ min: 0, max: 127 })
      .filter((version) => version < 1 || version > format.version)
    fc.assert(
      fc.property(others, fc.uint8Array({ maxLength: 40 }), (version, rest) => {
        const said = `${format.name} version ${version}; this program reads ${format.version}`
        expect(() => READERS[file]?.(Uint8Array.of(version, ...rest))).toThrow(said)
      }),
    )
  })
})

test('snapshots of former versions are read as they were written, and as this program writes them', () => {
  const snapshots = Array.from({ length: 3 }, (_, i) => ({
    slot: START + i * 60_000,
    snapshot: {
      ...{ at: START + i * 60_000 + 17_003 + i, total: 7 + i, partial: i === 1, source: 'batch' },
      sha256: `${i}0ff`.repeat(16).slice(0, 6),
      sightings: [
        {
          ...{ signature: '0123456789abcdef', count: 7 + i, leaked: 0, ages: undefined },
          ...{ states: new Map([['select', 7 + i]]), labelKeys: new Map() },
        },
      ],
    },
  }))
  for (const version of [1, 2])
    expect(unpackSnapshots(bytesOf('packed-snapshots.ts', version), START)).toEqual(snapshots)
  const facts = { id: 'unused', process: 'pod-1', type: 'goroutine', debug: 0 } as const
  const today = packSnapshots(
    snapshots.map(({ slot, snapshot }) => ({ slot, snapshot: { ...facts, ...snapshot } })),
    START,
  )
  const format = FORMATS['packed-snapshots.ts']
  if (format === undefined) throw new Error('it is in the table')
  for (const version of [1, 2])
    expect(upgraded(format, bytesOf('packed-snapshots.ts', version))).toEqual(today)
})

test('observations of version 1 are read without their argument words', () => {
  const read = unpackObservations(bytesOf('packed-observations.ts', 1))
  const { words = [], ...stack } = read[0]?.stacks[0] ?? {}
  expect(stack).toEqual({ signature: '0123456789abcdef', level: 2, ids: [7, 1233], origins: [0, 9] })
  expect(new Set(words).size).toBe(1)
  expect(unpackObservations(packObservations(read))).toEqual(read)
})
