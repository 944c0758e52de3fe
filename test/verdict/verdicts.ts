import type { Member, Verdict } from '#shared/verdict/model/verdict.ts'
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
  probability: 0.97,
  arguments: [],
  seen: 'growing',
  members: [memberOn(first), ...twins.map(memberOn)],
  count: 120 * (1 + twins.length),
  most: 120 * (1 + twins.length),
  neverFell: false,
  perHour: 5 * (1 + twins.length),
  low95: 4.8 * (1 + twins.length),
  high95: 5.2 * (1 + twins.length),
  since: START,
  version: undefined,
  lastHeard: START,
  heldUntil: undefined,
  processes: { growing: 2, of: 2, names: [] },
  lives: { growing: 2, of: 2 },
  rules: [],
  cause: undefined,
  grows: { versions: [], latestStart: START },
  healed: undefined,
  limit: undefined,
  water: [],
  ...more,
})
