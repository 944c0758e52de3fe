import type { Finding } from '#shared/finding/finding.ts'
import { openHourAt } from '#shared/history/close-hours.ts'
import { DAY } from '#shared/time.ts'
import type { Block } from '#shared/trend/block.ts'
import { all } from '#test/support/stores.ts'
import { BEGIN, SERVICE, TENANT } from './story.ts'
import type { World } from './world.ts'

/** All that Tidemark tells of the service, but for when each of its runs was. */
export type Known = Awaited<ReturnType<typeof known>>

export async function known({ stores, weather }: World) {
  const { findings, late } = await stores.ledger.read(TENANT, SERVICE)
  const service = await stores.directory.service(TENANT, SERVICE)
  const range = { from: BEGIN - DAY, to: weather.now() + DAY }
  const open = openHourAt(weather.now())
  const blocks = async (step: 'hour' | 'day') =>
    (await all(stores.blocks.range(TENANT, SERVICE, step, range.from, range.to)))
      .filter(({ start }) => start < open)
      .map((block) => closedBefore(open, block))
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

/** What is in a block of the hours that are to be closed by now: a clock that was ahead has closed some of the next. */
function closedBefore(open: number, { seenAt, counts, ...block }: Block): Block {
  const slots = Math.ceil((open - block.start) / block.step)
  return {
    ...block,
    seenAt: seenAt.slice(0, slots),
    counts: new Map(
      Array.from(counts, ([id, { low, high, last }]) => [
        id,
        { low: low.slice(0, slots), high: high.slice(0, slots), last: last.slice(0, slots) },
      ]),
    ),
  }
}

const toldOf = ({ id, state, verdict }: Finding) => ({ id, state, verdict })
