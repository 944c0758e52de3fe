import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_NUMBERS, MOST_ROWS } from '#shared/otlp/message-size.ts'
import { type Encoding, readRequest } from '#shared/otlp/read-request.ts'
import { exportOf, jsonOf, messageOf, profile } from '#test/support/otlp.ts'

const REQUEST = exportOf([profile(5, 2, { timeUnixNano: 1_700_000_000_123_456_789n })])
const bytes = (json: string): Uint8Array => new TextEncoder().encode(json)
const reasonOf = (encoding: Encoding, message: Uint8Array): string => {
  try {
    readRequest(encoding, message)
    return 'read'
  } catch (error) {
    return (error as { readonly reason: string }).reason
  }
}

/** A field of so many bytes. */
const field = (number: number, content: Uint8Array): Uint8Array => {
  const head = [number * 8 + 2]
  for (let left = content.length; ; left = Math.floor(left / 128)) {
    head.push(left < 128 ? left : (left % 128) + 128)
    if (left < 128) break
  }
  return Buffer.concat([Buffer.from(head), content])
}
const nested = (depth: number): Uint8Array => {
  let value: Uint8Array = new Uint8Array()
  for (let level = 0; level < depth; level++) value = field(5, field(1, value))
  return field(2, field(6, field(2, value)))
}

test('a message in proto and in JSON is one message', () => {
  expect(readRequest('json', bytes(jsonOf(REQUEST)))).toEqual(readRequest('proto', messageOf(REQUEST)))
})

describe('is refused:', () => {
  test.each<readonly [string, string, Encoding, () => Uint8Array]>([
    ['text as proto', 'malformed-protobuf', 'proto', () => bytes('hello, world')],
    ['JSON as proto', 'malformed-protobuf', 'proto', () => bytes(jsonOf(REQUEST))],
    ['proto as JSON', 'malformed-protobuf', 'json', () => messageOf(REQUEST)],
    ['a message that was cut', 'malformed-protobuf', 'proto', () => messageOf(REQUEST).slice(0, -3)],
    ['JSON that was cut', 'malformed-protobuf', 'json', () => bytes(jsonOf(REQUEST).slice(0, -3))],
    ['a list', 'malformed-protobuf', 'json', () => bytes('[]')],
    [
      'an index that is no number',
      'malformed-protobuf',
      'json',
      () => bytes('{"dictionary":{"stackTable":[{"locationIndices":["x"]}]}}'),
    ],
    ['groups a thousand deep', 'malformed-protobuf', 'proto', () => new Uint8Array(1_000).fill(0x1b)],
    ['values 1,000 deep', 'malformed-protobuf', 'proto', () => nested(1_000)],
    [
      'JSON 100,000 deep',
      'malformed-protobuf',
      'json',
      () => bytes(`{"resourceProfiles":${'['.repeat(100_000)}`),
    ],
    [
      'more rows than the limit',
      'body-too-large',
      'proto',
      () =>
        field(
          2,
          new Uint8Array((MOST_ROWS + 1) * 2).map((_, i) => (i % 2 === 0 ? 0x12 : 0)),
        ),
    ],
    [
      'more numbers than the limit',
      'body-too-large',
      'proto',
      () => field(2, field(7, field(1, new Uint8Array(MOST_NUMBERS + 1)))),
    ],
    [
      'more values than the limit',
      'body-too-large',
      'proto',
      () => field(1, field(2, field(2, field(2, field(4, new Uint8Array(MOST_NUMBERS + 1)))))),
    ],
    [
      'more lists of JSON than the limit',
      'body-too-large',
      'json',
      () => bytes(`{"other":[${'[],'.repeat(2 * MOST_ROWS)}[]]}`),
    ],
    [
      'more numbers of JSON than the limit',
      'body-too-large',
      'json',
      () => bytes(`{"other":[${'1,'.repeat(2 * MOST_NUMBERS + 2)}1]}`),
    ],
    [
      'more rows of JSON than the limit',
      'body-too-large',
      'json',
      () => bytes(`{"dictionary":{"stackTable":[${'{},'.repeat(MOST_ROWS)}{}]}}`),
    ],
  ])('%s: %s', (_, reason, encoding, message) => {
    expect(reasonOf(encoding, message())).toBe(reason)
  })
})

test('a message that was changed anywhere is read or refused', () => {
  const whole = messageOf(REQUEST)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (changes) => {
        const message = Uint8Array.from(whole)
        for (const [at, byte] of changes) message[at] = byte
        expect(['read', 'malformed-protobuf', 'body-too-large']).toContain(reasonOf('proto', message))
      },
    ),
  )
})
