import { describe, expect, test } from 'vitest'
import { targetsOf } from '#cli/agent/target.ts'
import { UsageError } from '#cli/command.ts'

const DEFAULTS = { service: 'checkout', instance: 'pod-1', headers: {} }
const messageOf = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    if (error instanceof UsageError) return error.message
  }
  throw new Error('it was not refused')
}

describe('--target', () => {
  test.each([
    { give: 'http://127.0.0.1:6060', want: 'http://127.0.0.1:6060/debug/pprof/' },
    { give: 'http://127.0.0.1:6060/', want: 'http://127.0.0.1:6060/debug/pprof/' },
    { give: 'https://shop.example/internal/pprof', want: 'https://shop.example/internal/pprof/' },
    { give: 'http://127.0.0.1/debug/pprof/?key=1', want: 'http://127.0.0.1/debug/pprof/?key=1' },
  ])('$give is pulled from $want', ({ give, want }) => {
    expect(targetsOf([give], DEFAULTS)[0]?.folder.href).toBe(want)
  })

  test('takes the service before the address', () => {
    const [first, second] = targetsOf(['cart=http://127.0.0.1:6061/?a=b', 'http://127.0.0.1:6060'], DEFAULTS)
    expect([first?.service, first?.instance]).toEqual(['cart', 'pod-1:6061'])
    expect([second?.service, second?.instance]).toEqual(['checkout', 'pod-1:6060'])
  })

  test('makes a header of its credentials and forgets them otherwise', () => {
    const [target] = targetsOf(['http://us%40er:pass%3Aword@127.0.0.1:6060'], DEFAULTS)
    const pair = Buffer.from('us@er:pass:word').toString('base64')
    expect(target?.headers).toEqual({ authorization: `Basic ${pair}` })
    expect(`${target?.folder.href} ${target?.place}`).not.toContain('pass')
  })

  test.each([
    ['http://user@127.0.0.1', 'user:'],
    ['http://:word@127.0.0.1', ':word'],
    ['http://127.0.0.1', undefined],
  ])('%s has the credentials %s', (give, pair) => {
    const [target] = targetsOf([give], DEFAULTS)
    expect(target?.headers).toEqual(
      pair === undefined ? {} : { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    )
  })

  test('is told apart by its port where there are several, also by one that is not written', () => {
    const instances = (...give: readonly string[]) =>
      targetsOf(give, DEFAULTS).map(({ instance }) => instance)
    expect(instances('http://127.0.0.1:6060')).toEqual(['pod-1'])
    expect(instances('http://127.0.0.1', 'https://127.0.0.1')).toEqual(['pod-1:80', 'pod-1:443'])
  })

  const NO_ADDRESS = '--target must be an http or https address, such as http://127.0.0.1:6060'
  test.each([
    ['no address', ['secret:6060'], NO_ADDRESS],
    ['another protocol', ['ftp://secret@127.0.0.1'], NO_ADDRESS],
    [
      'a bad service',
      ['a b=http://secret@127.0.0.1:6060'],
      'a b cannot be a service or instance: A-Z a-z 0-9 _ . / : - only',
    ],
    [
      'one twice',
      ['http://secret@127.0.0.1:6060', 'http://127.0.0.2:6060'],
      'two targets are called checkout on pod-1:6060: name the service of one as --target NAME=URL',
    ],
  ])('refuses %s and shows no credentials', (_, give, says) => {
    expect(messageOf(() => targetsOf(give, DEFAULTS))).toBe(says)
  })

  test('needs a service', () => {
    const give = ['http://u:secret@127.0.0.1:6060']
    const message = messageOf(() => targetsOf(give, { ...DEFAULTS, service: undefined }))
    expect(message).toBe('--service is missing, and the target 127.0.0.1:6060 has no name of its own')
  })
})
