import { Rejection } from '#shared/api/reason.ts'
import { DAY, iso, MINUTE } from '#shared/time.ts'
import { bytesOf, type LabelRoom } from './label-trim.ts'
import type { ProfilePush } from './push.ts'

/** Bounds of what a push may say of itself. */
export interface AdmissionLimits {
  /** Characters of a service or instance name. */
  readonly nameLength: number
  /** Labels that are kept of a process; more are trimmed. */
  readonly labels: number
  /** Bytes of all labels that are kept, as they are kept: percent-encoded JSON. */
  readonly labelBytes: number
  /** Bytes of an object's metadata, names and values: the limit of S3. */
  readonly metadataBytes: number
  /** Milliseconds that a profile may be ahead of the clock and behind it. */
  readonly ahead: number
  readonly behind: number
}

export const DEFAULT_ADMISSION: AdmissionLimits = {
  nameLength: 200,
  labels: 30,
  labelBytes: 1_200,
  metadataBytes: 2_048,
  ahead: 10 * MINUTE,
  behind: 14 * DAY,
}

const NAME = /^[A-Za-z0-9_./:-]+$/
const LABEL_KEY = /^[A-Za-z0-9_./-]+$/
/** Members that every object of JavaScript has: a library that asks for them would take a label for them. */
const MEMBERS = ['__proto__', 'constructor', 'prototype']

/** @throws Rejection for the first thing that is not allowed */
export function admitNames(
  { service, process, labels }: Pick<ProfilePush, 'service' | 'process' | 'labels'>,
  limits: AdmissionLimits,
): void {
  admitName('service', service, limits)
  admitName('instance', process.instance, limits)
  for (const [fact, value] of Object.entries({ version: process.version, session: process.session })) {
    if (value !== undefined && !isMark(value)) {
      throw new Rejection(
        'bad-parameter',
        `The ${fact} must be 1 to 200 printable ASCII characters without spaces.`,
        {
          actual: value.length,
        },
      )
    }
  }
  admitLabelKeys(labels)
}

/** Whether a version or session can be called so. */
export const isMark = (value: string): boolean => /^[\x21-\x7e]{1,200}$/.test(value)

/** Whether a service or instance can be called so. `..` and empty parts would change the path that a name becomes. */
export const isName = (name: string, { nameLength }: AdmissionLimits): boolean =>
  name.length <= nameLength &&
  NAME.test(name) &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

/** @throws Rejection `bad-service-name` or `bad-instance-name` */
export function admitName(what: 'service' | 'instance', name: string, limits: AdmissionLimits): void {
  const { nameLength } = limits
  const reason = `bad-${what}-name` as const
  if (name === '')
    throw new Rejection(reason, `The parameter ${what} is missing: add ${what}=NAME to the query.`)
  if (name.length > nameLength) {
    throw new Rejection(
      reason,
      `The ${what} name has ${name.length} characters; at most ${nameLength} are allowed.`,
      {
        limit: nameLength,
        actual: name.length,
      },
    )
  }
  if (!isName(name, limits)) {
    throw new Rejection(
      reason,
      `The ${what} name may hold A-Z a-z 0-9 _ . / : - and no empty or dotted path parts.`,
      {
        actual: name,
      },
    )
  }
}

/** Labels may be too many or too long, those are trimmed (`label-trim.ts`); a key that is none is a mistake. */
function admitLabelKeys(labels: Readonly<Record<string, string>>): void {
  const member = Object.keys(labels).find((key) => MEMBERS.includes(key))
  if (member !== undefined) {
    throw new Rejection('bad-label', `A label cannot be called ${member}; choose another key.`, {
      actual: member,
    })
  }
  const odd = Object.keys(labels).find((key) => !LABEL_KEY.test(key))
  if (odd === undefined) return
  throw new Rejection('bad-label', 'A label key may hold A-Z a-z 0-9 _ . / and -, and is not empty.', {
    actual: odd.slice(0, 120),
  })
}

const metadataBytesOf = (metadata: Readonly<Record<string, string>>): number =>
  Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0)

/** Bytes that labels may take beside metadata in which there are none yet. */
export const labelRoom = (
  metadata: Readonly<Record<string, string>>,
  { labels, labelBytes, metadataBytes }: AdmissionLimits,
): LabelRoom => ({
  labels,
  bytes: Math.min(labelBytes, metadataBytes - metadataBytesOf(metadata) + bytesOf({})),
})

/** @throws Rejection where S3 would not keep what a push says of itself */
export function admitMetadata(
  metadata: Readonly<Record<string, string>>,
  { metadataBytes }: AdmissionLimits,
): void {
  const bytes = metadataBytesOf(metadata)
  if (bytes > metadataBytes) {
    throw new Rejection(
      'bad-parameter',
      `Names and version take ${bytes} bytes as metadata of S3; at most ${metadataBytes} are kept. Shorten them.`,
      { limit: metadataBytes, actual: bytes },
    )
  }
}

/**
 * @param what was taken at this time, for the sentences
 * @throws Rejection where it is too far from the clock, or older than its own process
 */
export function admitTimes(
  at: number,
  startedAt: number | undefined,
  now: number,
  { ahead, behind }: AdmissionLimits,
  what: 'profile' | 'socket table' = 'profile',
): void {
  const times = { limit: iso(now - behind), actual: iso(at) }
  if (at < now - behind) {
    throw new Rejection(
      'too-old',
      `The ${what} is of ${iso(at)}; at most ${behind / DAY} days behind the clock are taken.`,
      times,
    )
  }
  if (at > now + ahead) {
    throw new Rejection(
      'too-new',
      `The ${what} is of ${iso(at)}, ${Math.round((at - now) / MINUTE)} min ahead of the clock; check the sender's clock.`,
      {
        limit: iso(now + ahead),
        actual: iso(at),
      },
    )
  }
  if (startedAt !== undefined && startedAt > at + ahead) {
    throw new Rejection(
      'bad-time',
      `The process is said to start at ${iso(startedAt)}, after its ${what} of ${iso(at)}.`,
      {
        limit: iso(at),
        actual: iso(startedAt),
      },
    )
  }
}
