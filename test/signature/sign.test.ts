import { describe, expect, it } from 'vitest'
import { signProfile } from '#shared/signature/sign.ts'
import { group, profile, sign, signOne } from './stack-group.ts'

describe('stacks that a build or a format changes', () => {
  it('are added up', () => {
    const one = signOne(
      group(['runtime.gopark', 'main.F[go.shape.int]'], 3, {
        states: new Map([['chan send', 3]]),
        leaked: 1,
        labelKeys: new Map([['endpoint', 3]]),
      }),
      group(['main.F[...]'], 4, {
        states: new Map([
          ['chan send', 1],
          ['running', 3],
        ]),
        leaked: 2,
        labelKeys: new Map([
          ['endpoint', 1],
          ['tenant', 4],
        ]),
      }),
    )
    expect(one).toMatchObject({ frames: ['main.F[...]'], count: 7, leaked: 3 })
    expect(one.states).toEqual(new Map(Object.entries({ 'chan send': 4, running: 3 })))
    expect(one.labelKeys).toEqual(new Map(Object.entries({ endpoint: 4, tenant: 4 })))
  })

  it('keep the number of goroutines', () => {
    const groups = Array.from({ length: 40 }, (_, i) => group([`main.f${i % 7}`, 'main.main'], i + 1))
    const { sightings } = sign(...groups)
    expect(sightings.reduce((sum, { count }) => sum + count, 0)).toBe((40 * 41) / 2)
  })
})

describe('a signed dump', () => {
  it('begins with the most goroutines, and equal counts always stand in one order', () => {
    const groups = ['a', 'b', 'c', 'd'].map((name) => group([`main.${name}`], name === 'c' ? 9 : 1))
    const { signatures, sightings } = sign(...groups)
    expect(signatures[0]?.frames).toEqual(['main.c'])
    expect(sightings.map(({ signature }) => signature)).toEqual(signatures.map(({ id }) => id))
    expect(sign(...groups.toReversed()).sightings).toEqual(sightings)
  })

  it('tells of each group, in its order, which signature it has', () => {
    const groups = ['main.a', 'main.b', 'main.a'].map((name, i) => group([name], i + 1))
    const { signatures, ofGroups } = sign(...groups)
    expect(ofGroups.map((place) => signatures[place]?.frames)).toEqual(groups.map(({ frames }) => frames))
  })

  it('of nothing has no signatures', () => {
    expect(sign()).toEqual({ signatures: [], sightings: [], ofGroups: [] })
  })
})

describe('the entry function', () => {
  it('is the root frame', () => {
    expect(signOne(group(['main.f', 'main.worker', 'main.main.gowrap1', 'runtime.goexit'], 1)).entry).toBe(
      'main.worker',
    )
  })

  it('is unknown where the root is lost, and known from the first dump of it that is whole', () => {
    const deep = Array.from({ length: 30 }, () => 'main.deep')
    const cut = group(deep, 1, { rootLost: true })
    expect(signOne(cut).entry).toBeUndefined()
    const whole = ['main.walk', 'main.other'].map((entry) => group([...deep, entry], 1))
    expect(signOne(cut, ...whole).entry).toBe('main.walk')
  })
})

describe('own code', () => {
  it('is found beyond the frames that are hashed', () => {
    const library = Array.from({ length: 30 }, (_, i) => `github.com/x/y.f${i}`)
    expect(signOne(group([...library, 'main.main'], 1)).ownCode).toBe('main.main')
  })

  it('is what the settings of the service say', () => {
    const stack = group(['github.com/corp/app.F', 'main.main'], 1)
    expect(signProfile(profile([stack]), ['github.com/corp']).signatures[0]?.ownCode).toBe(
      'github.com/corp/app.F',
    )
  })
})

describe('the creator', () => {
  it('is the one of most goroutines, normalised, and the first by name among equals', () => {
    const by = (creators: Record<string, number>) =>
      signOne(group(['main.f'], 9, { creators: new Map(Object.entries(creators)) })).creator
    expect(by({ 'main.a': 2, 'main.Serve[...]': 3, 'main.Serve[go.shape.int]': 1 })).toBe('main.Serve[...]')
    expect(by({ 'main.b': 2, 'main.a': 2 })).toBe('main.a')
    expect(by({ 'main.a': 2, 'main.b': 2 })).toBe('main.a')
    expect(by({})).toBeUndefined()
  })
})
