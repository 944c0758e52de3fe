import { extent, max } from 'd3-array'
import { DEFAULT_SETTINGS } from '#shared/settings/settings.ts'
import type { SignatureId } from '#shared/signature/signature.ts'
import type { BlockStore } from '#shared/store/block-store.ts'
import type { Directory } from '#shared/store/directory.ts'
import { DAY, dayStart, HOUR, MINUTE } from '#shared/time.ts'
import { type Block, emptyBlock, mergeMoments } from '#shared/trend/block.ts'
import { livesOf } from '#shared/trend/lives.ts'
import type { Process } from '#shared/trend/process.ts'
import { type LifeSeries, seriesOf } from '#shared/trend/series.ts'
import type { Snapshot } from '#shared/trend/snapshot.ts'
import type { Sample } from './sample-processes.ts'

/** How far back a verdict looks where a service has not chosen, and every reader. */
export const WINDOW = DEFAULT_SETTINGS.windowDays * DAY

export interface HistoryDeps {
  readonly blocks: BlockStore
  readonly directory: Directory
}

/**
 * Every life of a service in the window: whole days from day blocks, the closed hours of the last day or two
 * from hour blocks, the hours that are still open from their snapshots, a minute a slot.
 *
 * @param openFrom first hour that is not in blocks
 * @param open snapshots since then
 * @param window milliseconds before it
 * @param sample these processes alone; of a part of the service only their own rows are read
 */
export async function readHistory(
  { blocks, directory }: HistoryDeps,
  tenant: string,
  service: string,
  openFrom: number,
  open: readonly Snapshot[],
  window = WINDOW,
  sample?: Pick<Sample, 'processes' | 'heads'>,
): Promise<LifeSeries[]> {
  const today = dayStart(openFrom - DAY)
  const byProcess = new Map<string, Block[]>()
  const add = (block: Block): void => {
    byProcess.set(block.process, [...(byProcess.get(block.process) ?? []), block])
  }
  const of = sample?.heads === undefined ? undefined : sample.processes
  // The older ones are added first; those of a service that is small come at one time.
  const hours = blocks.range(tenant, service, 'hour', today, openFrom, of)[Symbol.asyncIterator]()
  const first = hours.next()
  // Who fails first is heard where it is waited for.
  first.catch(() => undefined)
  for await (const block of blocks.range(tenant, service, 'day', openFrom - window, today, of)) add(block)
  for (let next = await first; next.done !== true; next = await hours.next()) add(next.value)
  for (const block of openBlocks(open)) add(block)

  const lives: LifeSeries[] = []
  for await (const process of sample?.processes ?? directory.processes(tenant, service)) {
    const found = byProcess.get(process.id)
    byProcess.delete(process.id)
    if (found !== undefined) lives.push(...livesOf(seriesOf(process, found)))
  }
  return lives
}

/** The snapshots of the open hours as one block a process, no longer than the process was heard of. */
function openBlocks(open: readonly Snapshot[]): Block[] {
  return [...Map.groupBy(open.filter(isPoint), ({ process }) => process)].map(([process, snapshots]) => {
    const [first = 0, last = 0] = extent(snapshots, ({ at }) => at)
    const begin = Math.floor(first / MINUTE) * MINUTE
    const block = emptyBlock(process, begin, MINUTE, Math.ceil((last + 1 - begin) / MINUTE))
    mergeMoments(block, snapshots.map(momentOf))
    return block
  })
}

/** Whether a snapshot is a point of a series: a whole count of all goroutines. */
export const isPoint = ({ type, partial }: Snapshot): boolean => type === 'goroutine' && !partial

export const momentOf = ({ at, sightings }: Snapshot) => ({
  at,
  counts: new Map(sightings.map(({ signature, count }) => [signature, count])),
})

/** A process that was not heard of for this long has no present state. */
export const PRESENT = 2 * HOUR

/** Wait states of every signature, added up over the newest snapshot of each process. */
export function presentStates(open: readonly Snapshot[]): Map<SignatureId, Map<string, number>> {
  const newest = new Map<Process['id'], Snapshot>()
  const points = open.filter(isPoint)
  const end = max(points, ({ at }) => at) ?? 0
  for (const snapshot of points.filter(({ at }) => at > end - PRESENT)) {
    const known = newest.get(snapshot.process)
    // Of one moment the text dump knows more: it prints the states.
    if (known === undefined || snapshot.at - known.at > MINUTE || snapshot.debug >= known.debug)
      newest.set(snapshot.process, snapshot)
  }
  const states = new Map<SignatureId, Map<string, number>>()
  for (const { sightings } of newest.values()) {
    for (const sighting of sightings) {
      const sum = states.get(sighting.signature) ?? new Map<string, number>()
      states.set(sighting.signature, sum)
      for (const [state, n] of sighting.states) sum.set(state, (sum.get(state) ?? 0) + n)
    }
  }
  return states
}
