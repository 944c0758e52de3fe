import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/time.ts'
import { countsOf, fixtureBytes, profileIn } from '#test/pprof/trees.ts'
import { NOW, type TestApi, testApi } from '#test/support/api.ts'
import { dump } from '#test/support/pprof.ts'

const CHECKOUT = '/v1/services/checkout'
const PARKED = 'runtime.gopark < runtime.chanrecv < runtime.chanrecv1 < main.recv'
const iso = (at: number): string => new Date(at).toISOString()
let api: TestApi

beforeEach(async () => {
  api = await testApi()
})

type Body = NonNullable<RequestInit['body']>

async function pushed(body: Body, query: Record<string, string> = {}): Promise<string> {
  const receipt = (await (await api.push(body, query)).json()) as { id: string }
  return receipt.id
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const fetched = async (path: string) => bytesOf(await api.send(CHECKOUT + path))
/** Stacks of a profile.proto that a path answers. */
const countsAt = async (path: string) => countsOf((await profileIn(await fetched(path))).groups)
const textAt = async (path: string) => (await api.send(CHECKOUT + path)).text()

describe('a flame graph', () => {
  test('parted by process, version or label has each part above its stacks', async () => {
    await pushed(dump({ 'main.a': 3 }), { instance: 'pod-1', version: 'v1', 'label.zone': 'north' })
    await pushed(dump({ 'main.a': 5 }), { instance: 'pod-2', version: 'v2' })
    const partsBy = async (by: string) => {
      const { children } = (await api.read(`${CHECKOUT}/flame.json?by=${by}`)) as {
        children: { name: string; value: number; children: { name: string }[] }[]
      }
      return children.map((part) => [part.name, part.value, part.children[0]?.name])
    }
    expect(await partsBy('process')).toEqual([
      ['pod-2', 5, 'main.a'],
      ['pod-1', 3, 'main.a'],
    ])
    expect((await partsBy('version')).map(([name]) => name)).toEqual(['v2', 'v1'])
    expect((await partsBy('label.zone')).map(([name]) => name)).toEqual(['not said', 'north'])
    expect((await api.send(`${CHECKOUT}/flame.json?by=label.`)).status).toBe(400)
    expect((await api.send(`${CHECKOUT}/flame.json?by=weather`)).status).toBe(400)
  })

  test('of two instances has the one beside the other', async () => {
    await pushed(dump({ 'main.a': 3 }), { instance: 'pod-1' })
    await pushed(dump({ 'main.a': 5 }), { instance: 'pod-2' })
    const sides = `base=${iso(NOW)}&process=pod-2@unmarked&baseProcess=pod-1@unmarked`
    expect(await api.read(`${CHECKOUT}/flame.json?${sides}`)).toMatchObject({ value: 5, base: 3, delta: 2 })
  })
})

describe('a debug=0 profile', () => {
  const body = dump({ [PARKED]: 5, 'main.a < main.main': 2 })

  test('comes back byte for byte as it was sent', async () => {
    const id = await pushed(body)
    const response = await api.send(`${CHECKOUT}/profiles/${id}.pb.gz`)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="checkout-${id}.pb.gz"`)
    expect(await bytesOf(response)).toEqual(new Uint8Array(body))
  })

  test('comes back compressed where it was not, and the same inside', async () => {
    const raw = gunzipSync(body)
    const id = await pushed(new Uint8Array(raw))
    expect(gunzipSync(await fetched(`/profiles/${id}.pb.gz`))).toEqual(raw)
  })

  test('is handed out as text to read, folded and as a tree', async () => {
    const id = await pushed(body)
    expect(await textAt(`/profiles/${id}.txt`)).toMatch(
      /^goroutine profile: total 7\n5 @\n#\truntime.gopark\n/,
    )
    expect(await textAt(`/profiles/${id}.folded`)).toBe(
      'main.main;main.a 2\nmain.recv;runtime.chanrecv1;runtime.chanrecv;runtime.gopark 5\n',
    )
    expect(await api.read(`${CHECKOUT}/profiles/${id}.json`)).toMatchObject({
      name: 'checkout',
      value: 7,
      children: [
        { name: 'main.recv', value: 5 },
        { name: 'main.main', value: 2 },
      ],
    })
  })

  test('loses the frames of the runtime where these are trimmed, in every form, and no goroutine', async () => {
    const id = await pushed(body)
    const trimmed = `/profiles/${id}`
    expect(await countsAt(`${trimmed}.pb.gz?trim=runtime`)).toEqual({
      'main.recv': 5,
      'main.a < main.main': 2,
    })
    expect(await textAt(`${trimmed}.folded?trim=runtime`)).toBe('main.main;main.a 2\nmain.recv 5\n')
    expect(await textAt(`${trimmed}.txt?trim=runtime`)).toContain('5 @\n#\tmain.recv\n')
    const tree = await api.read(`${CHECKOUT}${trimmed}.json?trim=runtime`)
    expect(tree).toMatchObject({ value: 7, children: [{ name: 'main.recv', value: 5 }, {}] })
  })
})

describe('a text dump', () => {
  test.each(['go1.27.goroutine.debug1.txt', 'go1.27.goroutine.debug2.txt'])(
    '(%s) comes back as text as it was sent, and as a profile with its functions',
    async (name) => {
      const body = await fixtureBytes(name)
      const id = await pushed(new Uint8Array(body))
      const response = await api.send(`${CHECKOUT}/profiles/${id}.txt`)
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
      expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
      expect(await countsAt(`/profiles/${id}.pb.gz`)).toEqual(countsOf((await profileIn(body)).groups))
    },
  )

  test('goes out compressed to who takes it so', async () => {
    const body = await fixtureBytes('go1.27.goroutine.debug2.txt')
    const id = await pushed(new Uint8Array(gzipSync(body)))
    const headers = { 'accept-encoding': 'br, gzip' }
    const response = await api.send(`${CHECKOUT}/profiles/${id}.txt`, { headers })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(gunzipSync(await bytesOf(response)).equals(body)).toBe(true)
  })

  test('of leaks stays one', async () => {
    const id = await pushed(new Uint8Array(await fixtureBytes('go1.27.goroutineleak.debug1.txt')))
    expect((await profileIn(await fetched(`/profiles/${id}.pb.gz`))).type).toBe('goroutineleak')
  })
})

describe('a stored profile', () => {
  test.each(['.pb.gz', '.txt', '.folded', '.json', '.pb.gz?trim=runtime'])(
    '(%s) is not sent again to who has it',
    async (form) => {
      const path = `${CHECKOUT}/profiles/${await pushed(dump({ [PARKED]: 5 }))}${form}`
      const etag = (await api.send(path)).headers.get('etag') ?? ''
      expect(etag).toMatch(/^W\/"[0-9a-f]{64}\./)
      const again = await api.send(path, { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect((await api.send(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
    },
  )

  test('has another tag in each form', async () => {
    const id = await pushed(dump({ [PARKED]: 5 }))
    const forms = ['.pb.gz', '.txt', '.folded', '.json', '.json?trim=runtime']
    const tags = await Promise.all(
      forms.map(async (form) => (await api.send(`${CHECKOUT}/profiles/${id}${form}`)).headers.get('etag')),
    )
    expect(new Set(tags).size).toBe(forms.length)
  })

  test('is still described without an ending', async () => {
    const id = await pushed(dump({ [PARKED]: 5 }))
    expect(await api.read(`${CHECKOUT}/profiles/${id}`)).toMatchObject({ id, goroutines: 5 })
  })
})

describe('all processes at one time', () => {
  test('are the sum of the newest profile of each', async () => {
    await pushed(dump({ 'main.a < main.b': 90 }), { instance: 'pod-1', at: iso(NOW - 5 * MINUTE) })
    await pushed(dump({ 'main.a < main.b': 10 }), { instance: 'pod-1' })
    await pushed(dump({ 'main.a < main.b': 3, 'main.c < main.b': 1 }), { instance: 'pod-2' })
    expect(await countsAt('/merge.pb.gz')).toEqual({ 'main.a < main.b': 13, 'main.c < main.b': 1 })
    expect(await textAt('/merge.folded')).toBe('main.b;main.a 13\nmain.b;main.c 1\n')
    expect(await api.read(`${CHECKOUT}/flame.json`)).toMatchObject({ value: 14 })
  })

  test('are those of that time, from the bucket alone where rows have expired', async () => {
    for (const minutes of [0, 30, 59, 61, 90]) {
      await pushed(dump({ 'main.a < main.b': minutes + 1 }), { at: iso(NOW - minutes * MINUTE) })
    }
    api.clock.now += 20 * DAY
    const at = (time: number) => countsAt(`/merge.pb.gz?at=${iso(time)}`)
    expect(await at(NOW)).toEqual({ 'main.a < main.b': 1 })
    expect(await at(NOW - 10 * MINUTE)).toEqual({ 'main.a < main.b': 31 })
    expect(await at(NOW - 60 * MINUTE)).toEqual({ 'main.a < main.b': 62 })
    expect(await at(NOW - 62 * MINUTE)).toEqual({ 'main.a < main.b': 91 })
    expect(await at(NOW + 30 * MINUTE)).toEqual({ 'main.a < main.b': 1 })
    expect((await api.send(`${CHECKOUT}/merge.pb.gz?at=${iso(NOW + 2 * HOUR)}`)).status).toBe(404)
  })

  test('are not those that fell silent more than an hour before', async () => {
    await pushed(dump({ 'main.a < main.b': 1 }), { at: iso(NOW - 61 * MINUTE) })
    expect((await api.send(`${CHECKOUT}/merge.pb.gz`)).status).toBe(404)
    expect((await api.send(`${CHECKOUT}/merge.pb.gz?at=${iso(NOW - MINUTE)}`)).status).toBe(200)
  })

  test('do not count an instance twice that was restarted', async () => {
    const start = (minutes: number) => iso(NOW - minutes * MINUTE)
    await pushed(dump({ 'main.a < main.b': 500 }), { start: start(300), at: start(20) })
    await pushed(dump({ 'main.a < main.b': 4 }), { start: start(10), at: start(5) })
    expect(await countsAt('/merge.pb.gz')).toEqual({ 'main.a < main.b': 4 })
  })

  test('leave leak profiles out, and of one minute take the form that has the most in it', async () => {
    await pushed(dump({ [PARKED]: 7 }))
    await pushed('goroutine 1 [chan receive]:\nmain.recv(...)\n\t/a.go:1\n')
    await pushed(dump({ 'main.leaked < main.x': 9 }, { type: 'goroutineleak' }))
    expect(await countsAt('/merge.pb.gz')).toEqual({ [PARKED]: 7 })
  })

  test('can be one process', async () => {
    await pushed(dump({ 'main.a < main.b': 10 }), { instance: 'pod-1' })
    await pushed(dump({ 'main.a < main.b': 3 }), { instance: 'pod-2' })
    expect(await countsAt('/merge.pb.gz?process=pod-2@unmarked')).toEqual({ 'main.a < main.b': 3 })
    expect((await api.send(`${CHECKOUT}/merge.pb.gz?process=pod-3@unmarked`)).status).toBe(404)
  })

  test('are refused where they are too many, until one is named', async () => {
    for (let i = 0; i < 201; i++) await pushed(dump({ 'main.a < main.b': 1 }), { instance: `pod-${i}` })
    const headers = { accept: 'application/json' }
    const refused = await api.send(`${CHECKOUT}/merge.pb.gz`, { headers })
    expect(await refused.json()).toMatchObject({ reason: 'bad-parameter', limit: 200, actual: 201 })
    expect(await countsAt('/merge.pb.gz?process=pod-7@unmarked')).toEqual({ 'main.a < main.b': 1 })
  })

  test('are refused where their stacks make too big a tree', async () => {
    const deep = (root: number) => [`${'main.deep < '.repeat(900)}main.root${root}`, 1] as const
    const stacks = Array.from({ length: 60 }, (_, root) => deep(root))
    await pushed(dump(Object.fromEntries(stacks.slice(0, 50))))
    expect(await api.read(`${CHECKOUT}/flame.json`)).toMatchObject({ value: 50 })
    await pushed(dump(Object.fromEntries(stacks.slice(50))), { instance: 'pod-2' })
    const answer = await api.read(`${CHECKOUT}/flame.json`)
    expect(answer).toMatchObject({ reason: 'bad-parameter', limit: 50_000, actual: 50_001 })
    expect(await api.read(`${CHECKOUT}/flame.json?process=pod-2@unmarked`)).toMatchObject({ value: 10 })
  })
})

describe('a difference', () => {
  test('of two profiles has what grew, and nothing where they are the same', async () => {
    const base = await pushed(dump({ 'main.a < main.b': 5, 'main.gone < main.b': 2 }), {
      at: iso(NOW - HOUR),
    })
    const target = await pushed(dump({ 'main.a < main.b': 9, 'main.new < main.b': 1 }))
    const flame = await api.read(`${CHECKOUT}/flame.json?base=${base}&target=${target}`)
    expect(flame).toEqual({
      name: 'checkout',
      value: 10,
      base: 7,
      delta: 3,
      children: [
        {
          name: 'main.b',
          value: 10,
          base: 7,
          delta: 3,
          children: [
            { name: 'main.a', value: 9, base: 5, delta: 4 },
            { name: 'main.new', value: 1, base: 0, delta: 1 },
            { name: 'main.gone', value: 0, base: 2, delta: -2 },
          ],
        },
      ],
    })
    const same = await api.read(`${CHECKOUT}/flame.json?base=${base}&target=${base}`)
    expect(same).toMatchObject({ value: 7, base: 7, delta: 0 })
  })

  test('of two times adds up the processes of each', async () => {
    for (const instance of ['pod-1', 'pod-2']) {
      await pushed(dump({ 'main.a < main.b': 5 }), { instance, at: iso(NOW - 3 * HOUR) })
      await pushed(dump({ 'main.a < main.b': 50 }), { instance })
    }
    const flame = await api.read(`${CHECKOUT}/flame.json?base=${iso(NOW - 3 * HOUR)}`)
    expect(flame).toMatchObject({ value: 100, base: 10, delta: 90 })
  })

  test('is no profile that could be taken for a count', async () => {
    const base = await pushed(dump({ 'main.a < main.b': 5 }))
    const response = await api.send(`${CHECKOUT}/diff.pb.gz?base=${base}&target=${base}`)
    expect(response.status).toBe(200)
    const refused = await api.push(await response.arrayBuffer(), { service: 'again' })
    expect(await refused.json()).toMatchObject({ reason: 'delta-profile' })
  })
})

describe('a refusal', () => {
  const path = `${CHECKOUT}/profiles/0000000aaaaaaaaaaaaaaaa.pb.gz`

  test('can be read in go tool pprof, which shows no other', async () => {
    await pushed(dump({ [PARKED]: 5 }))
    const headers = { 'user-agent': 'Go-http-client/1.1', 'accept-encoding': 'gzip' }
    for (const init of [{ headers }, {}]) {
      const response = await api.send(path, init)
      expect([response.status, response.headers.get('x-go-pprof')]).toEqual([404, '1'])
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
      expect(await response.text()).toMatch(/^unknown-profile: There is no such profile; .*\n$/)
    }
  })

  test('is a problem+json for who asks for JSON, and of every other form', async () => {
    await pushed(dump({ [PARKED]: 5 }))
    const headers = { accept: 'application/json' }
    for (const response of [
      await api.send(path, { headers }),
      await api.send(path.replace('pb.gz', 'txt')),
    ]) {
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ status: 404, reason: 'unknown-profile' })
    }
  })

  test('for want of a token is readable too', async () => {
    const response = await api.app.request(path)
    expect([response.status, response.headers.get('x-go-pprof')]).toEqual([401, '1'])
    expect(response.headers.get('www-authenticate')).toMatch(/Basic/)
  })

  test.each([
    ['an id with a path in it', '/profiles/..%2F..%2Fetc%2Fpasswd.txt', 404, 'unknown-profile'],
    ['no id', '/profiles/x.pb.gz', 404, 'unknown-profile'],
    ['an id of other digits', `/profiles/${'z'.repeat(23)}.json`, 404, 'unknown-profile'],
    ['an id and more', `/profiles/${'0'.repeat(23)}.txt.folded`, 404, 'unknown-profile'],
    ['a broken escape', '/profiles/%E0%A4%A.folded', 404, 'unknown-profile'],
    ['an id of the last year there is', `/profiles/${'v'.repeat(23)}.pb.gz`, 404, 'unknown-profile'],
    ['another ending', `/profiles/${'0'.repeat(23)}.svg`, 404, 'unknown-profile'],
    ['a base that is none', '/diff.pb.gz?base=yesterday', 400, 'bad-parameter'],
    ['no base', '/diff.pb.gz', 400, 'bad-parameter'],
    ['a base that is not there', `/flame.json?base=${'0'.repeat(23)}`, 404, 'unknown-profile'],
    ['a time before there was Go', '/merge.pb.gz?at=0001-01-01T00:00:00Z', 404, 'unknown-profile'],
    ['a time that is none', '/merge.folded?at=now', 400, 'bad-time'],
    ['another trim', '/merge.folded?trim=all', 400, 'bad-parameter'],
  ])('of %s', async (_, asked, status, reason) => {
    await pushed(dump({ [PARKED]: 5 }))
    const response = await api.send(CHECKOUT + asked, { headers: { accept: 'application/json' } })
    expect(await response.json()).toMatchObject({ status, reason })
  })

  test('and nothing worse is what any id gets, in every form', async () => {
    await pushed(dump({ [PARKED]: 5 }))
    const id = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9a-v]{20,24}$/))
    await fc.assert(
      fc.asyncProperty(id, fc.constantFrom('pb.gz', 'txt', 'folded', 'json'), async (id, form) => {
        const name = encodeURIComponent(id.toWellFormed())
        const paths = [`/profiles/${name}.${form}`, `/diff.pb.gz?base=${name}`, `/flame.json?base=${name}`]
        for (const path of paths) expect([400, 404]).toContain((await api.send(CHECKOUT + path)).status)
      }),
    )
  })

  test('is never of a time ahead: that is now', async () => {
    await pushed(dump({ [PARKED]: 5 }))
    expect(await countsAt('/merge.pb.gz?at=9999-12-31T23:59:59Z')).toEqual({ [PARKED]: 5 })
  })
})

describe('who may not', () => {
  const paths = (id: string) => [
    ...['pb.gz', 'txt', 'folded', 'json'].map((form) => `${CHECKOUT}/profiles/${id}.${form}`),
    ...['merge.pb.gz', 'merge.folded', 'flame.json'].map((path) => `${CHECKOUT}/${path}`),
    `${CHECKOUT}/diff.pb.gz?base=${id}&target=${id}`,
    `${CHECKOUT}/flame.json?base=${id}`,
  ]
  const statuses = async (as: string, id: string) =>
    new Set(await Promise.all(paths(id).map(async (path) => (await api.send(path, { as })).status)))

  test('sees nothing of another tenant, of other services, or with a token to push', async () => {
    const id = await pushed(dump({ [PARKED]: 5 }))
    expect(await statuses(await api.token({ scopes: ['read'] }), id)).toEqual(new Set([200]))
    expect(await statuses(await api.token({ tenant: 'umbrella' }), id)).toEqual(new Set([404]))
    expect(await statuses(await api.token({ servicePrefix: 'billing' }), id)).toEqual(new Set([403]))
    expect(await statuses(await api.token({ scopes: ['push'] }), id)).toEqual(new Set([403]))
  })

  test('finds no profile of a service under the name of another', async () => {
    const id = await pushed(dump({ [PARKED]: 5 }), { service: 'billing' })
    await pushed(dump({ [PARKED]: 5 }))
    expect((await api.send(`${CHECKOUT}/profiles/${id}.txt`)).status).toBe(200)
    const other = await pushed(dump({ [PARKED]: 5 }), { service: 'billing', instance: 'pod-9' })
    expect((await api.send(`${CHECKOUT}/profiles/${other}.txt`)).status).toBe(404)
  })
})

test('a service whose name has slashes has its profiles too', async () => {
  const id = await pushed(dump({ [PARKED]: 5 }), { service: 'team/shop:eu' })
  const response = await api.send(`/v1/services/team%2Fshop%3Aeu/profiles/${id}.pb.gz`)
  expect(response.headers.get('content-disposition')).toContain(`"team-shop-eu-${id}.pb.gz"`)
  expect((await api.send('/v1/services/team%2Fshop%3Aeu/merge.folded')).status).toBe(200)
})
