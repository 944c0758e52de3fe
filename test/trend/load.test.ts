import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR } from '#shared/time.ts'
import { busyHours, isConnection, isLoad, isServing, lifeLoad } from '#shared/trend/load.ts'
import { lifeOf, signatureOf } from '#test/support/lives.ts'

const hourly = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i * HOUR)
const loadOf = (served: readonly number[]) => ({ served: Float64Array.from(served) })

const anyServed = fc.array(fc.nat(300), { minLength: 1, maxLength: 60 })
/** Traffic that rests now and then: every day has its zero. */
const restingLoad = anyServed.map((served) => [0, ...served, 300])

describe('busyHours', () => {
  it('never runs backwards, and begins at zero', () => {
    fc.assert(
      fc.property(anyServed, (served) => {
        const clock = busyHours(hourly(served.length), loadOf(served))
        expect(clock[0]).toBe(0)
        for (let i = 1; i < clock.length; i++) expect(clock[i]).toBeGreaterThanOrEqual(clock[i - 1] as number)
      }),
    )
  })

  it('gives plain hours where no load tells', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 * HOUR }), { minLength: 1 }), (steps) => {
        let at = 5 * HOUR
        const times = Float64Array.from(steps, (step) => (at += step))
        const start = times[0] as number
        expect(busyHours(times, undefined)).toEqual(times.map((time) => (time - start) / HOUR))
      }),
    )
  })

  it('gives plain hours where the load hardly varies', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 50, max: 100 }), { minLength: 1 }), (served) => {
        const times = hourly(served.length)
        expect(busyHours(times, loadOf(served))).toEqual(busyHours(times, undefined))
      }),
    )
  })

  it('stands still while the load rests', () => {
    fc.assert(
      fc.property(restingLoad, (served) => {
        const clock = busyHours(hourly(served.length), loadOf(served))
        for (let i = 1; i < served.length; i++) {
          const passed = (clock[i] as number) - (clock[i - 1] as number)
          expect(passed > 0).toBe((served[i] as number) > 0)
        }
      }),
    )
  })

  it('does not see the unit of the load', () => {
    fc.assert(
      fc.property(restingLoad, fc.constantFrom(2, 4, 0.5), (served, scale) => {
        const times = hourly(served.length)
        const scaled = served.map((count) => count * scale)
        expect(busyHours(times, loadOf(scaled))).toEqual(busyHours(times, loadOf(served)))
      }),
    )
  })

  it('counts an hour at half of the peak for one, at the peak for two, at rest for nothing', () => {
    expect([...busyHours(hourly(5), loadOf([0, 50, 100, 0, 50]))]).toEqual([0, 1, 3, 3, 4])
  })
})

describe('lifeLoad', () => {
  const life = lifeOf({ conns: [3, 5, 9], streams: [1, 1, 2], leak: [10, 20, 30] })
  const served = (signature: string, serving: readonly string[]) =>
    lifeLoad(life, new Set(serving)).beside(signature)?.served

  it.each([
    { name: 'all that serves, beside a leak', give: 'leak', serving: ['conns', 'streams'], want: [4, 6, 11] },
    {
      name: 'the others, beside one that serves',
      give: 'conns',
      serving: ['conns', 'streams'],
      want: [1, 1, 2],
    },
    { name: 'all that serves, beside a stranger', give: 'none', serving: ['conns'], want: [3, 5, 9] },
  ])('is $name', ({ give, serving, want }) => {
    expect([...(served(give, serving) ?? [])]).toEqual(want)
  })

  it.each([
    { name: 'a leak in a process that serves nothing', give: 'leak', serving: [] },
    { name: 'the only one that serves, which must not explain itself', give: 'conns', serving: ['conns'] },
    { name: 'a leak where what serves is in another life', give: 'leak', serving: ['elsewhere'] },
  ])('is not known beside $name', ({ give, serving }) => {
    expect(served(give, serving)).toBeUndefined()
  })

  it.each([
    { name: 'one that serves', give: 'conns', want: [1, 1, 2] },
    { name: 'another one whose requests never end', give: 'hung', want: [4, 6, 11] },
    { name: 'a stack that serves nothing', give: 'leak', want: [4, 10, 16] },
  ])('counts requests that never end only beside a stack that serves nothing: $name', ({ give, want }) => {
    const hangs = lifeOf({ conns: [3, 5, 9], streams: [1, 1, 2], hung: [0, 4, 5], leak: [10, 20, 30] })
    const { beside } = lifeLoad(hangs, new Set(['conns', 'streams', 'hung']), new Set(['hung']))
    expect([...(beside(give)?.served ?? [])]).toEqual(want)
  })

  it('leaves the counts of the life as they were', () => {
    served('conns', ['conns', 'streams'])
    expect([...(life.counts.get('conns')?.last ?? [])]).toEqual([3, 5, 9])
    expect([...(life.counts.get('streams')?.last ?? [])]).toEqual([1, 1, 2])
  })
})

