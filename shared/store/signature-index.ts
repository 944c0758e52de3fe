import type { Signature, SignatureId } from '#shared/signature/signature.ts'
import { rowKey } from './keys.ts'
import type { Row, RowStore } from './rows.ts'

/** Since when a service has a signature. */
export interface FirstSeen {
  readonly version: string | undefined
  readonly at: number
}

/** A signature as the index keeps it. */
export interface KnownSignature extends Signature {
  readonly firstSeen: FirstSeen
}

/**
 * The frames behind the ids of a service.
 *
 * Services share no row: what one of them tells of a stack that others have as well is neither shown there nor changes it.
 */
export interface SignatureIndex {
  /**
   * true: the service had not had it. A creator that is known now and was not before is added, and an earlier time takes
   * the place of a later one: profiles come in any order.
   */
  record(tenant: string, service: string, signature: Signature, firstSeen: FirstSeen): Promise<boolean>
  getMany(
    tenant: string,
    service: string,
    ids: readonly SignatureId[],
  ): Promise<Map<SignatureId, KnownSignature>>
}

export function signatureIndex(rows: RowStore): SignatureIndex {
  return {
    record: async (tenant, service, signature, firstSeen) => {
      const key = rowKey.signature(tenant, service, signature.id)
      const isNew = await rows.put(
        { ...key, ...attributesOf(signature), ...firstSeenAttributes(firstSeen) },
        [{ absent: true }],
      )
      if (!isNew && signature.creator !== undefined)
        await rows.set(key, { creator: signature.creator }, [{ lacks: 'creator' }])
      if (!isNew) await rows.set(key, firstSeenAttributes(firstSeen), [{ above: ['firstAt', firstSeen.at] }])
      return isNew
    },
    getMany: async (tenant, service, ids) => {
      const found = await rows.getMany(ids.map((id) => rowKey.signature(tenant, service, id)))
      return new Map(found.map((row) => [row.sk, signatureOf(row)]))
    },
  }
}

const attributesOf = ({ frames, entry, ownCode, creator }: Signature) => ({ frames, entry, ownCode, creator })
const firstSeenAttributes = ({ version, at }: FirstSeen) => ({ firstVersion: version, firstAt: at })

const signatureOf = (row: Row): KnownSignature => ({
  id: row.sk,
  frames: row.frames as string[],
  entry: row.entry as string | undefined,
  ownCode: row.ownCode as string | undefined,
  creator: row.creator as string | undefined,
  firstSeen: {
    version: row.firstVersion as string | undefined,
    at: row.firstAt as number,
  },
})
