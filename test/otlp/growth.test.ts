import { expect, test } from 'vitest'
import { profilesIn } from '#shared/otlp/otlp-profiles.ts'
import { readRequest } from '#shared/otlp/read-request.ts'
import { growth } from '#test/support/growth.ts'
import {
  CHECKOUT,
  DICTIONARY,
  type ExportInit,
  exportOf,
  jsonOf,
  messageOf,
  profile,
} from '#test/support/otlp.ts'

/** A message of so many stacks, each of 40 of as many functions as there are stacks. */
function large(stacks: number): ExportInit {
  const rows = Array.from({ length: stacks + 1 }, (_, row) => row)
  const first = DICTIONARY.stringTable.length - 1
  const samples = rows.slice(1).map((stackIndex) => ({ stackIndex, values: [1n] }))
  const frames = Array.from({ length: 40 }, (_, frame) => frame * 17)
  return exportOf([profile(0, 0, { samples })], CHECKOUT, {
    stringTable: [...DICTIONARY.stringTable, ...rows.slice(1).map((row) => `main.f${row}`)],
    functionTable: rows.map((row) => ({ nameStrindex: row === 0 ? 0 : first + row })),
    locationTable: rows.map((row) => ({ lines: row === 0 ? [] : [{ functionIndex: row }] })),
    stackTable: rows.map((row) => ({
      locationIndices: row === 0 ? [] : frames.map((frame) => 1 + ((row * 31 + frame) % stacks)),
    })),
  })
}

const ROOM = 64 * 1024 * 1024
const written = (encoding: 'proto' | 'json', message: Uint8Array) =>
  profilesIn(readRequest(encoding, message), ROOM).goroutines.map(({ pprof }) => pprof())

test.each([
  ['proto', (stacks: number) => messageOf(large(stacks))],
  ['json', (stacks: number) => new TextEncoder().encode(jsonOf(large(stacks)))],
] as const)('four times as many stacks in %s take at most six times as long', async (encoding, messageIn) => {
  const [some, many] = [messageIn(4_000), messageIn(16_000)]
  const most = await growth(
    () => written(encoding, some),
    () => written(encoding, many),
    6,
  )
  expect(most).toBeLessThanOrEqual(6)
})
