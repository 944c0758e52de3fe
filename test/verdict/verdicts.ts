import type { Member, Verdict } from '#shared/verdict/verdict.ts'
import { START } from '#test/support/lives.ts'

const memberOn = (signature: string): Member => ({
  signature,
  stack: [`example.com/shop/cart.(*Store).${signature}`],
  ownCode: `example.com/shop/cart.(*Store).${signature}`,
  entry: `example.com/shop/cart.(*Store).${signature}`,
  creator: undefined,
  count: 120,
  stacks: 1,
  rate: { perHour: 5, low95: 4.8, high95: 5.2 },
  states: {},
})

/** A probable leak of 5 an hour on signatures of these names, the first of which names it. */
export const verdictOn = (
  [first, ...twins]: readonly [string, ...string[]],
  more: Partial<Verdict> = {},
): Verdict => ({
  tier: 'probable',
  members: [memberOn(first), ...twins.map(memberOn)],
  perHour: 5 * (1 + twins.length),
  since: START,
  version: undefined,
  processes: { growing: 2, of: 2 },
  lives: { growing: 2, of: 2 },
  rules: [],
  cause: undefined,
  growsNow: true,
  grows: { versions: [], latestStart: START },
  healed: undefined,
  limit: undefined,
  water: [],
  explain: '',
  ...more,
})
