import { describe, expect, it } from 'vitest'
import { Closing } from '#shared/input/framing/closing.ts'

/** The lines without what their prefix opened. */
function closed(prefix: string, lines: readonly string[]): string[] {
  const closing = new Closing(prefix)
  for (const line of lines) closing.see(line)
  return lines.map((line) => closing.without(line))
}

describe('the end of lines behind one prefix', () => {
  it.each([
    ['[2026-11-29 ', 'main.ask()]', 'main.ask()'],
    ['{"msg":"', 'main.ask()"}', 'main.ask()'],
    ['<(', 'main.ask())>', 'main.ask()'],
    [`'`, `main.ask()' `, 'main.ask()'],
    ['[web] (', 'main.ask())', 'main.ask()'],
  ])('is taken off where %j opened it', (prefix, line, want) => {
    expect(closed(prefix, [line, line])).toEqual([want, want])
  })

  it.each(['', 'web-1 | ', '[web] ', '"web" '])('stays where %j opens nothing', (prefix) => {
    expect(closed(prefix, ['main.ask()]', 'a"'])).toEqual(['main.ask()]', 'a"'])
  })

  it('is taken off those that have it where three of four have it', () => {
    expect(closed('[', ['a]', 'b]', 'c]', 'd'])).toEqual(['a', 'b', 'c', 'd'])
    expect(closed('[', ['a]', 'b]', 'c', 'd'])).toEqual(['a]', 'b]', 'c', 'd'])
  })

  it('is taken off once', () => {
    expect(closed('[', ['a]]'])).toEqual(['a]'])
  })
})
