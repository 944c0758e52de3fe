import { describe, expect, it } from 'vitest'
import { follow } from '#shared/survivor/follow.ts'
import { staysInStack } from '#shared/survivor/life-stays.ts'
import { processesIn } from '#shared/survivor/same-process.ts'
import { survivorsOf } from '#shared/survivor/survivors.ts'
import { recorded } from './recorded.ts'

/** Stacks that look like a leak after the first so many dumps, by their innermost frame. */
async function leaking(name: string, looks: 'at the end' | 'at any look' = 'at the end'): Promise<string[]> {
  const { observations, frames } = await recorded(name)
  const found = new Set<string>()
  for (let dumps = looks === 'at the end' ? observations.length : 1; dumps <= observations.length; dumps++) {
    const lives = processesIn(observations.slice(0, dumps)).map(follow)
    for (const [id, of] of frames) {
      const { word, neverLeaves } = survivorsOf(staysInStack(lives, id))
      if (word === 'stay-and-keep-joining' && !neverLeaves) found.add(of[0] ?? '')
    }
  }
  return [...found]
}

describe('recorded programs', () => {
  it.each([
    ['quote-mix', 'main.(*quotes).ask'],
    ['office-pause', 'main.(*approvals).wait'],
    ['pool-mix', 'main.(*indexer).work'],
    ['deploy-start', 'main.(*checkout).reserve'],
  ])('%s leaks in %s and nowhere else', async (name, leaf) => {
    expect(await leaking(name)).toEqual([leaf])
    expect(await leaking(name, 'at any look')).toEqual([leaf])
  })

  it.each(['tail-conns', 'tenant-workers'])('%s leaks at no look', async (name) => {
    expect(await leaking(name, 'at any look')).toEqual([])
  })

  it('tenant-workers fills up', async () => {
    const { observations, frames } = await recorded('tenant-workers')
    const lives = processesIn(observations).map(follow)
    const [id = ''] = [...frames].find(([, of]) => of.includes('main.(*tenant).loop')) ?? []
    expect(survivorsOf(staysInStack(lives, id))).toMatchObject({
      word: 'stay-but-stopped-joining',
      neverLeaves: true,
      residents: 80,
      left: 0,
    })
  })

  it('deploy-start is two processes', async () => {
    const { observations } = await recorded('deploy-start')
    expect(processesIn(observations).map(({ length }) => length)).toEqual([5, 7])
  })
})
