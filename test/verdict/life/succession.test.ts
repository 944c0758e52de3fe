import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { DAY } from '#shared/time.ts'
import { inOneName, successionsOf } from '#shared/verdict/life/succession.ts'
import { counted, type LifeFacts, lifeOf, START, signatureOf } from '#test/support/lives.ts'

const OLD = signatureOf(['main.(*queue).take.func1', 'main.(*queue).take'])
const NEW = signatureOf(['main.main.gowrap1.(*queue).take.1', 'main.(*queue).take'])
const NEWER = signatureOf(['main.run.main.(*queue).take.2', 'main.(*queue).take'])
const OTHER = signatureOf(['main.(*queue).put', 'main.(*queue).take'])
const KNOWN = new Map([OLD, NEW, NEWER, OTHER].map((signature) => [signature.id, signature]))

const day = (day: number, ids: readonly { readonly id: string }[], facts: LifeFacts = {}) =>
  lifeOf(Object.fromEntries(ids.map(({ id }) => [id, counted(12, () => 5)])), {
    from: START + day * DAY,
    ...facts,
  })

describe('a signature of a newer build', () => {
  it('goes on as those of older builds, the newest first', () => {
    const lives = [day(0, [OLD]), day(1, [NEW]), day(2, [NEWER])]
    expect(successionsOf(lives, KNOWN)).toEqual(new Map([[NEWER.id, [NEW.id, OLD.id]]]))
  })

  it('goes on as the older one while processes of both run', () => {
    const pods = ['a', 'b', 'c'].map((instance, i) => day(i / 10, [OLD], { instance }))
    const lives = [...pods, day(0.3, [NEW], { instance: 'a' }), day(0.4, [NEW], { instance: 'b' })]
    expect(successionsOf(lives, KNOWN).get(NEW.id)).toEqual([OLD.id])
  })

  it('is another stack where the source has another', () => {
    expect(successionsOf([day(0, [OTHER]), day(1, [NEW])], KNOWN).size).toBe(0)
  })

  it('is another stack where one process has both', () => {
    expect(successionsOf([day(0, [OLD, NEW]), day(1, [NEW])], KNOWN).size).toBe(0)
  })

  it('is another stack where a process with the older one begins later: nothing says what follows what', () => {
    expect(successionsOf([day(0, [OLD]), day(1, [NEW]), day(2, [OLD])], KNOWN).size).toBe(0)
  })

  it('is another stack where its frames are not known', () => {
    expect(successionsOf([day(0, [OLD]), day(1, [NEW])], new Map()).size).toBe(0)
  })

  it('gives its name to the counts of the older ones, and leaves all others', () => {
    const lives = [day(0, [OLD, OTHER]), day(1, [NEW, OTHER])]
    const named = inOneName(lives, successionsOf(lives, KNOWN))
    expect(named.map(({ counts }) => [...counts.keys()].sort())).toEqual([
      [NEW.id, OTHER.id].sort(),
      [NEW.id, OTHER.id].sort(),
    ])
    expect(named[0]?.counts.get(NEW.id)).toBe(lives[0]?.counts.get(OLD.id))
  })
})

const FILES = ['go1.21', 'go1.26', 'go1.27'] as const

describe('the goroutines of test/fixtures/upgrade', () => {
  it('are one stack from Go to Go, of which 1.27 names closures anew', async () => {
    const builds = await Promise.all(
      FILES.map(async (go) => {
        const body = readFileSync(new URL(`../../fixtures/upgrade/parcels.${go}.debug2.txt`, import.meta.url))
        const reading = await readProfile(body, DEFAULT_READ_LIMITS)
        if (reading.answer === 'broken') throw new Error(reading.broken.detail)
        const { signatures } = signProfile(reading.profile)
        return signatures.filter(({ entry }) => entry?.startsWith('main.') && entry !== 'main.main')
      }),
    )
    for (const [older, newer] of [
      [builds[0], builds[1]],
      [builds[1], builds[2]],
    ]) {
      if (older === undefined || newer === undefined) throw new Error('a fixture is missing')
      expect(newer.length).toBe(older.length)
      const lives = [day(0, older), day(1, newer)]
      const named = inOneName(lives, successionsOf(lives, knownAs(...older, ...newer)))
      expect([...(named[0]?.counts.keys() ?? [])].sort()).toEqual([...(named[1]?.counts.keys() ?? [])].sort())
    }
  })
})

