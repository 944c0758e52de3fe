import { gzipSync } from 'node:zlib'
import { readBatch } from '#shared/ingest/batch-request.ts'
import type { IngestDeps } from '#shared/ingest/ingest.ts'
import { ingestProfile } from '#shared/ingest/ingest.ts'
import { ingestBatch } from '#shared/ingest/ingest-batch.ts'
import { iso, MINUTE } from '#shared/time.ts'
import type { Process } from '#shared/trend/process.ts'
import { batchOf } from '#test/support/batch.ts'
import { dump } from '#test/support/pprof.ts'
import { countAt, type Fleet, NOW, SERVICE, stacksOf, TENANT } from './fleet.ts'
import { sendingOf, servicesOfRequest } from './senders.ts'

/** A request that is ready to be taken in. */
export interface Request {
  /** Profiles of it. */
  readonly profiles: number
  /** Bytes of its body. */
  readonly bytes: number
  /** @throws Error where a profile of it is not taken */
  take(deps: IngestDeps, now: number): Promise<void>
}

/** What makes the requests of the agents of a fleet, or of processes that have none, as the agent packs them. */
export function senderOf(fleet: Fleet) {
  const { minutes } = sendingOf(fleet)
  const services = servicesOfRequest(fleet.senders, fleet.services)
  async function single({ process, place }: Sent, at: number): Promise<Request> {
    const { instance, startedAt, session, version, buildId } = process
    const facts = { instance, startedAt, session, version, buildId }
    const body = bodyOf(fleet, SERVICE, at, place)
    const sent = {
      tenant: TENANT,
      service: SERVICE,
      process: facts,
      labels: {},
      type: undefined,
      source: 'push',
    }
    return {
      profiles: 1,
      bytes: body.length,
      take: async (deps, now) => {
        await ingestProfile(deps, { ...sent, at, body }, now)
      },
    }
  }

  async function batch(some: readonly Sent[], at: number): Promise<Request> {
    const times = Array.from({ length: minutes }, (_, i) => at - (minutes - 1 - i) * MINUTE)
    const files = some.flatMap(({ process, place }, i) =>
      times.map((time) => {
        const { instance, version = '', startedAt = NOW } = process
        const service = i % services === 0 ? SERVICE : `${SERVICE}-${i % services}`
        const body = bodyOf(fleet, service, time, place)
        return { query: { service, instance, version, start: iso(startedAt), at: iso(time) }, body }
      }),
    )
    // As the agent packs it (cli/agent/send-batch.ts).
    const tar = gzipSync(await batchOf(files))
    return {
      profiles: files.length,
      bytes: tar.length,
      take: async (deps, now) => {
        const items = await readBatch(tar, deps.readLimits.inflatedBytes)
        const sender = { tenant: TENANT, mayTouch: () => undefined }
        for (const outcome of await ingestBatch(deps, sender, items, now)) {
          const said = 'refused' in outcome ? outcome.refused.reason : outcome.receipt.decision
          if (said !== 'stored') throw new Error(`a profile of a batch was ${said}`)
        }
      },
    }
  }

  /** @param at time of its newest profile */
  return (some: readonly Sent[], at: number): Promise<Request> =>
    fleet.senders === 'single' ? single(some[0] as Sent, at) : batch(some, at)
}

/** A process that is sent for, and which of the fleet it is. */
export interface Sent {
  readonly process: Process
  readonly place: number
}

/** Each service has stacks of its own. */
const bodyOf = (fleet: Fleet, service: string, at: number, process: number): Uint8Array =>
  dump(
    Object.fromEntries(
      stacksOf(fleet).map(({ frames }, i) => [
        frames.join(' < ').replaceAll(SERVICE, service),
        countAt(i, at, process),
      ]),
    ),
  )
