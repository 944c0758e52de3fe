import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address, routeOf } from '#ui/router.ts'

const none = new URLSearchParams()
const view = (path: string) => routeOf(path, none)

/** Names that a push takes. */
const name = fc.stringMatching(/^[A-Za-z0-9_./:-]{1,60}$/)

describe('an address', () => {
  test('of a service leads to it, whatever its name', () => {
    fc.assert(
      fc.property(name, (service) => {
        expect(view(address.service(service))).toMatchObject({ view: 'service', service })
      }),
    )
  })

  test('of a finding leads to it', () => {
    fc.assert(
      fc.property(name, fc.stringMatching(/^[0-9a-f]{16}$/), (service, id) => {
        expect(view(address.finding(service, `${id}@${service}`))).toMatchObject({
          view: 'finding',
          service,
          id,
        })
      }),
    )
  })

  test('of a difference keeps both times', () => {
    const at = '2026-11-18T12:52:00Z'
    const { pathname, search } = new URL(address.flame('team/shop', { base: at }), 'http://x')
    const route = routeOf(pathname, new URLSearchParams(search))
    expect(route).toMatchObject({ view: 'flame', service: 'team/shop' })
    expect('query' in route && route.query.get('base')).toBe(at)
  })

  test.each([
    '/s',
    '/s/a/b',
    '/s/a/f',
    '/s/a/f/b/c',
    '/s/a/flame/b',
    '/analyze/x',
    '/settings/x',
    '/elsewhere',
    '/s/%E0%A4',
  ])('%s has no view, and no error', (path) => expect(view(path)).toEqual({ view: 'unknown', path }))
})
