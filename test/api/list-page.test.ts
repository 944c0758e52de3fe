import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageOf, readCursor } from '#functions/api/answer/list-page.ts'
import { Rejection } from '#shared/api/reason.ts'

const same = (item: string): string => item
const cursorOf = (key: string): string => Buffer.from(key, 'utf8').toString('base64url')
const key = fc.stringMatching(/^[\x21-\x7d][\x20-\x7e]{0,40}$/)

describe('a list in pages', () => {
  test('comes whole and in order, each page full but the last', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 20 }),
        fc.integer({ min: 1, max: 7 }),
        async (items, limit) => {
          const pages: (readonly string[])[] = []
          for (let cursor: string | undefined, isLast = false; !isLast; ) {
            const after = readCursor(cursor)
            const page = await pageOf(
              after === undefined ? items : items.slice(items.indexOf(after) + 1),
              limit,
              same,
            )
            pages.push(page.items)
            cursor = page.next
            isLast = cursor === undefined
          }
          expect(pages.flat()).toEqual(items)
          expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true)
          expect(pages).toHaveLength(Math.max(1, Math.ceil(items.length / limit)))
        },
      ),
    ))
})

describe('a cursor', () => {
  const refusal = (cursor: string, isKey?: (of: string) => boolean) => {
    try {
      return readCursor(cursor, isKey)
    } catch (error) {
      return error instanceof Rejection ? error.reason : error
    }
  }

  test('that no page made is refused', () => {
    expect(refusal(cursorOf('a'))).toBe('a')
    expect(refusal(cursorOf('~a'))).toBe('bad-parameter')
    expect(refusal(cursorOf('a\n'))).toBe('bad-parameter')
    expect(refusal(cursorOf(''))).toBe('bad-parameter')
    expect(refusal(`${cursorOf('a')}=`)).toBe('bad-parameter')
    expect(refusal(cursorOf('a'.repeat(900)))).toBe('a'.repeat(900))
    expect(refusal(cursorOf('a'.repeat(901)))).toBe('bad-parameter')
  })

  test('that the list cannot be continued from is refused', () => {
    expect(refusal(cursorOf('a'), (of) => of === 'a')).toBe('a')
    expect(refusal(cursorOf('b'), (of) => of === 'a')).toBe('bad-parameter')
  })
})
