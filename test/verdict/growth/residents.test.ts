import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { judgeCase } from '#cli/case/judge-case.ts'

/** Stacks that are told of a recorded program, through the whole pipeline. */
async function toldOf(name: string) {
  const { verdicts } = await judgeCase(
    fileURLToPath(new URL(`../../fixtures/survivors/${name}`, import.meta.url)),
    () => undefined,
  )
  return verdicts.filter(({ tier }) => tier === 'probable')
}

describe('recorded programs whose counts tell little', () => {
  it.each([
    { name: 'quote-mix', leaf: 'main.(*quotes).ask', perHour: 1.125 },
    { name: 'office-pause', leaf: 'main.(*approvals).wait', perHour: 0.354 },
    { name: 'pool-mix', leaf: 'main.(*indexer).work', perHour: 0.341 },
    { name: 'deploy-start', leaf: 'main.(*checkout).reserve', perHour: 0.546 },
  ])('$name leaks in $leaf and nowhere else, by those that stay', async ({ name, leaf, perHour }) => {
    const [verdict, ...others] = await toldOf(name)
    expect(others).toEqual([])
    expect(verdict?.members[0].stack[0]).toBe(leaf)
    expect(verdict?.seen).toBe('growing')
    expect(verdict?.arguments[0]?.id).toBe('residents')
    expect((verdict?.perHour ?? 0) / perHour).toBeGreaterThan(0.5)
    expect((verdict?.perHour ?? 0) / perHour).toBeLessThan(2)
  })

  it.each(['tail-conns', 'tenant-workers'])('%s leaks nowhere', async (name) => {
    expect(await toldOf(name)).toEqual([])
  })
})