describe('isServing', () => {
  it.each([
    { name: 'a handler below net/http', give: ['main.hello', 'net/http.(*conn).serve'], want: true },
    {
      name: 'a gRPC stream',
      give: ['main.hello', 'google.golang.org/grpc.(*Server).handleStream'],
      want: true,
    },
    { name: 'a client that reads', give: ['net/http.(*persistConn).readLoop'], want: false },
    { name: 'a listener', give: ['net.(*TCPListener).Accept', 'net/http.(*Server).Serve'], want: false },
  ])('says of $name: $want', ({ give, want }) => {
    expect(isServing(signatureOf(give))).toBe(want)
  })
})

/** Goroutines of a server with 7 HTTP/1 and 5 HTTP/2 connections, 2 of these with a request, under one Go. */
function serverOf(http2: (name: string) => string, parks: boolean) {
  const read = ['net.(*conn).Read', http2('(*Framer).ReadFrame')]
  return [
    {
      count: 7,
      signature: signatureOf(['net.(*conn).Read', 'net/http.(*connReader).Read', 'net/http.(*conn).serve']),
    },
    { count: 5, signature: signatureOf([...read, http2('(*serverConn).readFrames')]) },
    // Up to Go 1.27 each connection has its loop, since Go 1.28 one that is busy may.
    {
      count: parks ? 1 : 5,
      signature: signatureOf(
        parks
          ? [http2('(*serverConn).serve')]
          : [http2('(*serverConn).serve'), http2('(*Server).serveConn'), 'net/http.(*conn).serve'],
      ),
    },
    {
      count: 2,
      signature: signatureOf([
        'main.slow',
        'net/http.HandlerFunc.ServeHTTP',
        http2('(*serverConn).runHandler'),
      ]),
    },
    { count: 3, signature: signatureOf([...read, http2('(*ClientConn).readLoop')]) },
  ]
}

describe('the load of a server with HTTP/2', () => {
  const standard = (name: string): string => `net/http/internal/http2.${name}`
  it.each([
    { go: '1.26', server: serverOf((name) => `net/http.(*http2${name.slice(2)}`, false) },
    { go: '1.26 and golang.org/x/net', server: serverOf((name) => `golang.org/x/net/http2.${name}`, false) },
    { go: '1.27', server: serverOf(standard, false) },
    { go: '1.28', server: serverOf(standard, true) },
  ])('is connections and requests under Go $go, none twice', ({ server }) => {
    const life = lifeOf(Object.fromEntries(server.map(({ signature: { id }, count }) => [id, [count]])))
    const load = new Set(
      server.filter(({ signature }) => isLoad(signature)).map(({ signature }) => signature.id),
    )
    expect([...(lifeLoad(life, load).beside('another')?.served ?? [])]).toEqual([7 + 5 + 2])
    expect(server.filter(({ signature }) => isServing(signature)).length).toBe(4)
    expect(server.filter(({ signature }) => isConnection(signature)).length).toBe(3)
  })
})
