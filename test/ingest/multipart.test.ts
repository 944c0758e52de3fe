import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formBoundary, profileInForm } from '#shared/ingest/ingest-body.ts'
import { boundaryDeclared, boundaryInside, readParts } from '#shared/ingest/multipart.ts'
import { BOUNDARY, captured, form, MULTIPART } from '#test/support/push-clients.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const profileInside = (body: Uint8Array, contentType: string, format: string | undefined) => {
  const boundary = formBoundary(body, contentType, format)
  return boundary === undefined ? body : profileInForm(body, boundary)
}
/** A form as another client might write it. */
const odd = (headers: string, end = '\r\n'): Uint8Array => bytes(`--B\r\n${headers}\r\n\r\nx\r\n--B--${end}`)

describe('a boundary', () => {
  test.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data; charset=utf-8; Boundary="a b:c"', 'a b:c'],
    ['multipart/form-data', ''],
    ['multipart/form-data; charset=utf-8', ''],
    ['multipart/mixed; boundary=abc', undefined],
    ['application/octet-stream', undefined],
    [undefined, undefined],
  ])('is declared by %s', (contentType, boundary) => {
    expect(boundaryDeclared(contentType)).toBe(boundary)
  })

  test('stands at the beginning of a form, and of nothing else', () => {
    expect(boundaryInside(captured.body)).toMatch(/^abc55a3e/)
    expect(boundaryInside(bytes('--x\r\nhello'))).toBeUndefined()
    expect(boundaryInside(bytes(`--${'x'.repeat(71)}\r\nContent-Type: a/b`))).toBeUndefined()
    expect(boundaryInside(bytes('goroutine 1 [running]:'))).toBeUndefined()
    expect(boundaryInside(bytes(''))).toBeUndefined()
  })

  test('is the one that the bytes have, where the content type has another', () => {
    const body = form({ profile: 'x' })
    expect(profileInside(body, 'multipart/form-data; boundary=other', undefined)).toEqual(bytes('x'))
  })
})

describe('a form', () => {
  test('gives back its parts byte by byte', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), fc.uint8Array({ maxLength: 300 }), { maxKeys: 9 }),
        (parts) => {
          const read = readParts(form(parts), BOUNDARY)
          expect(Object.fromEntries(read)).toEqual({ ...parts })
        },
      ),
    )
  })

  test('gives back bytes that look like its own boundary', () => {
    const content = bytes(`\r\n--${BOUNDARY.slice(0, -1)}\r\n--\r\n\r\n`)
    expect(readParts(form({ profile: content }), BOUNDARY).get('profile')).toEqual(content)
  })

  test.each([
    ['without quotes', odd('Content-Disposition: form-data; name=profile; filename=p')],
    ['without a file name', odd('Content-Disposition: form-data; name="profile"')],
    ['with its type first', odd('Content-Type: a/b\r\nContent-Disposition: form-data; name="profile"')],
    ['in capitals', odd('CONTENT-DISPOSITION: form-data; name="profile"')],
    ['without a last line end', odd('Content-Disposition: form-data; name="profile"', '')],
    ['with something behind its end', odd('Content-Disposition: form-data; name="profile"', '\r\nbye')],
  ])('is read %s', (_, body) => {
    expect(readParts(body, 'B').get('profile')).toEqual(bytes('x'))
  })

  test('takes the first of two profiles', () => {
    const part = (content: string) =>
      `--B\r\nContent-Disposition: form-data; name="profile"\r\n\r\n${content}\r\n`
    const body = bytes(`${part('a')}${part('b')}--B--\r\n`)
    expect(profileInside(body, 'multipart/form-data; boundary=B', undefined)).toEqual(bytes('a'))
  })

  test('may be given as pprof by a client that says so of everything', () => {
    expect(profileInside(form({ profile: 'x' }), MULTIPART, 'pprof')).toEqual(bytes('x'))
    expect(profileInside(bytes('x'), MULTIPART, 'pprof')).toEqual(bytes('x'))
  })
})
