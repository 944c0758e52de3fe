import { describe, expect, it } from 'vitest'
import { readDebug1 } from '#shared/goroutine/debug1.ts'
import { readDebug2 } from '#shared/goroutine/debug2.ts'
import { DEFAULT_READ_LIMITS, type Reading } from '#shared/goroutine/model.ts'

const STACK =
  'main.recv(0xc000012345)\n\t/src/main.go:17 +0x1d\ncreated by main.main\n\t/src/main.go:9 +0x4b\n'
const blocks = (many: number): string =>
  Array.from({ length: many }, (_, i) => `goroutine ${i + 1} [chan receive]:\n${STACK}`).join('\n')

const GROUPS = Array.from(
  { length: 400 },
  (_, i) => `5 @ 0x${i}\n#\t0x${i}\tmain.f${i}+0x1d\t/src/main.go:17\n`,
)
const counted = (total: number, groups: readonly string[]): string =>
  `goroutine profile: total ${total}\n${groups.join('\n')}`

const unreadIn = (reading: Reading): number | undefined =>
  reading.answer === 'recognised' ? reading.profile.unread : undefined
const full = (text: string) => unreadIn(readDebug2(Buffer.from(text), DEFAULT_READ_LIMITS))
const table = (text: string) => unreadIn(readDebug1(Buffer.from(text), DEFAULT_READ_LIMITS))

describe('what is unread of a full dump', () => {
  const half = blocks(2_000).length

  it.each([
    { name: 'inside a frame', text: blocks(4_000).slice(0, half + 60) },
    { name: 'inside a header', text: `${blocks(4_000).slice(0, half)}\ngoroutine 2001 [chan rec` },
    {
      name: 'behind a function, before its place',
      text: `${blocks(4_000).slice(0, half)}\ngoroutine 2001 [select]:\nmain.f()\n`,
    },
  ])('cannot be told where it was cut $name, however many were read', ({ text }) => {
    expect(full(text)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is nothing of a whole one, with its last line end or without', () => {
    expect([full(blocks(2_000)), full(blocks(2_000).trimEnd())]).toEqual([0, 0])
  })

  it('is all that have no readable header, those too that are not listed', () => {
    const broken = Array.from({ length: 3_000 }, (_, i) => `goroutine ${i}x\n`).join('\n')
    expect(full(`${blocks(10)}\n${broken}`)).toBe(3_000)
  })
})

describe('what is unread is counted in goroutines, not in lines', () => {
  const whole =
    'goroutine 1 [select]:\nmain.f()\n\t/src/main.go:1 +0x1\ncreated by main.main\n\t/src/main.go:2 +0x1\n'

  const other = whole.replace(/^goroutine \d+/, 'goroutine 99')

  it('five odd lines in one goroutine are one goroutine', () => {
    const odd = `goroutine 2 [select]:\nmain.g()\n${'request served (ok)\n'.repeat(5)}\t/src/main.go:3 +0x1\n`
    expect(full(`${whole}\n${odd}\n${other}`)).toBe(1)
  })

  it('words around a dump are none', () => {
    expect(full(`panic: oh no\n\n${whole}\nexit status 2\n`)).toBe(0)
  })

  it('a stack without its header is one', () => {
    expect(
      full(`${whole}\nmain.g()\n\t/src/main.go:3 +0x1\nmain.h()\n\t/src/main.go:4 +0x1\n\n${other}`),
    ).toBe(1)
  })

  it('a group of counted text with an odd line is as many as it counts', () => {
    expect(
      table(
        'goroutine profile: total 12\n5 @ 0x1\n#\t0x1\tmain.f+0x1\t/a.go:1\n# what\n\n7 @ 0x2\n#\t0x2\tmain.g+0x1\t/a.go:2\n\n',
      ),
    ).toBe(5)
  })
})

describe('what is unread of a counted dump', () => {
  it('is what its header announces beyond its groups', () => {
    expect(table(counted(2_000, GROUPS))).toBe(0)
    expect(table(counted(2_000, GROUPS.slice(0, 200)))).toBe(1_000)
  })
})
