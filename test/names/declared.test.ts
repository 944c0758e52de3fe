import { describe, expect, it } from 'vitest'
import { type Declared, declares, declaresAnywhere } from './declared.ts'

/** As `declared.go` tells of a package: `dial` has a closure, another with one inside, and starts two goroutines. */
const PACKAGE: Declared = {
  functions: {
    New: {},
    dial: { closures: ['1', '2', '2.1'], go: 2, defer: 1, range: 1 },
    each: { closures: ['1'] },
    '(*Pool).Close': {},
    '(*Pool[...]).Close': {},
    'WatchSet.WatchCh': { closures: ['1'] },
    'init.0': { closures: ['1'] },
  },
  global: { closures: ['1', '2'] },
}

describe('declares', () => {
  it.each([
    ['New', true],
    ['new', false],
    ['(*Pool).Close', true],
    ['Pool.Close', false],
    ['(*Pool[...]).Close', true],
    ['(*Pool).Open', false],
    ['WatchSet.WatchCh', true],
    ['(*WatchSet).WatchCh', false],
  ])('%s: %s, whatever another receiver has', (name, want) => {
    expect(declares(PACKAGE, name)).toBe(want)
  })

  it.each([
    ['dial.func{n}', true, 'some closure'],
    ['New.func{n}', false, 'none'],
    ['New.func1', false, 'none'],
    ['dial.func2.1', true, 'one inside another'],
    ['dial.func2.2', false, 'only one inside'],
    ['dial.func1.1.1', false, 'nothing as deep'],
    ['dial.func5', true, 'two closures and three statements, which Go 1.17 to 1.20 numbered with them'],
    ['dial.func6', false, 'more than that'],
    ['each.func2', false, 'one closure and no statement'],
    ['dial.gowrap2', true, 'a wrapper for each go statement'],
    ['dial.gowrap3', false, 'two go statements'],
    ['dial.deferwrap1', true, 'a wrapper for each defer statement'],
    ['dial-range1', true, 'the body of a loop'],
    ['dial-range2', false, 'one loop'],
    ['(*Pool).Close-fm', true, 'a method value'],
    ['(*Pool).Open-fm', false, 'no such method'],
    ['init.0.func1', true, 'a closure of an init function'],
    ['init.func2', true, 'a closure in a package variable, as Go 1.21 calls it'],
    ['glob..func2', true, 'a closure in a package variable, as Go up to 1.20 calls it'],
    ['glob..func3', false, 'two of those'],
    ['New.each.func1', true, 'a closure of a function that was inlined'],
    ['gone.each.func1', false, 'inlined into a function that is not there'],
  ])('%s: %s, %s', (name, want) => {
    expect(declares(PACKAGE, name)).toBe(want)
  })
})

describe('declaresAnywhere', () => {
  it.each([
    ['Close', true],
    ['lose', false],
    ['(*Pool).Close', true],
    ['WatchCh.func{n}', true],
    ['New.func{n}', false],
  ])('%s: %s, whatever the type', (name, want) => {
    expect(declaresAnywhere(PACKAGE, name)).toBe(want)
  })
})
