import { describe, expect, it } from 'vitest'
import { CATALOGUE, causeById } from '#shared/cause/catalogue.ts'
import { causeOf } from '#shared/cause/cause-of.ts'
import { holdsIn, upgradeOf } from '#shared/cause/holds.ts'
import { compareVersions } from '#shared/signature/module-version.ts'
import { stack } from './stack.ts'

const FAULT = {
  class: 'leak',
  holds: [{ module: 'example.org/bus', from: 'v1.2.0', until: 'v1.4.0' }],
} as const
const FRAMES = ['net.(*conn).Read', 'example.org/bus.(*Conn).read', 'main.main']
const using = (version: string) => new Map([['example.org/bus', version]])

describe('holdsIn', () => {
  it.each([
    { name: 'the first version that has it', modules: using('v1.2.0'), want: true },
    { name: 'one in between', modules: using('v1.3.9'), want: true },
    { name: 'one before it', modules: using('v1.1.9'), want: false },
    { name: 'the first version without it', modules: using('v1.4.0'), want: false },
    { name: 'another module', modules: new Map([['example.org/other', 'v9.0.0']]), want: true },
    { name: 'versions that nobody told', modules: undefined, want: true },
  ])('is $want for $name', ({ modules, want }) => {
    expect(holdsIn(FAULT, { frames: FRAMES, modules })).toBe(want)
  })

  it('may be where the stack stands in two modules and the version of one is not known', () => {
    const both = { holds: [{ module: 'std', until: '1.20' }, { module: 'example.org/bus' }] }
    expect(holdsIn(both, { frames: FRAMES, modules: new Map([['std', '1.26']]) })).toBe(true)
    expect(holdsIn(both, { frames: ['net.(*conn).Read'], modules: new Map([['std', '1.26']]) })).toBe(false)
  })

  it('asks of a module that was moved for the path in use', () => {
    const moved = { holds: [...FAULT.holds, { module: 'example.org/new/v2', until: 'v2.1.0' }] }
    const frames = ['example.org/new/v2.(*Conn).read']
    const modules = new Map([
      ['example.org/bus', 'v1.3.0'],
      ['example.org/new/v2', 'v2.1.0'],
    ])
    expect(holdsIn(moved, { frames, modules })).toBe(false)
    expect(holdsIn(moved, { frames: FRAMES, modules })).toBe(true)
  })
})

describe('upgradeOf', () => {
  it('says from which version to which, where it helps', () => {
    expect(upgradeOf(FAULT, using('v1.3.0'))).toBe('Upgrade example.org/bus from v1.3.0 to v1.4.0 or newer.')
    expect(upgradeOf(FAULT, using('v1.4.0'))).toBeUndefined()
    expect(upgradeOf(FAULT, undefined)).toBeUndefined()
    expect(upgradeOf({ ...FAULT, class: 'background' }, using('v1.3.0'))).toBeUndefined()
    expect(
      upgradeOf({ class: 'leak', holds: [{ module: 'std', until: '1.21' }] }, new Map([['std', '1.20.3']])),
    ).toBe('Upgrade Go from 1.20.3 to 1.21 or newer.')
  })
})

describe('an old fault', () => {
  const ANTS = 'github.com/panjf2000/ants/v2'
  const ticking = (version: string) =>
    causeOf({
      ...stack(`${ANTS}.(*Pool).ticktock`, { state: 'select' }),
      modules: new Map([[ANTS, version]]),
    })?.id

  it('is not named of a version that no longer has it', () => {
    expect(ticking('v2.7.0')).toBe('136')
    expect(ticking('v2.12.1')).toBe('137')
  })

  it.each(CATALOGUE.flatMap(({ id, holds = [] }) => holds.map((hold) => ({ id, ...hold }))))(
    'of entry $id in $module begins before it ends',
    ({ from, until, module }) => {
      expect(module).toMatch(/^(std|[\w-]+\.[\w.-]+(\/\S+)?)$/)
      if (from !== undefined && until !== undefined) expect(compareVersions(from, until)).toBeLessThan(0)
    },
  )

  it('says in the entry itself which version has the mend', () => {
    for (const id of ['104', '119', '120', '136']) expect(causeById(id)?.fix).toMatch(/v\d+\.\d+\.\d+/)
  })
})
