import type { BlockStore } from '#shared/store/block-store.ts'
import { DAY } from '#shared/time.ts'
import type { Block } from '#shared/trend/block.ts'
import { NOW, TENANT } from './api.ts'

/** All blocks of a service in memory, hours and days, their signatures in order. */
export async function blocksIn(
  { blocks }: { readonly blocks: BlockStore },
  service: string,
): Promise<Block[]> {
  const found: Block[] = []
  for (const step of ['hour', 'day'] as const)
    for await (const block of blocks.range(TENANT, service, step, NOW - 30 * DAY, NOW + DAY))
      found.push(block)
  return found.map((block) => ({ ...block, counts: new Map([...block.counts].sort()) }))
}
