import { describe, expect, it } from 'vitest'
import { unnamedOf } from './unnamed.ts'

const PATH = 'example.com/cart'
const started = (...names: readonly string[]) => names.map((name) => ({ name, lasts: true }))

describe('goroutines that no entry names', () => {
  it('are those that last and are not named, each once', () => {
    const all = [
      ...started('(*store).run', '(*store).clean', 'Open.func{n}', '(*store).clean'),
      { name: 'ask', lasts: false },
    ]
    expect(unnamedOf(PATH, all, [`${PATH}.(*store).run`])).toEqual(['(*store).clean', 'Open.func{n}'])
  })

  it('are not closures that an entry names by any number', () => {
    expect(unnamedOf(PATH, started('Open.func{n}'), [`${PATH}.Open.func{n}`])).toEqual([])
  })

  it('are none of tests and examples', () => {
    expect(unnamedOf(`${PATH}/internal/testutil`, started('run'), [])).toEqual([])
    expect(unnamedOf(`${PATH}/examples/shop`, started('run'), [])).toEqual([])
    expect(unnamedOf(`${PATH}/contest`, started('run'), [])).toEqual(['run'])
  })
})
