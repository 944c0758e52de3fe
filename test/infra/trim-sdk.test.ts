import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENV } from '#functions/env.ts'
import { buildFunctions } from '#infra/build.ts'
import { withPlainKeys } from '#infra/trim-sdk.ts'

describe('what functions carry of the SDK', () => {
  const bundles = new Map<string, string>()
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
    await buildFunctions(directory)
    for (const name of Object.keys(ENV)) bundles.set(name, await codeIn(join(directory, name)))
  })
  afterAll(() => rm(directory, { recursive: true }))

  test.each(Object.keys(ENV))('%s takes credentials from its environment and from nowhere else', (name) => {
    expect(bundles.get(name)).toContain('AWS_SECRET_ACCESS_KEY')
    expect(bundles.get(name)).not.toMatch(/AssumeRoleWithWebIdentity|GetRoleCredentials|credential_process/)
  })

  test.each(Object.keys(ENV))(
    '%s has the codec of event streams in a file that nothing loads at its start',
    async (name) => {
      const files = await filesIn(join(directory, name))
      const withCodec = files.filter(([, code]) => code.includes('header name exceeds 255 bytes'))
      expect(withCodec.filter(([file]) => !file.startsWith('event-streams-'))).toEqual([])
      const loading = files.filter(([, code]) => /(?:from|import)\s*"\.\/event-streams-/.test(code))
      expect(loading).toEqual([])
    },
  )

  test('the API discovers no endpoints', () => {
    expect(bundles.get('api')).not.toContain('mnemonist/lru-cache')
  })

  test('the API knows the shapes of the calls it makes, and of no others', () => {
    expect(bundles.get('api')).toContain('GetObjectRequest')
    expect(bundles.get('api')).not.toMatch(/AnalyticsConfiguration|SelectObjectContent|CreateBackup/)
  })
})

test('keys that are constants are written out, and nothing else', () => {
  const source = 'const _hH = "httpHeader";\nexport var A$ = [0, { [_hH]: _x, [other]: 1 }, [_hH]];'
  expect(withPlainKeys(source)).toBe(
    'const _hH = "httpHeader";\nexport var A$ = [0, { "httpHeader": _x, [other]: 1 }, [_hH]];',
  )
})

async function filesIn(folder: string): Promise<(readonly [name: string, code: string])[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.mjs'))
  return Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const))
}

const codeIn = async (folder: string): Promise<string> =>
  (await filesIn(folder)).map(([, code]) => code).join('\n')
