import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { claimsOfCatalogue, claimsOfSource } from './claim.ts'

const namesIn = (file: string, source: string) => claimsOfSource(file, source).map(({ name }) => name)

describe('claimsOfSource', () => {
  it.each([
    [`const A = 'net/http.(*conn).serve'`, ['net/http.(*conn).serve']],
    ['stack(`sync.(*Mutex).Lock < main.(*account).debit`)', ['sync.(*Mutex).Lock', 'main.(*account).debit']],
    ['`goroutine 1 [select]:\\nnet/http.(*conn).serve(0xc000123)\\n`', ['net/http.(*conn).serve']],
    ['`created by net/http.(*Server).Serve in goroutine 1`', ['net/http.(*Server).Serve']],
    ['`$' + '{GRPC}.(*addrConn).connect`', []],
    [`import { a } from './time.ts'`, []],
    [`'lumberjack.(*Logger).millRun' // 'b'`, ['lumberjack.(*Logger).millRun']],
  ])('finds in %s', (source, want) => {
    expect(namesIn('test/any.test.ts', source)).toEqual(want)
  })

  it('counts functions without a type in the product, where nobody makes them up', () => {
    expect(namesIn('shared/trend/load.ts', `'runtime.goexit'`)).toEqual(['runtime.goexit'])
    expect(namesIn('test/ui/frames.test.ts', `'net/http.a'`)).toEqual([])
  })

  it('leaves out wait reasons, which read like methods', () => {
    expect(namesIn('shared/signature/wait-state.ts', `['sync.(*Cond).Wait', 'sync.Cond.Wait']`)).toEqual([
      'sync.(*Cond).Wait',
    ])
  })
})

describe('claimsOfCatalogue', () => {
  it('has each name of an entry, and none of the program itself', () => {
    const claims = claimsOfCatalogue(CATALOGUE)
    expect(claims).toContainEqual({ name: 'net/http.(*persistConn).readLoop', by: 'cause 1' })
    expect(claims).toContainEqual({ name: 'net/http.(*persistConn).writeLoop', by: 'cause 1' })
    expect(claims.filter(({ name }) => name.startsWith('main.'))).toEqual([])
  })
})
