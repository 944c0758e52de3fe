import { marshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sighting } from '#shared/signature/signature.ts'
import { signatureId } from '#shared/signature/signature.ts'
import { snapshotId } from '#shared/store/keys.ts'
import { packSightings, unpackSightings } from '#shared/store/packed-sightings.ts'
import { memoryRows } from '#shared/store/rows.memory.ts'
import type { Row } from '#shared/store/rows.ts'
import { snapshotIndex } from '#shared/store/snapshot-index.ts'
import { anySightings } from './sightings.ts'

const NOW = Date.parse('2026-09-07T05:00:00Z')
const STATES = ['chan receive', 'select', 'IO wait', 'chan send', 'sync.Mutex.Lock']

/** Sixty signatures as a server of a few hundred goroutines has them. */
const sixty: Sighting[] = Array.from({ length: 60 }, (_, i) => ({
  signature: signatureId([`main.f${i}`]),
  count: 1 + ((i * 37) % 300),
  leaked: 0,
  states: new Map([[STATES[i % STATES.length] ?? '', 1 + ((i * 37) % 300)]]),
  ages: undefined,
  labelKeys: new Map(),
}))

/** The row of a snapshot as the index writes it. */
async function rowOf(sightings: Sighting[]): Promise<Row> {
  const process = 'checkout-7d9c5bb6f8-x2x9p@20260907T000000Z'
  let written: Row | undefined
  const rows = memoryRows(() => NOW)
  const watched: typeof rows = {
    ...rows,
    put: (row) => {
      written = row
      return rows.put(row)
    },
  }
  const id = snapshotId(process, 'goroutine/0', NOW)
  const facts = { type: 'goroutine', debug: 0, at: NOW + 12_345, total: 9_000, partial: false } as const
  const snapshot = { ...facts, id, process, sightings, sha256: 'ab'.repeat(32), source: 'push' }
  await snapshotIndex(watched).putIfAbsent('acme', 'team-payments/checkout', snapshot, NOW)
  if (written === undefined) throw new Error('the index wrote nothing')
  return written
}

/** Bytes of an item: names in UTF-8, binaries as they are, a number two digits a byte and one more. */
function bytesOf(row: Row): number {
  return Object.entries(marshall(row, { removeUndefinedValues: true })).reduce((sum, [name, { S, N, B }]) => {
    const digits = N?.replace(/^-?0*|[-.]/g, '').length ?? 0
    const value = S ?? B
    return (
      sum +
      Buffer.byteLength(name) +
      (value === undefined ? Math.ceil(digits / 2) + 1 : Buffer.byteLength(value))
    )
  }, 0)
}

describe('packed sightings', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(anySightings, (sightings) => {
        expect(unpackSightings(packSightings(sightings))).toEqual(sightings)
      }),
    )
  })

  it('come back from any place in a larger buffer', () => {
    fc.assert(
      fc.property(anySightings, fc.nat(9), (sightings, before) => {
        const packed = packSightings(sightings)
        const larger = new Uint8Array(before + packed.length + 9).fill(255)
        larger.set(packed, before)
        expect(unpackSightings(larger.subarray(before, before + packed.length))).toEqual(sightings)
      }),
    )
  })

  it('take one write unit for the row of a snapshot of sixty', async () => {
    expect(bytesOf(await rowOf(sixty))).toBeLessThanOrEqual(1_024)
    expect(bytesOf(await rowOf(sixty)) - bytesOf(await rowOf([]))).toBeLessThanOrEqual(60 * 12)
  })

  it('of another version are refused by its number', () => {
    const packed = packSightings(sixty)
    for (const version of [0, 2, 99]) {
      packed[0] = version
      expect(() => unpackSightings(packed)).toThrow(`packed sightings have version ${version};`)
    }
  })

  it('that are cut anywhere, or go on, are refused', () => {
    fc.assert(
      fc.property(anySightings, fc.nat(), fc.uint8Array({ minLength: 1 }), (sightings, at, more) => {
        const packed = packSightings(sightings)
        expect(() => unpackSightings(packed.subarray(0, at % packed.length))).toThrow(Error)
        expect(() => unpackSightings(Buffer.concat([packed, more]))).toThrow(Error)
      }),
    )
  })

  it('that are none are refused or read, and nothing worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => {
        const packed = Uint8Array.of(1, ...bytes)
        try {
          expect(unpackSightings(packed).length).toBeLessThanOrEqual(bytes.length)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('of more sightings than bytes are refused at once', () => {
    expect(() => unpackSightings(Uint8Array.of(1, 255, 255, 255, 255, 255, 255, 127))).toThrow(Error)
  })
})
