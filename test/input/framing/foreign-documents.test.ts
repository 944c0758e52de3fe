/** Documents of other tools, written as lines that a reader of dumps knows. */

import { describe, expect, it } from 'vitest'
import { delveAnswers } from '#shared/input/framing/delve-api.ts'
import { speedscopeLines } from '#shared/input/framing/speedscope.ts'

const numbered = (lines: ReturnType<typeof delveAnswers>) =>
  lines?.map(({ text, number }) => `${number} ${text}`)

describe('answers of the API of delve', () => {
  const place = (line: number, name = 'main.ask') => ({ file: '/src/main.go', line, function: { name } })
  const answer = (goroutines: readonly unknown[]) => JSON.stringify({ Goroutines: goroutines })

  it('are the lines of its command, with the places that each goroutine has', () => {
    const text = answer([
      {
        id: 7,
        userCurrentLoc: place(9),
        currentLoc: place(3, 'runtime.gopark'),
        goStatementLoc: place(8, 'main.main'),
        startLoc: place(1, 'main.start'),
      },
      { id: 8, userCurrentLoc: place(10) },
    ])
    expect(numbered(delveAnswers(text, 5))).toEqual([
      '5 (dlv) goroutines',
      '5   Goroutine 7 - User: /src/main.go:9 main.ask (0x0)',
      '5 \tRuntime: /src/main.go:3 runtime.gopark (0x0)',
      '5 \tGo: /src/main.go:8 main.main (0x0)',
      '5 \tStart: /src/main.go:1 main.start (0x0)',
      '5   Goroutine 8 - User: /src/main.go:10 main.ask (0x0)',
    ])
  })

  it('stand one after the other in a log, each with its line', () => {
    const one = answer([{ id: 7, userCurrentLoc: place(9) }])
    expect(numbered(delveAnswers(`a\n${one}\nb\n\n${one.replace('[', ' [\n')}`, 1))).toEqual([
      '2 (dlv) goroutines',
      '2   Goroutine 7 - User: /src/main.go:9 main.ask (0x0)',
      '5 (dlv) goroutines',
      '5   Goroutine 7 - User: /src/main.go:9 main.ask (0x0)',
    ])
  })

  it('leave out what has no id or no place, and end where they are cut', () => {
    const text = answer([
      { userCurrentLoc: place(9) },
      { id: 7 },
      { id: '8', userCurrentLoc: place(9) },
      { id: 9, userCurrentLoc: { file: 'a' } },
    ])
    expect(numbered(delveAnswers(text, 1))).toEqual(['1 (dlv) goroutines'])
    const cut = answer([
      { id: 7, userCurrentLoc: place(9) },
      { id: 8, userCurrentLoc: place(10) },
    ])
    expect(numbered(delveAnswers(cut.slice(0, cut.indexOf('"id":8') + 5), 1))?.[1]).toBe(
      '1   Goroutine 7 - User: /src/main.go:9 main.ask (0x0)',
    )
  })

  it.each(['', '{"Goroutines":[]}', '{"Goroutines":null}', '{"goroutines":[{"id":7}]}', '"Goroutines": 7'])(
    'are not in %j',
    (text) => {
      expect(delveAnswers(text, 1)).toBeUndefined()
    },
  )
})

describe('a file of speedscope', () => {
  const SCHEMA = 'https://www.speedscope.app/file-format-schema.json'
  const file = (more: object = {}) => ({
    $schema: SCHEMA,
    shared: { frames: [{ name: 'main.main' }, { name: 'main.ask;x' }, {}] },
    profiles: [{ type: 'sampled', samples: [[0, 1], [0], [0, 2, 9]], weights: [12, 3] }],
    ...more,
  })

  it('is its stacks from the root on, with their weights', () => {
    expect(numbered(speedscopeLines(JSON.stringify(file()), 4))).toEqual([
      '4 main.main;main.ask:x 12',
      '4 main.main 3',
      '4 main.main;; 1',
    ])
  })

  it('may say what it is at its end, and have several profiles', () => {
    const { $schema, ...others } = file({
      profiles: [1, 2].map((weight) => ({ samples: [[0]], weights: [weight] })),
    })
    const text = JSON.stringify({ padding: 'x'.repeat(9_000), ...others, $schema })
    expect(numbered(speedscopeLines(text, 1))).toEqual(['1 main.main 1', '1 main.main 2'])
    expect(
      speedscopeLines(JSON.stringify({ a: 'x'.repeat(9_000), $schema, b: 'x'.repeat(9_000), ...others }), 1),
    ).toBeUndefined()
  })

  it.each([
    ['another schema', file({ $schema: 'https://example.com/schema.json' })],
    ['no samples', file({ profiles: [{ samples: [] }] })],
    ['no profiles', file({ profiles: undefined })],
    ['profiles that are none', file({ profiles: [null, 3] })],
  ])('with %s is none', (_, value) => {
    expect(speedscopeLines(JSON.stringify(value), 1)).toBeUndefined()
  })
})
