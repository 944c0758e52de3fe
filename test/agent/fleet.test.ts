import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelledTarget } from '#cli/agent/discovery/labelled-target.ts'
import { Fleet } from '#cli/agent/fleet.ts'
import type { Fields } from '#cli/agent/log.ts'
import type { Target } from '#cli/agent/target.ts'
import { watchedOf } from '#cli/agent/watched.ts'

const LIMITS = { timeout: 1, bytes: 1 }
const HABITS = { every: undefined, leak: false, sockets: false }
const SAID = { pid: undefined, version: undefined, labels: {} }

function targetOf(address: string, labels: Record<string, string> = {}): Target {
  const target = labelledTarget(address, { service: 'x', ...labels }, { service: undefined, headers: {} })
  if (typeof target === 'string') throw new Error(target)
  return target
}

function fleet(most?: number) {
  const lines: (readonly [string, Fields | undefined])[] = []
  const happened: string[] = []
  const time = { now: 0 }
  const deps = { fetch, limits: LIMITS, proc: '/nowhere', now: () => time.now, random: () => 0.5 }
  const made = new Fleet(
    {
      log: (event, fields) => lines.push([event, fields]),
      now: () => time.now,
      begin: (target) => {
        happened.push(`+${target.place}`)
        return watchedOf(deps, target, SAID, HABITS)
      },
      change: (one, target) => {
        happened.push(`~${target.place}`)
        one.target = target
      },
      leave: (one) => happened.push(`-${one.target.place}`),
    },
    most,
  )
  return { fleet: made, lines, happened, time }
}
const listOf = (...targets: Target[]) => ({ targets, leftOut: [] })

describe('a fleet', () => {
  test('begins, changes and leaves as its sources tell', () => {
    const { fleet: made, happened } = fleet()
    const [a, b] = [targetOf('a:1'), targetOf('b:1')]
    made.tell('one', listOf(a, b))
    made.tell('one', listOf(targetOf('a:1'), b))
    made.tell('one', listOf(targetOf('a:2', { instance: 'a:1' }), targetOf('c:1')))
    expect(happened).toEqual(['+a:1', '+b:1', '-b:1', '~a:2', '+c:1'])
    expect(made.find('x', 'a:1')?.target.place).toBe('a:2')
  })

  test('watches a target that two sources tell once, until neither tells it', () => {
    const { fleet: made, happened, lines } = fleet()
    made.tell('one', listOf(targetOf('a:1')))
    made.tell('two', listOf(targetOf('a:1')))
    made.tell('one', listOf())
    expect(happened).toEqual(['+a:1'])
    made.tell('two', listOf())
    expect(happened).toEqual(['+a:1', '-a:1'])
    expect(lines.map(([event]) => event)).not.toContain('left out')
  })

  test('says once that another target has the same name', () => {
    const { fleet: made, lines } = fleet()
    const two = listOf(targetOf('a:1', { instance: 'i' }), targetOf('b:1', { instance: 'i' }))
    for (const source of ['one', 'one', 'two']) made.tell(source, two)
    expect(lines.filter(([event]) => event === 'left out')).toEqual([
      ['left out', { target: 'b:1', why: 'a:1 is already called x on i: give it another label instance' }],
    ])
  })

  test('has a limit, and says it once', () => {
    const { fleet: made, lines } = fleet(2)
    made.tell('one', listOf(targetOf('a:1'), targetOf('b:1'), targetOf('c:1'), targetOf('d:1')))
    expect(made.size).toBe(2)
    expect(lines.filter(([event]) => event === 'left out')).toEqual([
      ['left out', { target: 'all others', why: expect.stringContaining('2 targets at most') }],
    ])
  })

  test('says what a source tells once a minute at most', () => {
    const { fleet: made, lines, time } = fleet()
    for (let second = 0; second < 120; second++) {
      time.now = 1_000 * second
      made.tell('one', listOf(targetOf(`a:${second + 1}`)))
    }
    expect(lines.map(([event]) => event)).toEqual(['targets', 'targets'])
  })

  test('watches what the last lists name, whatever came before', () => {
    const lists = fc.array(
      fc.record({
        source: fc.constantFrom('one', 'two'),
        ports: fc.uniqueArray(fc.integer({ min: 1, max: 9 })),
      }),
    )
    fc.assert(
      fc.property(lists, (told) => {
        const { fleet: made, happened } = fleet()
        const last = new Map<string, number[]>()
        for (const { source, ports } of told) {
          made.tell(source, listOf(...ports.map((port) => targetOf(`a:${port}`))))
          last.set(source, ports)
        }
        const wanted = new Set([...last.values()].flat().map((port) => `a:${port}`))
        expect(new Set(made.all().map(({ target }) => target.place))).toEqual(wanted)
        expect(happened.filter((what) => what.startsWith('+')).length).toBe(
          wanted.size + happened.filter((what) => what.startsWith('-')).length,
        )
      }),
    )
  })
})
