import { join, relative, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromByteString, objectName, placeOf, readName, toByteString } from '#infra/local/s3/disk/key-path.ts'

/** Keys rich in what paths are made of. */
const key = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom('/', '..', '.', '\\', '+', '=', '~', '%2f', 'C:', '\0', 'nul', 'A', 'a'),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 100 }) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

const namesOf = (text: string): string[] => {
  const { folders, rest } = placeOf(toByteString(text))
  return [...folders, objectName(rest)]
}

describe('the path of a key', () => {
  test('leads back to the key', () => {
    fc.assert(
      fc.property(key, (text) => {
        const parts = namesOf(text).map((name) => readName(name)?.part)
        expect(fromByteString(parts.join(''))).toBe(text)
      }),
    )
  })

  test('stays inside the folder of the bucket, in names every file system takes', () => {
    fc.assert(
      fc.property(key, (text) => {
        const names = namesOf(text)
        expect(relative('/bucket', join('/bucket', ...names)).split(sep)).toEqual(names)
        for (const name of names) expect(name).toMatch(/^[=+~][a-z0-9_.%-]{0,240}(?<!\.)$/)
      }),
    )
  })

  test('is another for another key, even where capitals do not count', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        fc.pre(a !== b)
        expect(namesOf(a).join('/').toLowerCase()).not.toBe(namesOf(b).join('/').toLowerCase())
      }),
    )
  })

  test('never runs through the object of another key', () => {
    fc.assert(
      fc.property(key, (text) => {
        const kinds = namesOf(text).map((name) => readName(name)?.kind)
        expect(kinds.lastIndexOf('folder')).toBe(kinds.length - 2)
        expect(kinds.at(-1)).toBe('object')
      }),
    )
  })

  test('is no path of a file the store did not write', () => {
    for (const name of ['', '.DS_Store', 'Thumbs.db', '..']) expect(readName(name)).toBeUndefined()
  })
})
