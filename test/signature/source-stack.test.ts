import { describe, expect, it } from 'vitest'
import { sourceStack } from '#shared/signature/source-stack.ts'

/** Names of one goroutine by builds of different Go. */
const SAME: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'a closure of a method that was inlined into a go wrapper',
    ['main.(*dispatcher).deliver.func1', 'main.(*dispatcher).deliver'],
    ['main.main.gowrap2.(*dispatcher).deliver.1', 'main.(*dispatcher).deliver'],
  ],
  [
    'a closure of a function that was inlined into its caller',
    ['example.com/shop.start.func1'],
    ['example.com/shop.Run.start.func1'],
  ],
  [
    'a closure in a closure',
    ['example.com/shop.(*Server).Run.func1.2'],
    ['example.com/shop.(*Server).Run.gowrap1.1'],
  ],
  [
    'a loop body over a function',
    ['example.com/shop.(*Cart).all-range1', 'example.com/shop.(*Cart).all'],
    ['example.com/shop.(*Cart).all.func1', 'example.com/shop.(*Cart).all'],
  ],
  [
    'the inside of sync.Map',
    ['main.keep', 'sync.(*Map).Range', 'main.sweep'],
    ['main.keep', 'internal/sync.(*HashTrieMap[...]).iter', 'sync.(*Map).Range', 'main.sweep'],
  ],
]

const OTHER: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'handlers of one server',
    ['main.cart', 'net/http.HandlerFunc.ServeHTTP', 'net/http.(*conn).serve'],
    ['main.pay', 'net/http.HandlerFunc.ServeHTTP', 'net/http.(*conn).serve'],
  ],
  ['calls of the library', ['sync.(*Mutex).Lock', 'main.work'], ['sync.(*WaitGroup).Wait', 'main.work']],
  ['methods of two types', ['main.(*A).run.func1'], ['main.(*B).run.func1']],
  ['two functions', ['main.run', 'main.main'], ['main.walk', 'main.main']],
]

describe('what of a stack stands in the source', () => {
  it.each(SAME)('is the same of %s', (_, one, other) => {
    expect(sourceStack(one)).toEqual(sourceStack(other))
  })

  it.each(OTHER)('differs of %s', (_, one, other) => {
    expect(sourceStack(one)).not.toEqual(sourceStack(other))
  })

  it('is nothing of a stack of the standard library alone', () => {
    expect(sourceStack(['bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop'])).toEqual([])
    expect(sourceStack([])).toEqual([])
  })

  it('keeps what the goroutine began in', () => {
    expect(sourceStack(['main.cart', 'net/http.serverHandler.ServeHTTP', 'net/http.(*conn).serve'])).toEqual([
      'main.cart',
      'net/http.(*conn).serve',
    ])
  })
})
