import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ProfileStore, StoredProfile } from '#shared/store/profile-store.ts'
import { all, freshName } from '#test/support/stores.ts'

/** The first put of a key has it for good. */
export function profileStoreContract(make: () => ProfileStore): void {
  const profile = (key: string, text: string): StoredProfile => ({
    key,
    body: Buffer.from(text),
    metadata: { sha256: createHash('sha256').update(text).digest('hex'), facts: '%7B%22a%22%3A1%7D' },
  })
  const put = (key: string, text: string) => make().put(profile(key, text))

  describe('a profile', () => {
    test('comes back byte for byte, with its metadata', async () => {
      const key = `${freshName('profiles')}/checkout%2Fapi/2026/09/07/05/0abc.pb.gz`
      const body = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 256)
      const { metadata } = profile(key, 'x')
      expect(await make().put({ key, body, metadata })).toEqual({ outcome: 'stored' })
      const stored = await make().get(key)
      expect(stored).toMatchObject({ key, metadata })
      expect(Buffer.compare(stored?.body ?? new Uint8Array(), body)).toBe(0)
    })

    test('that nobody put is undefined', async () => {
      expect(await make().get(freshName('profiles'))).toBeUndefined()
    })

    test('keeps its key: other bytes are told whose it is', async () => {
      const key = freshName('profiles')
      await put(key, 'first')
      const { sha256 } = profile(key, 'first').metadata
      expect(await put(key, 'second')).toEqual({ outcome: 'taken', sha256 })
      expect(Buffer.from((await make().get(key))?.body ?? []).toString()).toBe('first')
    })

    test('is stored, however often the same bytes are put', async () => {
      const key = freshName('profiles')
      const outcomes = [await put(key, 'same'), await put(key, 'same'), await put(key, 'same')]
      expect(outcomes).toEqual(outcomes.map(() => ({ outcome: 'stored' })))
    })

    test('has one winner among twenty that come at once, and all others are told of it', async () => {
      const key = freshName('profiles')
      const texts = Array.from({ length: 20 }, (_, i) => `push ${i}`)
      const results = await Promise.all(texts.map((text) => put(key, text)))
      const won = texts.filter((_, i) => results[i]?.outcome === 'stored')
      expect(won).toHaveLength(1)
      const winner = profile(key, won[0] ?? '')
      expect(await make().get(key)).toMatchObject({ metadata: winner.metadata })
      const others = results.filter(({ outcome }) => outcome === 'taken')
      expect(others).toEqual(
        Array.from({ length: 19 }, () => ({ outcome: 'taken', sha256: winner.metadata.sha256 })),
      )
    })
  })

  describe('an object', () => {
    test('has a size as long as it is there', async () => {
      const key = freshName('uploads')
      expect(await make().size(key)).toBeUndefined()
      await put(key, 'fifteen letters')
      expect(await make().size(key)).toBe(15)
    })

    test('that is removed is gone, and its key is free; removing it again is no error', async () => {
      const key = freshName('uploads')
      await put(key, 'first')
      await make().remove(key)
      await make().remove(key)
      expect([await make().get(key), await make().size(key)]).toEqual([undefined, undefined])
      expect(await put(key, 'second')).toEqual({ outcome: 'stored' })
    })

    test('of no bytes comes back as it was put', async () => {
      const key = freshName('uploads')
      await put(key, '')
      expect(await make().size(key)).toBe(0)
      expect((await make().get(key))?.body).toHaveLength(0)
    })

    test('that somebody else is to put has the headers to send, and is not there yet', async () => {
      const key = freshName('uploads')
      const target = { key, bytes: 7, contentType: 'text/plain', expiresIn: 60 }
      const { url, headers } = await make().presignPut(target, Date.parse('2026-09-07T05:00:00Z'))
      expect(url).toContain(key)
      expect(headers).toEqual({ 'content-length': '7', 'content-type': 'text/plain' })
      expect(await make().size(key)).toBeUndefined()
    })
  })

  describe('folders', () => {
    test('are told once each, by what they are called below the prefix alone', async () => {
      const root = freshName('profiles')
      const keys = ['acme/a/1', 'acme/a/2', 'acme/a%2Fb/1', 'acme/loose', 'zeta/a/1', 'zeta/a/b/1']
      for (const key of keys) await put(`${root}/${key}`, key)
      const folders = async (prefix: string) => (await all(make().folders(`${root}/${prefix}`))).sort()
      expect(await folders('')).toEqual(['acme', 'zeta'])
      expect(await folders('acme/')).toEqual(['a', 'a%2Fb'])
      expect(await folders('zeta/a/')).toEqual(['b'])
      expect(await folders('none/')).toEqual([])
    })

    test('go on behind the thousand of one page', { timeout: 60_000 }, async () => {
      const root = freshName('profiles')
      const names = Array.from({ length: 1_010 }, (_, i) => String(i).padStart(4, '0'))
      for (let i = 0; i < names.length; i += 50)
        await Promise.all(names.slice(i, i + 50).map((name) => put(`${root}/${name}/x`, 'x')))
      expect((await all(make().folders(`${root}/`))).sort()).toEqual(names)
    })
  })

  describe('a list of keys', () => {
    test('is in the order of their bytes and holds the prefix alone', async () => {
      const root = freshName('profiles')
      const keys = ['a/1', 'a/10', 'a/2', 'a/A', 'a/b', 'a%2Fb/1', 'b/1'].map((key) => `${root}/${key}`)
      for (const key of keys.toReversed()) await put(key, key)
      expect(await all(make().list(`${root}/a/`))).toEqual(keys.slice(0, 5))
      expect(await all(make().list(`${root}/`))).toEqual([...keys].sort())
      expect(await all(make().list(`${root}/c`))).toEqual([])
    })

    test('begins behind a key, whether or not that one is there', async () => {
      const root = freshName('profiles')
      for (const name of ['1', '2', '3']) await put(`${root}/${name}`, name)
      expect(await all(make().list(`${root}/`, `${root}/1`))).toEqual([`${root}/2`, `${root}/3`])
      expect(await all(make().list(`${root}/`, `${root}/15`))).toEqual([`${root}/2`, `${root}/3`])
      expect(await all(make().list(`${root}/`, `${root}/3`))).toEqual([])
    })

    test('goes on behind the thousand keys of one page', { timeout: 60_000 }, async () => {
      const root = freshName('profiles')
      const keys = Array.from({ length: 1_050 }, (_, i) => `${root}/${String(i).padStart(4, '0')}`)
      for (let i = 0; i < keys.length; i += 50)
        await Promise.all(keys.slice(i, i + 50).map((key) => put(key, 'x')))
      expect(await all(make().list(`${root}/`))).toEqual(keys)
      expect(await all(make().list(`${root}/`, keys[9]))).toEqual(keys.slice(10))
    })
  })
}
