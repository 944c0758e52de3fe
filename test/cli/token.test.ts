import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { iso } from '#shared/time.ts'
import { fixture, tidemark, withFolder } from '#test/support/cli.ts'
import { type Served, serve } from '#test/support/serve.ts'

const DUMP = fixture('go1.24.goroutine.debug0.pb.gz')
let home: string
let served: Served

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidemark-test-'))
  served = await serve(home)
})
afterAll(async () => {
  await served.stop()
  await rm(home, { recursive: true })
})

const token = (...args: string[]) =>
  tidemark(['token', ...args, '--url', served.url, '--data', served.data], { home })

describe('tidemark token', () => {
  test('create prints the token alone, which is good for what it was made for', async () => {
    const made = await token('create', 'agent of shop', '--prefix', 'shop/', '--days', '30')
    expect(made).toMatchObject({ code: 0 })
    expect(made.stdout).toMatch(/^tdm_local_[0-9A-Za-z]{43}\n$/)
    expect(made.stderr).toMatch(/^[0-9a-f]{16} is its id; the token is not shown again\n$/)
    const facts = ['--at', iso(await served.now()), '--url', served.url, '--token', made.stdout.trim()]
    const push = (service: string) => tidemark(['push', '--service', service, ...facts, DUMP], { home })
    expect((await push('shop/cart')).code).toBe(0)
    expect((await push('billing')).stderr).toContain('answered 403 (forbidden)')
  })

  test('list shows a line a token, the oldest first, and nothing that is secret', async () => {
    const made = JSON.parse((await token('create', 'reader', '--scope', 'read,push', '--json')).stdout)
    const { code, stdout } = await token('list')
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(
      /^[0-9a-f]{16} {2}admin +all services +20\d\d-\d\d-\d\d {2}until revoked +first start$/,
    )
    expect(lines.find((line) => line.startsWith(made.id))).toMatch(/ {2}read,push {2}.*reader$/)
    expect(new Set(lines.map((line) => line.lastIndexOf('  ', line.lastIndexOf('until')))).size).toBe(1)
    expect(stdout).not.toContain(made.token.slice(-43))
    const listed = JSON.parse((await token('list', '--json')).stdout)
    expect(listed).toContainEqual({
      id: made.id,
      name: 'reader',
      scopes: ['read', 'push'],
      servicePrefix: null,
      createdAt: made.createdAt,
      expiresAt: null,
    })
  })

  test('create ends with 1 and the reason where the server refuses', async () => {
    const refused = await token('create', 'a', '--scope', 'write')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('answered 400 (bad-parameter): The member scopes.0 must be one of push')
  })

  test('revoke takes it from the list; again it is unknown', async () => {
    const { id } = JSON.parse((await token('create', 'short', '--days', '1', '--json')).stdout)
    expect(await token('revoke', id)).toEqual({
      code: 0,
      stdout: `${id} revoked; it works 30 s more at most\n`,
      stderr: '',
    })
    expect((await token('list')).stdout).not.toContain(id)
    expect((await token('revoke', id)).stderr).toContain('answered 404 (unknown-token)')
  })

  test.each([
    ['nothing', [], 'say one of create, list and revoke'],
    ['what there is not', ['show'], 'say one of create, list and revoke'],
    ['what every object has', ['toString'], 'say one of create, list and revoke'],
    ['create without a name', ['create'], 'create takes one name'],
    ['create of two names', ['create', 'a', 'b'], 'create takes one name'],
    ['create for some days', ['create', 'a', '--days', 'some'], 'got some'],
    ['list of one', ['list', 'a'], 'list takes no operand, got a'],
    ['revoke of nothing', ['revoke'], 'revoke takes one id'],
  ])('that is told %s says how it is called', async (_, args, says) => {
    const { code, stdout, stderr } = await token(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
  })
})

describe('the token of the first start', () => {
  test('is not revoked by itself but by force, and does not come back with the next start', () =>
    withFolder(async (folder) => {
      const first = await serve(folder)
      const own = (...args: string[]) =>
        tidemark(['token', ...args, '--url', first.url, '--data', first.data], { home: folder })
      const [{ id }] = JSON.parse((await own('list', '--json')).stdout)
      expect((await own('revoke', id)).stderr).toContain('answered 409 (last-admin-token)')
      expect((await own('revoke', id, '--force')).code).toBe(0)
      await first.stop()
      const second = await serve(folder)
      expect((await second.send('/v1/services')).status).toBe(401)
      await second.stop()
      await rm(join(second.data, 'admin-token'))
      const third = await serve(folder)
      expect(third.token).not.toBe(first.token)
      expect((await third.send('/v1/services')).status).toBe(200)
      await third.stop()
    }))
})

describe('tidemark serve on an address that others reach', () => {
  /** Of the block for documentation (RFC 5737): no machine has it. */
  const ELSEWHERE = '192.0.2.1'

  test('is refused where the folder has no token, and says how one is made', () =>
    withFolder(async (folder) => {
      const refused = await tidemark(['serve', '--data', 'd', '--host', ELSEWHERE, '--port', '0'], {
        home: folder,
      })
      const data = join(folder, 'd')
      expect(refused).toMatchObject({ code: 1, stdout: '' })
      expect(refused.stderr).toContain(`make one with \`tidemark serve --data ${data} --init\``)
      await expect(readFile(join(data, 'admin-token'))).rejects.toThrow('ENOENT')
    }))

  test('is tried where it has one', () =>
    withFolder(async (folder) => {
      const first = await serve(folder, ['--host', '127.0.0.2'])
      expect(first.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/)
      await first.stop()
      const tried = await tidemark(['serve', '--data', first.data, '--host', ELSEWHERE, '--port', '0'], {
        home: folder,
      })
      expect(tried).toEqual({
        code: 1,
        stdout: '',
        stderr: `tidemark serve: ${ELSEWHERE} is no address of this machine\n`,
      })
    }))

  test('is not taken from a name that may mean anything', async () => {
    const named = await tidemark(['serve', '--host', 'tidemark.test'])
    expect(named.code).toBe(2)
    expect(named.stderr).toContain(
      '--host must be an IP address of this machine or localhost, got tidemark.test',
    )
  })
})
