import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { settling } from '#shared/verdict/judge/settle-text.ts'
import type { RuleResult } from '#shared/verdict/model/rule.ts'
import { verdictOn } from '#test/verdict/verdicts.ts'

const residents = (dumps: number): RuleResult => ({
  id: 'residents',
  fired: false,
  figures: { dumps },
  says: '',
})
const proof = (reads: number): RuleResult => ({
  id: 'runtime-proof',
  fired: false,
  figures: { reads, most: 0, growth: 0 },
  says: '',
})
const suspect = (rules: readonly RuleResult[], names: readonly string[] = ['pod-1']) =>
  verdictOn(['read'], { tier: 'suspect', seen: 'growing', rules, processes: { growing: 1, of: 2, names } })

describe('what would settle a suspicion', () => {
  test.each([
    [
      'full dumps, where they are missing',
      [residents(2), proof(0)],
      /3 more full dumps/,
      /debug=2' \| tidemark push/,
    ],
    [
      'a leak profile, where there is none',
      [residents(5), proof(0)],
      /leak profile/,
      /goroutineleak \| tidemark push/,
    ],
    [
      'an agent, where only time is missing',
      [residents(5), proof(3)],
      /^Time will settle it/,
      /^tidemark agent/,
    ],
    ['an agent, where nobody could ask for dumps', [], /^Time will settle it/, /^tidemark agent/],
  ] as const)('is %s', (_, rules, says, command) => {
    const settled = settling('checkout', suspect(rules))
    expect(settled?.says).toMatch(says)
    expect(settled?.command).toMatch(command)
  })

  test('is nothing of what is sure, or does not grow', () => {
    expect(settling('checkout', { ...suspect([]), tier: 'probable' })).toBeUndefined()
    expect(settling('checkout', { ...suspect([]), seen: 'level' })).toBeUndefined()
  })

  test('is safe to paste, whatever the service and the instance are called', () => {
    const [service, instance] = ["it's; $(id) `id`", '"a" & b']
    const { command = '' } = settling(service, suspect([residents(0)], [instance])) ?? {}
    const pushed = command.slice(command.indexOf('tidemark push'))
    const echoed = execFileSync('sh', ['-c', pushed.replace('tidemark', String.raw`printf '%s\n'`)], {
      encoding: 'utf8',
    })
    expect(echoed.trimEnd().split('\n')).toEqual(['push', '--service', service, '--instance', instance, '-'])
  })
})
