import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { rowKey } from './keys.ts'
import type { Row, RowStore } from './rows.ts'

/** Where a signature of a tenant was seen first. */
export interface FirstSeen {
  readonly service: string
  readonly version: string | undefined
  readonly at: number
}

/** A signature as the index keeps it. */
export interface KnownSignature extends Signature {
  readonly firstSeen: FirstSeen
}

/** The frames behind the ids of a tenant. */
export interface SignatureIndex {
  /**
   * true: nobody had seen it. A creator that is known now and was not before is added, and an earlier time takes
   * the place of a later one: profiles come in any order.
   */
  record(tenant: string, signature: Signature, firstSeen: FirstSeen): Promise<boolean>
  getMany(tenant: string, ids: readonly SignatureId[]): Promise<Map<SignatureId, KnownSignature>>
}

export function signatureIndex(rows: RowStore): SignatureIndex {
  return {
    record: async (tenant, signature, firstSeen) => {
      const key = rowKey.signature(tenant, signature.id)
      const isNew = await rows.put(
        { ...key, ...attributesOf(signature), ...firstSeenAttributes(firstSeen) },
        [{ absent: true }],
      )
      if (!isNew && signature.creator !== undefined)
        await rows.set(key, { creator: signature.creator }, [{ lacks: 'creator' }])
      if (!isNew) await rows.set(key, firstSeenAttributes(firstSeen), [{ above: ['firstAt', firstSeen.at] }])
      return isNew
    },
    getMany: async (tenant, ids) => {
      const found = await rows.getMany(ids.map((id) => rowKey.signature(tenant, id)))
      return new Map(found.map((row) => [row.sk, signatureOf(row)]))
    },
  }
}

const attributesOf = ({ frames, entry, ownCode, creator }: Signature) => ({ frames, entry, ownCode, creator })
const firstSeenAttributes = ({ service, version, at }: FirstSeen) => ({
  firstService: service,
  firstVersion: version,
  firstAt: at,
})

const signatureOf = (row: Row): KnownSignature => ({
  id: row.sk,
  frames: row.frames as string[],
  entry: row.entry as string | undefined,
  ownCode: row.ownCode as string | undefined,
  creator: row.creator as string | undefined,
  firstSeen: {
    service: row.firstService as string,
    version: row.firstVersion as string | undefined,
    at: row.firstAt as number,
  },
})
