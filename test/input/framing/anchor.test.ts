/** Where the line of a dump begins in a line: everything else that talks of goroutines begins none. */

import { describe, expect, it } from 'vitest'
import { anchorAt } from '#shared/input/framing/anchor.ts'

/** A line of each form that a tool writes; each stands at the left. */
const BEGINS = [
  'goroutine 7 [chan send]:',
  'goroutine 7 [chan send, 29 minutes]:',
  'goroutine 1234567890123456789 [select]:',
  'goroutine 7 gp=0x9e55 m=5 mp=0x9e50 [running]:',
  'goroutine 7 gp=0x9e55 m=nil [select]:',
  'goroutine N [select]:',
  'goroutine ... [select]:',
  'goroutine profile: total 12',
  'goroutineleak profile: total 3',
  'Type: goroutine',
  'PeriodType: goroutine count',
  'Switched from 1 to 7 (thread 12)',
  '[Goroutine 7 in state chan send, with main.ask on top of the stack:',
  ' Goroutine 9 in state select, with main.run on top of the stack:',
  '  Goroutine 7 - User: /src/main.go:9 main.ask (0x4a)',
  '* Goroutine 1 - Runtime: /src/proc.go:9 runtime.gopark (0x4a)',
  '  Goroutine 7 - Start: /src/main.go:9 main.ask (0x4a)',
  '  Goroutine 7 - Go: /src/main.go:9 main.ask (0x4a)',
  '3 @ 0x43c365 0x40892f',
  '123456789 @ 0xa',
  '3 @ ...',
  '101 instances of:',
  '-----------+-------------------------------------------------------',
  '2: chan send [29 minutes] [Created by main.ask @ main.go:8]',
  '1: IO wait [Created by net/http.(*Server).Serve @ server.go:3089]',
  '12: GC worker (idle) [locked] [Created by runtime.gcBgMarkStartWorkers @ mgc.go:9]',
]

/** What logs and people say of goroutines, and lines inside of dumps. */
const BEGINS_NONE = [
  '',
  'goroutine 7',
  'goroutine 7 []:',
  'goroutine [select]:',
  'goroutine 12345678901234567890 [select]:',
  'goroutine main [select]:',
  'goroutines 7 [select]:',
  'goroutine profile: total many',
  'goroutine profile',
  'goroutineleak profile: none',
  'Type: heap',
  'PeriodType: space bytes',
  'Switched from a to b',
  'Goroutine x in state select',
  'Goroutine 7 in state',
  'Goroutine 7 - Thread: 12',
  'Goroutine 7: done',
  'main.ask(0x1)',
  '\t/src/main.go:9 +0x1d',
  'created by main.main in goroutine 1',
  'mail me @ 0x43c365',
  '3 @ home',
  '3 @ 43c365',
  'instances of:',
  '101 instances of: main.ask',
  'a few instances of:',
  '-----+----',
  '+-----------+',
  '2: chan send [29 minutes]',
  ': chan send [Created by main.ask @ main.go:8]',
  '2: CHAN SEND [Created by main.ask @ main.go:8]',
  '[Created by main.ask @ main.go:8]',
]

describe('the beginning of the line of a dump', () => {
  it.each(BEGINS)('%j is found at the left and behind any prefix', (line) => {
    expect(anchorAt(line)).toBe(0)
    for (const prefix of ['web-1  | ', '2026-11-29T02:00:00Z app: ', '> '])
      expect(anchorAt(prefix + line), prefix).toBe(prefix.length)
  })

  it.each(BEGINS_NONE)('is not in %j', (line) => {
    expect(anchorAt(line)).toBe(-1)
  })

  it('is the first of several in one line', () => {
    const header = 'goroutine 7 [select]:'
    expect(anchorAt(`a 3 @ 0x43c365 ${header}`)).toBe(2)
    expect(anchorAt(`a ${header} 3 @ 0x43c365`)).toBe(2)
    expect(anchorAt(`goroutine profile: none goroutine profile: total 3 ${header}`)).toBe(24)
    expect(anchorAt(`a * Goroutine 1 - User: x ${header}`)).toBe(2)
    expect(anchorAt(`a ${header} [Goroutine 1 in state select`)).toBe(2)
  })

  it('of a count has all its digits, and no more than a count has', () => {
    expect(anchorAt('a1234 @ 0x43c365')).toBe(1)
    expect(anchorAt(`${'1'.repeat(30)} @ 0x43c365`)).toBe(18)
  })

  it('passes over words that begin as one does', () => {
    expect(anchorAt('goroutine leak, see goroutine 7 [select]:')).toBe(20)
    expect(anchorAt('mail @ home, 3 @ 0x43c365')).toBe(13)
    expect(anchorAt('x: y, 2: select [Created by main.ask @ main.go:8]')).toBe(6)
  })
})
