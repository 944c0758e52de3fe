import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { diagnose, diagnoseStuck } from '#shared/cause/cause-of.ts'
import { companionDiagnosis } from '#shared/cause/companion.ts'
import { knownStack } from '#shared/cause/known-stack.ts'
import { signatureOf } from '#test/support/lives.ts'
import { isNamed, stackOf } from './stack-of-pattern.ts'

const WRITE_LOOP = knownStack(signatureOf(['net/http.(*persistConn).writeLoop']))
const ACCOMPANIED = CATALOGUE.filter(({ answeredBy }) => answeredBy === undefined).flatMap((cause) =>
  (cause.companions ?? []).filter(isNamed).map((pattern) => ({ id: cause.id, stack: stackOf(pattern) })),
)

describe('a stack that stands beside others', () => {
  it.each(ACCOMPANIED)('is of entry $id where the dump gives that away', ({ id, stack }) => {
    expect(companionDiagnosis(stack, new Set([id]))).toMatchObject({ cause: { id }, ambiguity: undefined })
  })

  it('is of each of several entries that the dump gives away', () => {
    const { cause, ambiguity } = companionDiagnosis(WRITE_LOOP, new Set(['1', '10', '34']))
    expect(cause).toBeUndefined()
    expect(ambiguity?.candidates.map(({ id }) => id).toSorted()).toEqual(['1', '10'])
    expect(ambiguity?.tellApart).toContain('has goroutines of each')
  })

  it('may be of any, where the dump has lost the others, and is told of none that another answers', () => {
    const { cause, ambiguity } = companionDiagnosis(WRITE_LOOP, new Set())
    expect(cause).toBeUndefined()
    const ids = ambiguity?.candidates.map(({ id }) => id) ?? []
    expect(ids).toEqual(expect.arrayContaining(['1', '2', '10']))
    expect(ids).not.toContain('3')
    expect(ambiguity?.tellApart).toContain('give the whole dump')
  })

  it('of one entry alone is a guess where the dump has lost the others', () => {
    const [only] = ACCOMPANIED.filter(({ id }) => id === '43')
    expect(only && companionDiagnosis(only.stack, new Set(['1']))).toEqual({
      cause: undefined,
      ambiguity: undefined,
    })
  })

  it('is no stack beside which nothing belongs', () => {
    const other = knownStack(signatureOf(['main.recv', 'main.leak']))
    expect(companionDiagnosis(other, new Set(['1', '2']))).toEqual({ cause: undefined, ambiguity: undefined })
  })
})

describe('goroutines that are stuck in a lock or a send', () => {
  it('are of no entry of what is open at rest, which names a function and no wait', () => {
    const background = CATALOGUE.filter(({ class: weight }) => weight === 'background')
    const stacks = background.flatMap(({ id, match }) =>
      match
        .filter((pattern) => isNamed(pattern) && pattern.state === undefined)
        .map((pattern) => ({ id, stack: stackOf(pattern) })),
    )
    // What starts in a closure may be told by the goroutine that started it.
    const told = stacks.filter(
      ({ id, stack }) => !/\.func\d+$/.test(stack.frames.at(-1) ?? '') && diagnose(stack).cause?.id === id,
    )
    expect(told.length).toBeGreaterThan(50)
    for (const { id, stack } of told) expect(diagnoseStuck(stack).cause?.id).not.toBe(id)
  })

  it('are of the entry of a leak as before', () => {
    const leaks = CATALOGUE.filter(({ class: weight }) => weight === 'leak')
    for (const { match } of leaks)
      for (const pattern of match.filter(isNamed)) {
        const { cause } = diagnose(stackOf(pattern))
        if (cause?.class === 'leak') expect(diagnoseStuck(stackOf(pattern)).cause?.id).toBe(cause.id)
      }
  })
})
