import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { describe, expect, inject, test } from 'vitest'
import tidemark from '../../package.json' with { type: 'json' }

const [release, again] = inject('releases')
const PACKAGE = `tidemark-${tidemark.version}.tgz`
const read = (name: string): Buffer => readFileSync(join(release, name))

test('a release is a package, two executables, licences and checksums', () => {
  expect(readdirSync(release).toSorted()).toEqual(
    [
      'SHA256SUMS',
      'THIRD-PARTY-LICENSES.txt',
      PACKAGE,
      'tidemark-linux-arm64',
      'tidemark-linux-x64',
    ].toSorted(),
  )
})

test('its checksums are those of its files', () => {
  execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: release })
  expect(read('SHA256SUMS').toString().trim().split('\n')).toHaveLength(4)
})

test('the same sources give the same bytes, in another folder, time zone and umask, with packages installed anew', () => {
  expect(readFileSync(join(again, 'SHA256SUMS'), 'utf8')).toBe(read('SHA256SUMS').toString())
})

describe('the package', async () => {
  const entries = (await unpackTar(gunzipSync(read(PACKAGE)))).filter(({ data }) => data !== undefined)
  const names = entries.map(({ header }) => header.name.replace(/^package\//, ''))
  const textOf = (name: string): string =>
    Buffer.from(entries[names.indexOf(name)]?.data ?? []).toString('utf8')

  test('depends on nothing', () => {
    const { bin, engines, version, ...manifest } = JSON.parse(textOf('package.json'))
    expect({ bin, engines, version }).toEqual({
      bin: { tidemark: 'tidemark.mjs' },
      engines: { node: '>=22.13' },
      version: tidemark.version,
    })
    expect(Object.keys(manifest).toSorted()).toEqual(['description', 'license', 'name', 'type'])
  })

  test('holds JavaScript, the page and texts, and neither TypeScript nor tests', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'CHANGELOG.md',
        'README.md',
        'page/index.html',
        'incident/series.json',
      ]),
    )
    expect(names.filter((name) => /\.tsx?$|\.test\.|admin-token/.test(name))).toEqual([])
  })

  test('is small: under 2 MB to download', () => {
    expect(read(PACKAGE).length).toBeLessThan(2 * 1024 * 1024)
  })

  test('names no folder of the machine that built it', () => {
    const telling = names.filter(
      (name) => textOf(name).includes(process.cwd()) || textOf(name).includes(`${homedir()}/`),
    )
    expect(telling).toEqual([])
  })

  test('names the licence of all whose code it holds', () => {
    const licenses = textOf('THIRD-PARTY-LICENSES.txt')
    for (const name of ['hono', 'valibot', 'preact', 'uplot', '@aws-sdk/client-sqs', 'p-retry'])
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'))
  })
})

/** ELF header: machine at 18 (System V ABI, "ELF Header"; 62 is x86-64, 183 AArch64). */
describe.each([
  ['tidemark-linux-x64', 62],
  ['tidemark-linux-arm64', 183],
])('%s', (name, machine) => {
  test('is an executable for its processor, with a program in it', () => {
    const bytes = read(name)
    expect([bytes.toString('latin1', 1, 4), bytes.readUInt16LE(18)]).toEqual(['ELF', machine])
    expect(statSync(join(release, name)).mode & 0o777).toBe(0o755)
    expect(bytes.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1')).toBe(true)
    expect(bytes.includes('NODE_SEA_BLOB')).toBe(true)
    expect(bytes.includes('executable-main.js')).toBe(true)
  })
})
