import { Rejection } from '#shared/api/reason.ts'
import { DAY, iso } from '#shared/time.ts'

/** What a token can be good for. `admin` includes the others. */
export type Scope = 'push' | 'read' | 'admin'

/** What a token allows, and until when. */
export interface Grant {
  readonly scopes: readonly Scope[]
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined
  /** Only services whose name begins with this. */
  readonly servicePrefix: string | undefined
}

/** A token as it is kept: by its SHA-256, never itself. */
export interface TokenRecord extends Grant {
  readonly sha256: string
  readonly tenant: string
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

/** Characters that neither a terminal nor a log takes for anything but letters. */
const NAME = /^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/
/** Those of a service name, of which it is the beginning. */
const PREFIX = /^[A-Za-z0-9_./:-]{1,200}$/

/** Ten years: what is to last longer has no end. */
const MOST_DAYS = 3_650

export const allows = ({ scopes }: Grant, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes('admin')

export const isLive = ({ expiresAt }: Grant, now: number): boolean =>
  expiresAt === undefined || expiresAt > now

export const covers = ({ servicePrefix }: Grant, service: string): boolean =>
  servicePrefix === undefined || service.startsWith(servicePrefix)

/** Nothing is left that this one would not allow: no prefix, scope `admin`. */
export const isUnbound = ({ scopes, servicePrefix }: Grant): boolean =>
  scopes.includes('admin') && servicePrefix === undefined

/** Whether the one allows nothing that the other does not, for however long. */
export const isWithin = (inner: Grant, outer: Grant): boolean =>
  inner.scopes.every((scope) => allows(outer, scope)) &&
  (outer.servicePrefix === undefined || inner.servicePrefix?.startsWith(outer.servicePrefix) === true)

/**
 * Whether a token may be made.
 *
 * @param maker whose token asks for it
 * @throws Rejection `bad-parameter` for the first thing that is not allowed, `forbidden` where it were wider than its
 *   maker or outlived it
 */
export function admitToken(wanted: Grant & Pick<TokenRecord, 'name'>, maker: Grant, now: number): void {
  const { name, scopes, expiresAt, servicePrefix } = wanted
  if (!NAME.test(name))
    throw bad('The name must be 1 to 100 printable ASCII characters, and begin and end with no space.', name)
  if (servicePrefix !== undefined && !PREFIX.test(servicePrefix))
    throw bad('The servicePrefix must be 1 to 200 of A-Z a-z 0-9 _ . / : and -.', servicePrefix)
  if (expiresAt !== undefined) admitExpiry(expiresAt, now)
  if (!isWithin(wanted, maker))
    throw new Rejection(
      'forbidden',
      `A token makes none wider than itself; this one has ${boundsOf(maker)}, and was asked for ${boundsOf(wanted)}.`,
    )
  if (maker.expiresAt !== undefined && !(expiresAt !== undefined && expiresAt <= maker.expiresAt))
    throw new Rejection(
      'forbidden',
      `A token makes none that outlives it; this one ends at ${iso(maker.expiresAt)}. Set expiresAt no later.`,
      { limit: iso(maker.expiresAt), actual: expiresAt === undefined ? 'never' : iso(expiresAt) },
    )
  if (new Set(scopes).size < scopes.length) throw bad('The scopes must differ.', scopes.join(', '))
}

function admitExpiry(expiresAt: number, now: number): void {
  const last = now + MOST_DAYS * DAY
  if (expiresAt > now && expiresAt <= last) return
  throw new Rejection(
    'bad-parameter',
    `The token would end at ${iso(expiresAt)}; from ${iso(now)} to ${iso(last)} is allowed. Without an end it lasts until it is revoked.`,
    { limit: iso(last), actual: iso(expiresAt) },
  )
}

const boundsOf = ({ scopes, servicePrefix }: Grant): string =>
  `the scope ${scopes.join(', ')} for ${servicePrefix === undefined ? 'all services' : `services that begin with ${servicePrefix}`}`

const bad = (detail: string, actual: string): Rejection =>
  new Rejection('bad-parameter', detail, { actual: actual.slice(0, 200) })
