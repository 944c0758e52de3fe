/** What a golden file keeps of a reading: everything that is judged, short enough to be read by a person. */

import type { ProfileReading } from '#shared/goroutine/detect.ts'
import type { StackGroup } from '#shared/goroutine/model.ts'

/** Frames shown of a long stack, on the leaf side and on the root side. */
const SHOWN_LEAF = 6
const SHOWN_ROOT = 3

/** The reading as indented JSON, with long stacks shortened and empty counts left out. */
export function summaryOf(reading: ProfileReading): string {
  return `${JSON.stringify(reading.answer === 'broken' ? reading : profileOf(reading), null, 2)}\n`
}

function profileOf({ profile }: Extract<ProfileReading, { answer: 'recognised' }>): object {
  const { type, debug, total, takenAt, buildId, groups, problems } = profile
  const time = takenAt === undefined ? undefined : new Date(takenAt).toISOString()
  return { type, debug, total, takenAt: time, buildId, groups: groups.map(groupOf), problems }
}

function groupOf(group: StackGroup): object {
  return {
    count: group.count,
    frames: shortened(group.frames),
    rootLost: group.rootLost || undefined,
    leaked: group.leaked || undefined,
    states: counted(group.states),
    waitMinutes: counted(group.waitMinutes),
    creators: counted(group.creators),
    labelKeys: counted(group.labelKeys),
  }
}

function shortened(frames: readonly string[]): readonly string[] {
  const left = frames.length - SHOWN_LEAF - SHOWN_ROOT
  if (left <= 1) return frames
  return [...frames.slice(0, SHOWN_LEAF), `… ${left} frames …`, ...frames.slice(-SHOWN_ROOT)]
}

function counted(counts: ReadonlyMap<string | number, number>): object | undefined {
  return counts.size === 0 ? undefined : Object.fromEntries(counts)
}
