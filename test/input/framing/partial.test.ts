import { describe, expect, it } from 'vitest'
import { linesOf } from '#shared/input/framing/line.ts'
import { withoutCuts } from '#shared/input/framing/partial.ts'

const AT = '2026-11-29T02:00:00.123456789Z'
const joined = (...lines: readonly string[]): string[] =>
  withoutCuts(linesOf(lines.join('\n'), 1)).map(({ text, number }) => `${number} ${text}`)

describe('lines that a container runtime cut', () => {
  it('are one line again, of the first of them', () => {
    expect(
      joined(`${AT} stderr P main.`, `${AT} stderr P ask`, `${AT} stderr F (0x1)`, `${AT} stderr F x`),
    ).toEqual([`1 ${AT} stderr F main.ask(0x1)`, `4 ${AT} stderr F x`])
  })

  it('of two streams do not mix', () => {
    expect(
      joined(
        `${AT} stderr P a`,
        `${AT} stdout P 1`,
        `${AT} stderr F b`,
        `${AT} stdout F 2`,
        `${AT} stderr F c`,
      ),
    ).toEqual([`1 ${AT} stderr F ab`, `2 ${AT} stdout F 12`, `5 ${AT} stderr F c`])
  })

  it('are found behind a prefix, with more tags, and keep blanks', () => {
    expect(joined(`web-0 ${AT} stderr P:x  a `, `web-0 ${AT} stderr F:x  b`)).toEqual([
      `1 web-0 ${AT} stderr F  a  b`,
    ])
  })

  it('may be the last ones of a text', () => {
    expect(joined(`${AT} stderr P a`)).toEqual([`1 ${AT} stderr F a`])
  })

  it('are none where no runtime wrote them', () => {
    const others = ['P a', `${AT} P a`, `${AT} stdlog P a`, `${AT} stderr Q a`, `${AT} stderr a`]
    expect(joined(...others)).toEqual(others.map((line, i) => `${i + 1} ${line}`))
    expect(joined(`${AT} stderr P a`, 'x', `${AT} stderr F b`)).toEqual([`1 ${AT} stderr F ab`, '2 x'])
  })
})
