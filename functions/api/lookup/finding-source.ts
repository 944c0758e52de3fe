import { placesOf } from '#shared/analysis/places.ts'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { checkoutOf, type PlacedFrame } from '#shared/source/checkout.ts'
import { moduleIn } from '#shared/source/repository.ts'
import { type Program, sourceUrl } from '#shared/source/source-url.ts'
import { iso } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { ApiDeps } from '../api-deps.ts'
import { knownProfile, readStored } from './stored-profile.ts'

/** A stack that is looked for in the newest profile that has it. */
export interface SoughtStack {
  readonly id: SignatureId
  /** Frames of the signature, leaf first. */
  readonly stack: readonly string[]
  readonly ownCode?: string | undefined
  readonly creator?: string | undefined
}

/** Lines of source at which most goroutines of a stack stand, each with its page where there is one; null: no profile has it. */
export async function sourceOf(
  deps: ApiDeps,
  tenant: string,
  service: string,
  { id, stack, ownCode, creator }: SoughtStack,
  newest: Pick<Snapshot, 'id' | 'process' | 'at'> | undefined,
) {
  if (newest === undefined) return null
  const [stored, process, known] = await Promise.all([
    knownProfile(deps, tenant, service, newest.id),
    deps.directory.process(tenant, service, newest.process),
    deps.directory.service(tenant, service),
  ])
  const profile = await readStored(stored, { ...deps.readLimits, places: true })
  const places = placesOf(profile, known?.settings.ownCode).get(id)
  if (places === undefined) return null
  const repository = known?.settings.repository
  const program: Program = {
    version: process?.version,
    goVersion: profile.goVersion,
    repository,
    checkout: repository && checkoutOf(placedFrames(profile), moduleIn(repository)),
  }
  const line = (frame: string | undefined, place: string | null | undefined) =>
    place ? { place, url: sourceUrl({ frame: frame ?? '', place }, program) ?? null } : null
  return {
    process: newest.process,
    at: iso(newest.at),
    version: program.version ?? null,
    telling: line(ownCode ?? stack.at(-1), places.place),
    go: line(creator ?? ownCode, places.goPlace),
    otherLines: places.otherPlaces,
    otherGoLines: places.otherGoPlaces,
    frames: stack.map((frame, i) => line(frame, places.frames[i])),
  }
}

function* placedFrames({ groups }: GoroutineProfile): Iterable<PlacedFrame> {
  for (const { frames, places = [] } of groups)
    for (const variant of places)
      for (const [i, place] of variant.frames.entries()) {
        const frame = frames[i]
        if (frame !== undefined && place !== '') yield { frame, place }
      }
}
