/** The first and the last line of a goroutine, in spellings that tools and people give them. */

import { describe, expect, it } from 'vitest'
import { isMeantAsCreator, readCreator } from '#shared/input/mend/creator-line.ts'
import { isMeantAsHeader, readHeader } from '#shared/input/mend/header-line.ts'

describe('a header', () => {
  it.each([
    ['goroutine 7 [chan send]:', 'goroutine 7 [chan send]:'],
    ['goroutine 7 [chan send]', 'goroutine 7 [chan send]:'],
    ['Goroutine \t7  gp=0xc1\t\tm=3 mp=0xc2 [idle]:', 'goroutine 7 gp=0xc1 m=3 mp=0xc2 [idle]:'],
    ['goroutine 7 [select,29m0s,  locked]:', 'goroutine 7 [select, 29 minutes, locked to thread]:'],
    [
      'goroutine 7 [ select , 3 min , locked to thread]:',
      'goroutine 7 [select, 3 minutes, locked to thread]:',
    ],
    ['goroutine 7 [2h5m0s]:', 'goroutine 7 [waiting, 125 minutes]:'],
    ['goroutine 7 [0s]:', 'goroutine 7 [???]:'],
    ['goroutine 7 [chan send, 12.5s]:', 'goroutine 7 [chan send, 12.5s]:'],
    ['goroutine 7 []:', 'goroutine 7 []:'],
    ['goroutine 7 [running labels:{"a": "b,c]"}]:', 'goroutine 7 [running labels:{"a": "b,c]"}]:'],
    ['goroutine 7 [select] {a: "b}", c: d}:', 'goroutine 7 [select] {a: "b}", c: d}:'],
  ])('%j reads %j', (text, expected) => {
    expect(readHeader(text, 0)).toEqual({
      piece: { is: 'header', text: expected, id: '7', twins: [] },
      end: text.length,
    })
  })

  it('stands anywhere in a line, and ends with its colon', () => {
    const { piece, end } = readHeader('12:05 goroutine 7 [select]: main.f()', 6) ?? {}
    expect([piece?.text, end]).toEqual(['goroutine 7 [select]:', 27])
  })

  it('names the twins that a tool has folded, without itself', () => {
    const text = 'goroutine 7 [select]: 3 times: [[7, 8,9]'
    expect(readHeader(text, 0)).toMatchObject({ piece: { id: '7', twins: ['8', '9'] }, end: text.length })
    expect(readHeader('goroutine 7 [select]: 0 times: [[]', 0)?.piece.twins).toEqual([])
  })

  it.each([
    'goroutine [select]:',
    'goroutine 7 select:',
    'goroutine 7 [select',
    'goroutine 7 [select] main.f',
  ])('is not %j', (text) => {
    expect(readHeader(text, 0)).toBeUndefined()
  })

  it('is meant by its first words', () => {
    expect(isMeantAsHeader('goroutine 7 [sel')).toBe(true)
    expect(isMeantAsHeader('goroutine 7x')).toBe(false)
    expect(isMeantAsHeader('a goroutine 7 [select]:')).toBe(false)
  })
})

describe('a creator', () => {
  it.each([
    ['created by main.ask', 'created by main.ask'],
    ['Created by: \tmain.ask', 'created by main.ask'],
    ['created by main.ask  in goroutine  5', 'created by main.ask in goroutine 5'],
    ['created by main.ask []', 'created by main.ask'],
    ['created by main.ask(0x1, 0x2)', 'created by main.ask'],
    ['created by main.ask [] in goroutine 5', 'created by main.ask in goroutine 5'],
  ])('%j reads %j', (text, expected) => {
    expect(readCreator(text, 0)).toEqual({ piece: { is: 'creator', text: expected }, end: text.length })
  })

  it('ends with its goroutine, or with its name', () => {
    expect(readCreator('x created by main.ask in goroutine 5 /src/main.go:8', 2)?.end).toBe(36)
    expect(readCreator('created by main.ask /src/main.go:8', 0)?.end).toBe(19)
  })

  it.each(['created by ', 'created by -', 'createdby main.ask', 'x created by main.ask'])(
    'is not %j',
    (text) => {
      expect(readCreator(text, 0)).toBeUndefined()
    },
  )

  it('is meant by its first words', () => {
    expect(['created by\tma', 'Created by: m', 'created by x'].map(isMeantAsCreator)).toEqual([
      true,
      true,
      true,
    ])
    expect(['created byte', ' created by main.ask'].map(isMeantAsCreator)).toEqual([false, false])
  })
})
