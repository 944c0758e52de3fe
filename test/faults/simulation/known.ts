import type { Finding } from '#shared/finding/finding.ts'
import { DAY } from '#shared/time.ts'
import { all } from '#test/support/stores.ts'
import { BEGIN, SERVICE, TENANT } from './story.ts'
import type { World } from './world.ts'

/** All that Tidemark tells of the service, but for when each of its runs was. */
export type Known = Awaited<ReturnType<typeof known>>

export async function known({ stores, weather }: World) {
  const { findings, late } = await stores.ledger.read(TENANT, SERVICE)
  const service = await stores.directory.service(TENANT, SERVICE)
  const range = { from: BEGIN - DAY, to: weather.now() + DAY }
  const blocks = (step: 'hour' | 'day') =>
    all(stores.blocks.range(TENANT, SERVICE, step, range.from, range.to))
  return {
    findings: findings.map(toldOf),
    late,
    openFindings: service?.openFindings,
    running: service?.running,
    snapshots: await all(stores.snapshots.range(TENANT, SERVICE, range)),
    hours: await blocks('hour'),
    days: await blocks('day'),
    quiet: await stores.ledger.quiet(TENANT, SERVICE),
  }
}

const toldOf = ({ id, state, verdict }: Finding) => ({ id, state, verdict })
