import { isDeepStrictEqual } from 'node:util'
import { objectKey } from '#shared/store/keys.ts'
import type { Known } from './known.ts'
import type { Played } from './play.ts'
import { TENANT } from './story.ts'
import type { World } from './world.ts'

/** The laws that a schedule broke, a sentence each. @param calm what the story comes to without any fault */
export async function broken(world: World, { acknowledged, looks }: Played, calm: Played): Promise<string[]> {
  const found: string[] = []
  for (const [id, push] of acknowledged) {
    const object = await world.stores.profiles.get(objectKey.profile(TENANT, push.service, id, 0))
    if (object === undefined) found.push(`${id} was acknowledged and is gone`)
    else if (Buffer.compare(object.body, push.body) !== 0)
      found.push(`${id} was acknowledged with other bytes`)
  }
  if (acknowledged.size !== calm.acknowledged.size)
    found.push(`${acknowledged.size} of ${calm.acknowledged.size} pushes were acknowledged`)
  for (const [i, look] of looks.entries()) found.push(...differences(look, calm.looks[i], `look ${i + 1}`))
  return found
}

function differences(known: Known, calm: Known | undefined, when: string): string[] {
  const parts = Object.keys(known) as (keyof Known)[]
  return parts
    .filter((part) => !isDeepStrictEqual(known[part], calm?.[part]))
    .map((part) => `${when}: ${part} differ: ${shown(known[part])} and not ${shown(calm?.[part])}`)
}

/** Enough to see what it is about. */
const MOST_SHOWN = 600
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, MOST_SHOWN) ?? 'nothing'
