import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_RULES, parseOwnerRules } from '#shared/owner/owner-rules.ts'
import { ownersOf } from '#shared/owner/owners-of.ts'

const RULES = parseOwnerRules(`
# Whoever is asked first
*                        @platform
service payments/        @payments  ada@acme.example
service payments/ledger* @ledger

module github.com/acme/shop
*                @shop            # everything of the shop
/internal/prices/ @acme/prices
/docs/*          @docs
generated/
[Search][2] @search
/internal/search/
/internal/search/index/ @index
!/internal/search/legacy/
`)

const owners = (service: string, ownCode?: string, settingsOwner?: string) =>
  ownersOf(RULES, { service, ownCode, settingsOwner })

describe('the owner of a finding', () => {
  test('all lines are understood', () => expect(RULES.problems).toEqual([]))

  test.each([
    ['payments/api', undefined, ['@payments', 'ada@acme.example']],
    ['payments/ledger-2', undefined, ['@ledger']],
    ['cart', undefined, []],
    ['cart', 'main.(*pump).run', ['@platform']],
    ['cart', 'github.com/acme/shop/internal/prices.(*Client).fetch', ['@acme/prices']],
    ['payments/api', 'github.com/acme/shop/internal/prices/cache.Get[go.shape.int]', ['@acme/prices']],
    ['cart', 'github.com/acme/shop.Run', ['@shop']],
    ['cart', 'github.com/acme/shopping.Run', ['@platform']],
    ['cart', 'github.com/acme/shop/docs.Serve', ['@docs']],
    ['cart', 'github.com/acme/shop/docs/api.Serve', ['@shop']],
    ['cart', 'github.com/acme/shop/internal/search.Query', ['@search']],
    ['cart', 'github.com/acme/shop/internal/search/index.Build', ['@index']],
    ['cart', 'github.com/acme/shop/internal/search/legacy.Build', []],
    ['cart', 'github.com/acme/shop/api/generated.Build', []],
  ])('%s with %s: %j', (service, ownCode, expected) => expect(owners(service, ownCode)).toEqual(expected))

  test('in the settings of a service counts before lines for services, and after those for the code of a module', () => {
    expect(owners('payments/api', undefined, '@mine')).toEqual(['@mine'])
    expect(owners('cart', 'main.run', '@mine')).toEqual(['@mine'])
    expect(owners('cart', 'github.com/acme/shop.Run', '@mine')).toEqual(['@shop'])
    expect(owners('cart', 'github.com/acme/shop/api/generated.Build', '@mine')).toEqual(['@mine'])
  })
})

describe('a line that says nothing', () => {
  test.each([
    ['service payments/ payments', 'payments is no owner: write @name, @org/team or an e-mail address'],
    ['service payments/', 'the services payments/ have no owner: add one'],
    ['/a @ok not-ok', 'not-ok is no owner: write @name, @org/team or an e-mail address'],
    [`/${'a'.repeat(200)} @x`, 'the pattern has 201 characters; at most 200 are read'],
    ['a*b*c*d*e*f @x', 'the pattern has 5 asterisks; at most 4 are read'],
  ])('%s', (line, why) => expect(parseOwnerRules(`# first\n${line}`).problems).toEqual([{ line: 2, why }]))

  test('is the one after the last that is read', () => {
    const { rules, problems } = parseOwnerRules('* @x\n'.repeat(MOST_RULES + 5))
    expect(rules).toHaveLength(MOST_RULES)
    expect(problems).toEqual([{ line: MOST_RULES + 1, why: 'at most 1000 rules are read; this is one more' }])
  })
})

test('whatever is written, and whatever a frame is called, is answered', () => {
  const piece = fc.constantFrom(
    '*',
    '/',
    '!',
    '[',
    ']',
    '\\',
    '#',
    ' ',
    '\n',
    'service ',
    'module ',
    '@a',
    '..',
    'a',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.string({ unit: 'binary' }), (text, frame) => {
      const answered = ownersOf(parseOwnerRules(text.join('')), {
        service: frame,
        ownCode: frame,
        settingsOwner: undefined,
      })
      expect(Array.isArray(answered)).toBe(true)
    }),
  )
})