/** A signature as it was stored before its functions were known under another name: with the id of its own spelling. */
function stored(frames: readonly string[]) {
  const hash = createHash('sha256')
  for (const frame of frames) hash.update(`${Buffer.byteLength(frame)}:${frame}`)
  return signatureOf(frames, { id: hash.digest('hex').slice(0, 16) })
}

const knownAs = (...all: readonly ReturnType<typeof signatureOf>[]) =>
  new Map(all.map((one) => [one.id, one]))

describe('a signature whose library went on under another name', () => {
  it.each([
    [
      'a new import path',
      ['github.com/Shopify/sarama.(*Broker).responseReceiver'],
      ['github.com/IBM/sarama.(*Broker).responseReceiver'],
    ],
    ['a major version', ['example.com/pool/v2.(*Pool).reap'], ['example.com/pool/v3.(*Pool).reap']],
    [
      'a fork',
      ['github.com/lib/pq.(*conn).watchCancel.func1'],
      ['github.com/acme/pq.(*conn).watchCancel.func1'],
    ],
    [
      'a module that the program itself has renamed',
      ['example.com/shop/cart.(*Cart).run'],
      ['git.acme.dev/shop/cart.(*Cart).run'],
    ],
    [
      'golang.org/x/net under Go 1.27',
      [
        'io.ReadFull',
        'golang.org/x/net/http2.readFrameHeader',
        'golang.org/x/net/http2.(*ClientConn).readLoop',
      ],
      [
        'bufio.(*Reader).Read',
        'io.ReadFull',
        'net/http/internal/http2.readFrameHeader',
        'net/http/internal/http2.(*ClientConn).readLoop',
      ],
    ],
  ])('goes on by %s', (_, before, after) => {
    const [old, now] = [stored(before), stored(after)]
    const lives = [day(0, [old]), day(1, [now])]
    expect(successionsOf(lives, knownAs(old, now))).toEqual(new Map([[now.id, [old.id]]]))
  })

  it('is one in a process that was pushed by both names, before and after Tidemark knew of them', () => {
    const old = stored(['github.com/Shopify/sarama.(*Broker).responseReceiver'])
    const now = signatureOf(old.frames)
    expect(now.id).not.toBe(old.id)
    const life = lifeOf({ [old.id]: [3, 4, 5, 0, 0], [now.id]: [0, 0, 1, 7, 8], [OTHER.id]: [1, 1, 1, 1, 1] })
    const successions = successionsOf([life], knownAs(old, now, OTHER))
    expect(successions).toEqual(new Map([[now.id, [old.id]]]))
    const [named] = inOneName([life], successions)
    expect([...(named?.counts.keys() ?? [])].sort()).toEqual([now.id, OTHER.id].sort())
    expect([...(named?.counts.get(now.id)?.last ?? [])]).toEqual([3, 4, 6, 7, 8])
    expect([...(named?.counts.get(now.id)?.low ?? [])]).toEqual([3, 4, 6, 7, 8])
  })

  it('is two where one process has both packages', () => {
    const [one, other] = [
      stored(['example.com/a/pool.(*Pool).reap']),
      stored(['example.com/b/pool.(*Pool).reap']),
    ]
    expect(successionsOf([day(0, [one, other]), day(1, [one, other])], knownAs(one, other)).size).toBe(0)
  })
})

describe('a stack of the standard library alone', () => {
  const POLL = ['internal/poll.(*FD).Read', 'net.(*conn).Read']
  const TLS_26 = [
    ...POLL,
    'crypto/tls.(*atLeastReader).Read',
    'bytes.(*Buffer).ReadFrom',
    'crypto/tls.(*Conn).Read',
  ]
  const TLS_27 = [...POLL, 'crypto/tls.(*Conn).readFromUntil', 'crypto/tls.(*Conn).Read']
  const idle = ['bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop']

  it('goes on where the newer Go calls its inside otherwise', () => {
    const [old, now] = [signatureOf([...TLS_26, ...idle]), signatureOf([...TLS_27, ...idle])]
    expect(successionsOf([day(0, [old]), day(1, [now])], knownAs(old, now)).get(now.id)).toEqual([old.id])
  })

  it('is another where what waits is another', () => {
    const [old, now] = [signatureOf([...TLS_26, ...idle]), signatureOf(idle.slice(1))]
    expect(successionsOf([day(0, [old]), day(1, [now])], knownAs(old, now)).size).toBe(0)
  })

  it('is another without TLS', () => {
    const [old, now] = [signatureOf([...TLS_26, ...idle]), signatureOf([...POLL, ...idle])]
    expect(successionsOf([day(0, [old]), day(1, [now])], knownAs(old, now)).size).toBe(0)
  })
})
