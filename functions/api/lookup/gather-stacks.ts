import { Rejection } from '#shared/api/reason.ts'
import { inflate } from '#shared/goroutine/inflate.ts'
import type { ProfileType, ReadLimits } from '#shared/goroutine/model.ts'
import { factsOf, type ObjectFacts } from '#shared/ingest/profile-object.ts'
import { addProfile, type Trim } from '#shared/pprof/add-profile.ts'
import { type Side, StackTree } from '#shared/pprof/stack-tree.ts'
import type { StoredProfile } from '#shared/store/profile-store.ts'
import { readStored } from '../../stored-profile.ts'

/** Bytes of all profiles of one answer after gunzip: some seconds of reading. */
const MOST_BYTES = 128 * 1024 * 1024

/** Profiles by the side that they are added to. */
export type Sides = Readonly<Partial<Record<Side, AsyncIterable<StoredProfile> | Iterable<StoredProfile>>>>

/** What stacks are parted by: `process`, `version` or `label.KEY`. */
export type By = string

/** Of profiles that do not say. */
const NOT_SAID = 'not said'

function partOf({ process, labels }: ObjectFacts, by: By): string {
  if (by === 'process') return process.instance
  if (by === 'version') return process.version ?? NOT_SAID
  const key = by.slice('label.'.length)
  return (Object.hasOwn(labels, key) ? labels[key] : undefined) ?? NOT_SAID
}

/** Stored profiles, read and added up. */
export interface Gathered {
  readonly tree: StackTree
  readonly type: ProfileType
  /** When the newest one that is looked at was taken, milliseconds since the epoch. */
  readonly takenAt: number
}

/**
 * The stacks of stored profiles in one tree.
 *
 * @param by parts them by process, version or label: each part stands above its stacks
 *
 * @throws Rejection `bad-parameter` where the profiles have too many bytes or their stacks too many places
 */
export async function gatherStacks(
  sides: Sides,
  trim: Trim | undefined,
  limits: ReadLimits,
  { by, mostBytes = MOST_BYTES }: { readonly by?: By | undefined; readonly mostBytes?: number } = {},
): Promise<Gathered> {
  const tree = new StackTree()
  let type: ProfileType = 'goroutine'
  let takenAt = 0
  let left = mostBytes
  for (const side of ['base', 'target'] as const) {
    for await (const { key, body, metadata } of sides[side] ?? []) {
      const bytes = await inflated(key, body, Math.min(left, limits.inflatedBytes), mostBytes)
      left -= bytes.length
      const facts = factsOf(metadata)
      const below = by === undefined ? undefined : partOf(facts, by)
      addProfile(tree, await readStored({ key, body: bytes }, limits), { side, trim, below })
      if (side === 'base') continue
      type = facts.type ?? type
      takenAt = Math.max(takenAt, facts.at)
    }
  }
  return { tree, type, takenAt }
}

async function inflated(
  key: string,
  body: Uint8Array,
  limit: number,
  mostBytes: number,
): Promise<Uint8Array> {
  const answer = await inflate(body, limit)
  if (answer.answer === 'inflated') return answer.bytes
  if (answer.broken.reason !== 'inflated-too-large') {
    throw new Error(`the stored profile ${key} cannot be read: ${answer.broken.detail}`)
  }
  throw new Rejection(
    'bad-parameter',
    `The profiles have more than ${mostBytes} bytes after gunzip: name one process with process=.`,
    { limit: mostBytes },
  )
}
