import { expect, test } from 'vitest'
import type { RuleResult } from '#shared/verdict/model/rule.ts'
import { ruleTitle } from '#shared/verdict/model/rule-title.ts'

const neverReturns = (fired: boolean, falls: number): RuleResult => ({
  id: 'never-returns',
  fired,
  figures: { rises: 257, falls, returned: falls / 257 },
  says: '',
})

test.each([
  [neverReturns(true, 0), 'None leaves'],
  [neverReturns(true, 3), 'Few leave'],
  [neverReturns(false, 200), 'Many leave again'],
  [{ id: 'known-cause', fired: false, figures: {}, says: '' }, 'No known cause'],
  [
    { id: 'known-cause', fired: false, figures: { entry: 2, count: 5 }, says: '' },
    'Known, and may be normal',
  ],
  [{ id: 'residents', fired: false, figures: {}, says: '' }, 'No full dumps'],
  [{ id: 'residents', fired: false, figures: { dumps: 4 }, says: '' }, 'Full dumps do not show it'],
  [
    { id: 'sockets', fired: false, figures: { tables: 0, count: 9, sockets: 0 }, says: '' },
    'No socket table',
  ],
] satisfies [RuleResult, string][])('%j is in words: %s', (rule, title) => {
  expect(ruleTitle(rule)).toBe(title)
})
