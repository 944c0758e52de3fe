import { placesOf, type StackPlaces } from '#shared/analysis/places.ts'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { checkoutOf, type PlacedFrame } from '#shared/source/checkout.ts'
import { moduleIn } from '#shared/source/repository.ts'
import { type Program, sourceUrl } from '#shared/source/source-url.ts'
import { iso } from '#shared/time.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Deps } from './deps.ts'
import { readStored, storedProfile } from './stored-profile.ts'

/** What is read for the lines of source of a finding. */
export type SourceDeps = Pick<
  Deps,
  'profiles' | 'snapshots' | 'evidence' | 'directory' | 'readLimits' | 'now'
>

/** A stack that is looked for in the newest profile that has it. */
export interface SoughtStack {
  readonly id: SignatureId
  /** Frames of the signature, leaf first. */
  readonly stack: readonly string[]
  readonly ownCode?: string | undefined
  readonly creator?: string | undefined
}

/** One profile in which a stack is looked for. */
export type ProfileOf = Pick<Snapshot, 'id' | 'process' | 'at'>

/**
 * Lines of source at which most goroutines of a stack stand, each with its page where there is one; null: no profile has it.
 *
 * @param newest the newest profile that has the stack
 * @param dumpOf finds a full dump that has it: only those print where a goroutine was started
 */
export async function sourceOf(
  deps: SourceDeps,
  tenant: string,
  service: string,
  sought: SoughtStack,
  newest: ProfileOf | undefined,
  dumpOf: () => Promise<ProfileOf | undefined>,
) {
  const now = await placedIn(deps, tenant, service, sought, newest)
  if (newest === undefined || now === undefined) return null
  const { stack, ownCode, creator } = sought
  const started =
    now.places.goPlace === null
      ? ((await placedIn(deps, tenant, service, sought, await dumpOf())) ?? now)
      : now
  return {
    process: newest.process,
    at: iso(newest.at),
    version: now.program.version ?? null,
    telling: lineOf(ownCode ?? stack.at(-1), now.places.place, now.program),
    go: lineOf(creator ?? ownCode, started.places.goPlace, started.program),
    otherLines: now.places.otherPlaces,
    otherGoLines: started.places.otherGoPlaces,
    frames: stack.map((frame, i) => lineOf(frame, now.places.frames[i], now.program)),
  }
}

const lineOf = (frame: string | undefined, place: string | null | undefined, program: Program) =>
  place ? { place, url: sourceUrl({ frame: frame ?? '', place }, program) ?? null } : null

/** Where the stack stands in one profile, and of which program that is; undefined: it does not, or the profile is gone. */
async function placedIn(
  deps: SourceDeps,
  tenant: string,
  service: string,
  { id }: SoughtStack,
  of: ProfileOf | undefined,
): Promise<{ readonly places: StackPlaces; readonly program: Program } | undefined> {
  if (of === undefined) return undefined
  const [stored, process, known] = await Promise.all([
    storedProfile(deps, tenant, service, of.id),
    deps.directory.process(tenant, service, of.process),
    deps.directory.service(tenant, service),
  ])
  if (stored === undefined) return undefined
  const profile = await readStored(stored, { ...deps.readLimits, places: true })
  const places = placesOf(profile, known?.settings.ownCode).get(id)
  if (places === undefined) return undefined
  const repository = known?.settings.repository
  const program: Program = {
    version: process?.version,
    goVersion: profile.goVersion,
    repository,
    checkout: repository && checkoutOf(placedFrames(profile), moduleIn(repository)),
  }
  return { places, program }
}

function* placedFrames({ groups }: GoroutineProfile): Iterable<PlacedFrame> {
  for (const { frames, places = [] } of groups)
    for (const variant of places)
      for (const [i, place] of variant.frames.entries()) {
        const frame = frames[i]
        if (frame !== undefined && place !== '') yield { frame, place }
      }
}
