import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { headersOf, labelsOf, numberOf } from '#cli/agent/options.ts'
import { targetsOf } from '#cli/agent/target.ts'
import { UsageError } from '#cli/command.ts'
import { withFolder } from '#test/support/cli.ts'

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
    { name: 'no address', give: ['127.0.0.1:6060'] },
    { name: 'another protocol', give: ['ftp://secret@127.0.0.1'] },
    { name: 'a bad service', give: ['a b=http://127.0.0.1:6060'] },
    { name: 'one twice', give: ['http://127.0.0.1:6060', 'http://127.0.0.2:6060'] },
  ])('refuses $name and shows no credentials', ({ give }) => {
    expect(messageOf(() => targetsOf(give, DEFAULTS))).not.toContain('secret')
  })

  test('needs a service', () => {
    const give = ['http://u:secret@127.0.0.1:6060']
    const message = messageOf(() => targetsOf(give, { ...DEFAULTS, service: undefined }))
    expect(message).toBe('--service is missing, and the target 127.0.0.1:6060 has no name of its own')
  })
})

describe('options', () => {
  test('labels and numbers are read or refused', () => {
    expect(labelsOf(['zone=a=b', 'env='])).toEqual({ zone: 'a=b', env: '' })
    expect(messageOf(() => labelsOf(['=secret']))).not.toContain('secret')
    expect(numberOf('every', '30', [1, 60])).toBe(30)
    expect(numberOf('every', undefined, [1, 60])).toBeUndefined()
    for (const text of ['0', '61', '1e1', '-1', ''])
      expect(messageOf(() => numberOf('every', text, [1, 60]))).toBeTruthy()
  })

  test('headers come from the line or from a file', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'headers')
      await writeFile(file, 'X-Key: one\n\nX-Zone:two \n')
      expect(await headersOf(['Authorization: Bearer abc', `@${file}`])).toEqual({
        authorization: 'Bearer abc',
        'x-key': 'one',
        'x-zone': 'two',
      })
      await expect(headersOf(['secret'])).rejects.toThrow('--header must be NAME: VALUE')
    }))
})
