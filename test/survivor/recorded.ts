/** Full dumps of recorded programs. */

import { readFileSync } from 'node:fs'
import { readProfile } from '#shared/goroutine/detect.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { signProfile } from '#shared/signature/sign.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import { type Observation, observe } from '#shared/survivor/observation.ts'

export interface Recorded {
  readonly observations: readonly Observation[]
  /** Frames of each stack that was seen. */
  readonly frames: ReadonlyMap<SignatureId, readonly string[]>
}

interface Series {
  readonly processes: readonly {
    readonly profiles: readonly { readonly at: string; readonly debug: number; readonly file: string }[]
  }[]
}

export async function recorded(name: string): Promise<Recorded> {
  const folder = new URL(`../fixtures/survivors/${name}/`, import.meta.url)
  const series: Series = JSON.parse(readFileSync(new URL('series.json', folder), 'utf8'))
  const observations: Observation[] = []
  const frames = new Map<SignatureId, readonly string[]>()
  for (const { at, file } of series.processes.flatMap(({ profiles }) =>
    profiles.filter(({ debug }) => debug === 2),
  )) {
    const reading = await readProfile(readFileSync(new URL(file, folder)), {
      ...DEFAULT_READ_LIMITS,
      roster: true,
    })
    if (reading.answer === 'broken') throw new Error(`${file}: ${reading.broken.detail}`)
    const signed = signProfile(reading.profile)
    for (const { id, frames: of } of signed.signatures) frames.set(id, of)
    const observation = observe(reading.profile, signed, Date.parse(at))
    if (observation !== undefined) observations.push(observation)
  }
  return { observations, frames }
}
