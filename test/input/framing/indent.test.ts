import { describe, expect, it } from 'vitest'
import { withoutHangingIndent } from '#shared/input/framing/indent.ts'
import { linesOf } from '#shared/input/framing/line.ts'

const bare = (text: string): string =>
  withoutHangingIndent(linesOf(text, 1))
    .map(({ text }) => text)
    .join('\n')

const HEADER = 'goroutine 7 [select]:'
const STACK = 'main.ask(0x1)\n\t/src/main.go:9 +0x1d'
const indented = (text: string, by: string): string => text.replaceAll(/^/gm, by)

describe('a dump below a line of its own', () => {
  it.each(['  ', '\t', '\t\t', '    '])('loses the indent %j of its first function', (by) => {
    expect(bare(`${HEADER}\n${indented(STACK, by)}`)).toBe(`${HEADER}\n${STACK}`)
  })

  it('may have blanks behind its header, and end with it', () => {
    expect(bare(`${HEADER}  \n  main.ask(0x1)`)).toBe(`${HEADER}  \nmain.ask(0x1)`)
    expect(bare(HEADER)).toBe(HEADER)
  })

  it('keeps what stands at the left', () => {
    expect(bare(`${HEADER}\n${STACK}`)).toBe(`${HEADER}\n${STACK}`)
    expect(bare(`  main.ask(0x1)\n${HEADER}`)).toBe(`  main.ask(0x1)\n${HEADER}`)
  })

  it('ends with the first line that has less of the indent; a blank line has none and ends nothing', () => {
    const two = `${HEADER}\n${indented(STACK, '  ')}\n\n${indented('created by main.main', '  ')}`
    expect(bare(two)).toBe(`${HEADER}\n${STACK}\n\ncreated by main.main`)
    expect(bare(`${HEADER}\n${indented(STACK, '  ')}\nserved\n  later`)).toBe(
      `${HEADER}\n${STACK}\nserved\n  later`,
    )
  })

  it('begins anew with each header', () => {
    expect(bare(`${HEADER}\n${indented(STACK, '    ')}\n${HEADER}\n${indented(STACK, '  ')}`)).toBe(
      `${HEADER}\n${STACK}\n${HEADER}\n${STACK}`,
    )
    expect(bare(`${HEADER}\n${indented(STACK, '    ')}\n${HEADER}\n${STACK}`)).toBe(
      `${HEADER}\n${STACK}\n${HEADER}\n${STACK}`,
    )
  })

  it.each(['goroutine 7 [select]', 'goroutine 7:', 'a goroutine 7 [select]:', 'goroutine x [select]:'])(
    'is not below %j',
    (line) => {
      const text = `${line}\n${indented(STACK, '  ')}`
      expect(bare(text)).toBe(text)
    },
  )

  it('is not told by a line that is no function', () => {
    const text = `${HEADER}\n  level: (x) y\n  main.ask(0x1)`
    expect(bare(text)).toBe(text)
  })
})

describe('counted text', () => {
  it('has the symbols of a row at the left, to the next blank line', () => {
    expect(bare('3 @ 0x1 0x2\n    #\t0x1\tmain.f\n\t#\t0x2\tmain.g\n\n  #\t0x3')).toBe(
      '3 @ 0x1 0x2\n#\t0x1\tmain.f\n#\t0x2\tmain.g\n\n  #\t0x3',
    )
  })

  it('ends at a line of blanks', () => {
    expect(bare('3 @ 0x1\n  \n  #\t0x3')).toBe('3 @ 0x1\n  \n  #\t0x3')
  })

  it('keeps what is no symbol', () => {
    expect(bare('3 @ 0x1\n  # labels: {}\n  x')).toBe('3 @ 0x1\n# labels: {}\n  x')
    expect(bare('x 3 @ 0x1\n  # y')).toBe('x 3 @ 0x1\n  # y')
  })
})
