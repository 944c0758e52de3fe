import { readDebug1 } from '#shared/goroutine/debug1.ts'
import { readDebug2 } from '#shared/goroutine/debug2.ts'
import { DEFAULT_READ_LIMITS, type GoroutineProfile } from '#shared/goroutine/model.ts'
import type { CleanDump, DumpForm } from '#shared/input/clean-dump.ts'
import { mend } from '#shared/input/mend/mend.ts'
import { dumpText } from '../../support/dump-texts.ts'

/** The clean dump of a text; throws where it is refused. */
export function cleanOf(lines: readonly string[], form: DumpForm): CleanDump {
  const clean = mend(dumpText(lines, form))
  if ('reason' in clean) throw new Error(`${clean.reason}: ${clean.detail}`)
  return clean
}

export const textOf = (clean: CleanDump): string => Buffer.from(clean.bytes).toString('utf8')

/** What the strict reader says of bytes. */
export function profileOf(bytes: Uint8Array): GoroutineProfile {
  const two = readDebug2(bytes, DEFAULT_READ_LIMITS)
  const reading = two.answer === 'not-mine' ? readDebug1(bytes, DEFAULT_READ_LIMITS) : two
  if (reading.answer !== 'recognised') throw new Error(JSON.stringify(reading))
  return reading.profile
}

export const readLines = (lines: readonly string[], form: DumpForm): GoroutineProfile =>
  profileOf(cleanOf(lines, form).bytes)

/** Stacks with all that is counted of them, in an order of their own. */
export const groupsIn = (profile: GoroutineProfile) =>
  profile.groups
    .map(({ frames, count, states, waitMinutes, creators, rootLost }) => ({
      frames,
      count,
      rootLost,
      states: [...states].sort(),
      waitMinutes: [...waitMinutes].sort(),
      creators: [...creators].sort(),
    }))
    .sort((a, b) => (JSON.stringify(a.frames) < JSON.stringify(b.frames) ? -1 : 1))
