import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Rejection } from '#shared/api/reason.ts'
import { readSeriesName } from '#shared/ingest/series-name.ts'

describe('the name of a series', () => {
  test.each([
    ['app', 'app', {}],
    ['app{}', 'app', {}],
    ['my.app/web-1_x{env=prod}', 'my.app/web-1_x', { env: 'prod' }],
    [' app { env = prod , zone = eu } ', 'app', { env: 'prod', zone: 'eu' }],
    ['app{env=prod,}', 'app', { env: 'prod' }],
    ['app{a=b=c}', 'app', { a: 'b=c' }],
    ['app{a={b}', 'app', { a: '{b' }],
    ['app{a="b"}', 'app', { a: '"b"' }],
    ['app{a=two words}', 'app', { a: 'two words' }],
    ['app{a=}', 'app', { a: '' }],
    ['app{a=b,a=c}', 'app', { a: 'c' }],
    [
      'app{__session_id__=ab12,otel.scope.name=x/y}',
      'app',
      { __session_id__: 'ab12', 'otel.scope.name': 'x/y' },
    ],
  ])('%s', (name, application, labels) => {
    expect(readSeriesName(name)).toEqual({ application, labels })
  })

  const key = fc.stringMatching(/^[A-Za-z0-9_.]{1,20}$/).filter((key) => key !== '__name__')
  const value = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[,}]/g, '').trim())

  test('gives back the labels that it was made of', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9_./-]{1,30}$/),
        fc.dictionary(key, value, { noNullPrototype: true }),
        (application, labels) => {
          const inner = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
          expect(readSeriesName(`${application}{${inner.join(',')}}`)).toEqual({ application, labels })
        },
      ),
    )
  })

  test('is read or refused, whatever the text', () => {
    const piece = fc.constantFrom('app', '{', '}', '=', ',', ' ', '"', 'k', '__name__', '\n', '\0', 'é')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (name) => {
          try {
            expect(readSeriesName(name).application).not.toBe('')
          } catch (error) {
            expect(error).toBeInstanceOf(Rejection)
          }
        },
      ),
    )
  })
})
