import { describe, expect, it } from 'vitest'
import { check, existenceOf, onlyNamed, packagesFor, type Release } from './check.ts'
import type { Declared } from './declared.ts'

const release = (root: string, version: string, ...packages: string[]): Release => ({
  root,
  version,
  packages,
  anywhere: [],
})
const functions = (...names: string[]): Declared => ({
  functions: Object.fromEntries(names.map((name) => [name, {}])),
  global: {},
})

const OLD = release('example.org/bus', 'v1.4.0', 'example.org/bus', 'example.org/bus/wire')
const NEW = release('example.org/bus', 'v2.0.1', 'example.org/bus/v2')
const DECLARED: Readonly<Record<string, Declared>> = {
  'example.org/bus': functions('(*Conn).read', '(*Conn).write'),
  'example.org/bus/wire': functions('Dial'),
  'example.org/bus/v2': functions('(*Conn).readLoop', '(*Conn).write'),
}
const found = (name: string, spellings = (one: string) => [one]) =>
  check([{ name, by: 'cause 1' }], [OLD, NEW], (_, path) => DECLARED[path] as Declared, spellings)[0]

describe('check', () => {
  it.each([
    ['example.org/bus{v}.(*Conn).write', ['example.org/bus@v1.4.0', 'example.org/bus@v2.0.1'], []],
    ['example.org/bus{v}.(*Conn).readLoop', ['example.org/bus@v2.0.1'], ['example.org/bus@v1.4.0']],
    ['example.org/bus/wire.Dial', ['example.org/bus@v1.4.0'], []],
    ['example.org/bus{v}.(*Conn).drain', [], ['example.org/bus@v1.4.0', 'example.org/bus@v2.0.1']],
    ['example.org/other.Dial', [], []],
  ])('finds %s in %j, and not in %j', (name, want, missing) => {
    expect(found(name)).toEqual({ name, by: ['cause 1'], found: want, missing })
  })

  it('takes a function for found under any of its names', () => {
    const renamed = (name: string) => [name, name.replace('bus.(*Conn).read', 'bus/v2.(*Conn).readLoop')]
    expect(found('example.org/bus.(*Conn).read', renamed)?.found).toEqual([
      'example.org/bus@v1.4.0',
      'example.org/bus@v2.0.1',
    ])
  })

  it('looks for a name without a package only where it is said to be', () => {
    expect(packagesFor(OLD, '**.read')).toEqual([])
    expect(packagesFor({ ...OLD, anywhere: ['example.org/bus'] }, '**.read')).toEqual(['example.org/bus'])
  })

  it('names a claim once, with all who make it', () => {
    const name = 'example.org/bus.(*Conn).write'
    const claims = ['cause 1', 'cause 2', 'cause 1'].map((by) => ({ name, by }))
    expect(
      check(
        claims,
        [],
        () => functions(),
        (one) => [one],
      ),
    ).toEqual([{ name, by: ['cause 1', 'cause 2'], found: [], missing: [] }])
  })
})

describe('existenceOf', () => {
  const of = (name: string, all: readonly string[], unread: readonly string[]) =>
    existenceOf({ name, by: [], found: all, missing: [] }, unread)
  const NAME = 'example.org/bus.(*Conn).drain'

  it('is dead where every version that may have it was read', () => {
    expect(of(NAME, [], [])).toBe('dead')
    expect(of(NAME, [], ['example.org/other@v1.0.0', 'std@go1.21.13'])).toBe('dead')
  })

  it('is unread where a version that may have it could not be had', () => {
    expect(of(NAME, [], ['example.org/bus@v1.0.0'])).toBe('unread')
    expect(of('**/bus.(*Conn).drain', [], ['example.org/bus@v1.0.0'])).toBe('unread')
    expect(of('net/http.(*conn).drain', [], ['std@go1.21.13'])).toBe('unread')
  })

  it('is found in one version, whatever the others', () => {
    expect(of(NAME, ['example.org/bus@v1.4.0'], ['example.org/bus@v1.0.0'])).toBe('found')
  })
})

it('keeps of a package what is named', () => {
  const kept = onlyNamed('example.org/bus', DECLARED['example.org/bus'] as Declared, [
    'example.org/bus.(*Conn).read',
  ])
  expect(Object.keys(kept.functions)).toEqual(['(*Conn).read'])
})
