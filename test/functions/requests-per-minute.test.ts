import { expect, test } from 'vitest'
import { requestsPerMinute } from '#functions/env.ts'

test('a token may send what the environment says, or else as much as a thousand processes do', () => {
  expect(requestsPerMinute({ TOKEN_REQUESTS_PER_MINUTE: '60' })).toBe(60)
  expect(requestsPerMinute({})).toBe(1_000 * 3 * 4)
})

test.each(['', '0', '-1', '1.5', '1e3', 'many', ' 60', '9999999999'])(
  'a start with "%s" requests a minute fails',
  (text) => {
    expect(() => requestsPerMinute({ TOKEN_REQUESTS_PER_MINUTE: text })).toThrow(
      `TOKEN_REQUESTS_PER_MINUTE is ${text}; it must be a whole number`,
    )
  },
)
