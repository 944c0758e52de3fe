import type { KnownSignature, SignatureIndex } from '#shared/store/signature-index.ts'
import { type PackedSignature, unpackSignature } from './packed-signature.ts'
import type { Remembered } from './remembered.ts'
import type { SignedProfile } from './signed-profile.ts'

/** Signature rows read and written at one time: a batch of gets on AWS, a few commits locally. */
const PARALLEL = 100

/**
 * Makes all signatures of a profile known to its service, their creators where this dump is the first to tell, and since when
 * where it is from before all others.
 *
 * A signature that this function instance has met costs nothing; one that the index knows costs half a read
 * unit; a new one a write unit, once.
 * @returns how many the service had not had before
 */
export async function recordSignatures(
  signatures: SignatureIndex,
  memory: Remembered,
  { tenant, service, facts, signed }: SignedProfile,
  now: number,
): Promise<number> {
  const keyOf = ({ id, creator }: PackedSignature): string =>
    `signature#${tenant}#${service}#${id}#${creator === undefined ? '' : 'creator'}`
  const unmet = signed.signatures.filter((signature) => memory.when(keyOf(signature)) === undefined)
  if (unmet.length === 0) return 0
  const firstSeen = { version: facts.process.version, at: facts.at }
  let unseen = 0
  const record = async (signature: PackedSignature, before: KnownSignature | undefined): Promise<void> => {
    const tellsCreator = signature.creator !== undefined && before?.creator === undefined
    const isEarlier = before !== undefined && before.firstSeen.at > facts.at
    if (before === undefined || tellsCreator || isEarlier) {
      const isNew = await signatures.record(tenant, service, unpackSignature(signature), firstSeen)
      if (isNew) unseen++
    }
    memory.add(keyOf(signature), now)
  }
  for (let i = 0; i < unmet.length; i += PARALLEL) {
    const some = unmet.slice(i, i + PARALLEL)
    const ids = some.map(({ id }) => id)
    const known = await signatures.getMany(tenant, service, ids)
    await Promise.all(some.map((signature) => record(signature, known.get(signature.id))))
  }
  return unseen
}
