import { describe, expect, test } from 'vitest'
import { Unpacking } from '#shared/input/container/unpacking.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import { InputRefused } from '#shared/input/input-refusal.ts'

/** What any input may unpack to, whatever its ratio. */
const FREE_BYTES = 16 * 1024 * 1024

function refusalOf(work: () => void) {
  try {
    work()
  } catch (error) {
    if (error instanceof InputRefused) return error.refusal
    throw error
  }
  return undefined
}

describe('an input unpacks', () => {
  test('to as many bytes as the limit says, in all its files together', () => {
    const unpacking = new Unpacking({ ...INPUT_LIMITS, unpackedBytes: 100 })
    unpacking.takeUnpacked(60, 'a')
    unpacking.takeUnpacked(40, 'b')
    expect(refusalOf(() => unpacking.takeUnpacked(1, 'c'))).toMatchObject({
      source: 'c',
      reason: 'inflated-too-large',
      limit: 100,
      actual: 101,
    })
  })

  test('to as many times its bytes as the ratio says', () => {
    const unpacking = new Unpacking({ ...INPUT_LIMITS, ratio: 50 })
    unpacking.takePacked(1_000)
    unpacking.takePacked(1_000)
    const limit = FREE_BYTES + 2_000 * 50
    unpacking.takeUnpacked(limit, 'a')
    expect(refusalOf(() => unpacking.takeUnpacked(1, 'a'))).toMatchObject({
      reason: 'inflated-too-large',
      limit,
      actual: limit + 1,
    })
  })

  test('to as many files as the limit says', () => {
    const unpacking = new Unpacking({ ...INPUT_LIMITS, entries: 2 })
    unpacking.takeEntry('a')
    unpacking.takeEntry('a')
    expect(refusalOf(() => unpacking.takeEntry('a'))).toMatchObject({
      source: 'a',
      reason: 'malformed-archive',
      limit: 2,
      actual: 3,
    })
  })
})
