import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions } from '#shared/signature/module-version.ts'
import { modulePath } from './version.ts'

describe('compareVersions', () => {
  it.each([
    ['go1.4.3', 'go1.27'],
    ['go1.9', 'go1.10.8'],
    ['v1.9.0', 'v1.10.0'],
    ['v0.85.0', 'v0.316.0'],
    ['v1.4.0', 'v2.0.0+incompatible'],
    ['v0.0.0-20190311183353-d8887717615a', 'v0.0.0-20210405180319-a5a99cb37ef4'],
    ['v0.0.0-20190311183353-d8887717615a', 'v0.1.0'],
    ['v1.0.0-rc.1', 'v1.0.0'],
  ])('has %s before %s', (before, after) => {
    expect(compareVersions(before, after)).toBeLessThan(0)
    expect(compareVersions(after, before)).toBeGreaterThan(0)
  })

  it('takes a missing number for zero', () => {
    expect(compareVersions('go1.27', 'go1.27.0')).toBe(0)
  })

  it('orders releases as their numbers', () => {
    const numbers = fc.array(fc.nat(400), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const at = a.findIndex((number, i) => number !== b[i])
        const want = at < 0 ? 0 : Math.sign((a[at] as number) - (b[at] as number))
        expect(Math.sign(compareVersions(`v${a.join('.')}`, `v${b.join('.')}`))).toBe(want)
      }),
    )
  })
})

describe('modulePath', () => {
  it.each([
    ['github.com/jackc/pgx', 'v5.13.0', 'github.com/jackc/pgx/v5'],
    ['github.com/jackc/pgx', 'v1.2.0', 'github.com/jackc/pgx'],
    ['github.com/go-redis/redis', 'v6.15.9+incompatible', 'github.com/go-redis/redis'],
    ['gopkg.in/redis.v5', 'v5.2.9', 'gopkg.in/redis.v5'],
    ['std', 'go1.27.4', 'std'],
  ])('of %s at %s is %s', (root, version, want) => {
    expect(modulePath(root, version)).toBe(want)
  })
})
