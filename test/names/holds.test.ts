import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import type { Cause } from '#shared/cause/cause.ts'
import { wrongHolds } from './holds.ts'
import { MODULES, STANDARD } from './modules.ts'
import { recorded } from './recorded.ts'
import { modulePath } from './version.ts'

const NAME = 'example.org/bus.(*Conn).read'
const READ = ['v1.2.0', 'v1.3.0', 'v1.9.0'].map((version) => ({ root: 'example.org/bus', version }))
const FOUND = { name: NAME, by: [], found: ['example.org/bus@v1.2.0', 'example.org/bus@v1.3.0'], missing: [] }
const wrong = (...holds: NonNullable<Cause['holds']>) =>
  wrongHolds({ id: '7', match: [{ any: [NAME] }], holds } as unknown as Cause, [FOUND], READ, [
    { root: 'example.org/hub', version: 'v1.0.0' },
  ])

describe('wrongHolds', () => {
  it('agrees where each version of the range that was read has the function', () => {
    expect(wrong({ module: 'example.org/bus', until: 'v1.4.0' })).toEqual([])
    expect(wrong({ module: 'example.org/bus', from: 'v1.2.1', until: 'v1.9.0' })).toEqual([])
  })

  it('says which version of the range has none', () => {
    expect(wrong({ module: 'example.org/bus', from: 'v1.3.0' })).toEqual([
      'cause 7 holds for example.org/bus from v1.3.0, and v1.9.0 has none of its functions',
    ])
  })

  it('asks nothing of a module that could not be had', () => {
    expect(wrong({ module: 'example.org/hub' })).toEqual([])
  })

  it('says that a module is not looked at', () => {
    expect(wrong({ module: 'example.org/bus/v2' })).toEqual([
      'cause 7 holds for example.org/bus/v2, of which modules.ts has no version',
    ])
  })
})

describe('modules', () => {
  const known = new Set(
    [STANDARD, ...MODULES, ...recorded().map(({ root, version }) => ({ root, versions: [version] }))].flatMap(
      ({ root, versions }) => versions.map((version) => modulePath(root, version)),
    ),
  )

  it.each(CATALOGUE.filter(({ holds }) => holds !== undefined))(
    'has each that entry $id holds for',
    ({ holds = [] }) => {
      expect(holds.map(({ module }) => module).filter((module) => !known.has(module))).toEqual([])
    },
  )
})
