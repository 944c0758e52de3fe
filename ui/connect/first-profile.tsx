import { useEffect, useState } from 'preact/hooks'
import type { SnapshotPage } from '#shared/api/answers/profile.ts'
import type { ServicePage } from '#shared/api/answers/service.ts'
import { SECOND } from '#shared/time.ts'
import { type AnswerOf, ask, Failure } from '../api.ts'
import { counted } from '../format.ts'
import { Name } from '../name.tsx'

/** How often it is asked whether something came in. */
const EVERY = 2 * SECOND

interface First {
  readonly service: string
  readonly profile: AnswerOf<typeof SnapshotPage>['items'][number]
}

/** Waits for the first profile and says so as soon as it is there. */
export function FirstProfile({ onGoOn }: { readonly onGoOn: () => void }) {
  const first = useFirst()
  if (first === undefined)
    return (
      <p class="waiting" role="status">
        <span class="pulse" aria-hidden="true" />
        Waiting for the first profile …
      </p>
    )
  const { service, profile } = first
  return (
    <p class="waiting came" role="status">
      ✓ <Name longest={80}>{service}</Name> from{' '}
      <Name longest={80}>{profile.process.split('@', 1)[0] ?? ''}</Name>,{' '}
      {counted(profile.goroutines, 'goroutine')} in {counted(profile.signatures, 'stack')}.{' '}
      <button type="button" class="main" onClick={onGoOn}>
        Watch it learn
      </button>
    </p>
  )
}

function useFirst(): First | undefined {
  const [first, setFirst] = useState<First>()
  useEffect(() => {
    if (first !== undefined) return
    const stop = new AbortController()
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      findFirst(stop.signal).then(
        (found) => found && setFirst(found),
        (error: unknown) => {
          // Whoever waits is not told of each try that failed: the next one may not.
          if (!(error instanceof Failure) && !stop.signal.aborted) throw error
        },
      )
    }, EVERY)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [first])
  return first
}

async function findFirst(signal: AbortSignal): Promise<First | undefined> {
  const { items } = await ask<AnswerOf<typeof ServicePage>>('/v1/services?limit=1', { signal })
  const service = items[0]?.name
  if (service === undefined) return undefined
  const path = `/v1/services/${encodeURIComponent(service)}/profiles?limit=1`
  const [profile] = (await ask<AnswerOf<typeof SnapshotPage>>(path, { signal })).items
  return profile && { service, profile }
}
