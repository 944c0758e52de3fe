import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Rejection } from '#shared/api/reason.ts'

/** Whether a webhook may lie in a private network and be spoken to without TLS: only where Tidemark runs for oneself. */
export type Reach = 'public' | 'private too'

/** All that is given out for everybody to reach (IANA, IPv6 Global Unicast Address Space). */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address belongs to everybody: not to this machine, a private network, a link (169.254.169.254 is where
 * clouds hand out credentials) or a special use (RFC 6890). IPv6 addresses that carry one of IPv4 count as that one or,
 * where a gateway would unwrap them, as none.
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL))
}

/** Characters of an address. */
const MOST_CHARACTERS = 2_000

/**
 * What a webhook's address is made of. Numbers in hexadecimal, octal or one piece are read as `new URL` reads them.
 *
 * @throws Rejection `bad-parameter`; `private-address` for what can be told without asking DNS
 */
export function admitTarget(text: string, reach: Reach): URL {
  if (text.length > MOST_CHARACTERS) throw bad(`has more than ${MOST_CHARACTERS} characters`, text)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) throw bad('is none: say https://HOST/PATH', text)
  const allowed = reach === 'public' ? ['https:'] : ['https:', 'http:']
  if (!allowed.includes(url.protocol))
    throw bad(`begins with ${url.protocol}, and only ${allowed.join(' and ')} will do here`, text)
  if (url.username !== '' || url.password !== '')
    throw bad('holds a user or password, which would be shown; the signature says who sends', '')
  if (reach === 'public' && isPrivateName(hostOf(url))) throw privateAddress(hostOf(url))
  return url
}

/** The host as DNS and sockets know it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

function isPrivateName(host: string): boolean {
  if (isIP(host) !== 0) return !isPublic(host)
  // RFC 6761 6.3: these are of this machine, whatever DNS says.
  return /(?:^|\.)localhost\.?$/i.test(host)
}

export const privateAddress = (host: string): Rejection =>
  new Rejection(
    'private-address',
    `${host} is not in the public Internet, and Tidemark sends nothing into private networks; WEBHOOK_PRIVATE_TARGETS=allow changes that for a stack of your own.`,
    { actual: host.slice(0, 200) },
  )

const bad = (why: string, actual: string): Rejection =>
  new Rejection('bad-parameter', `The address ${why}.`, actual === '' ? {} : { actual: actual.slice(0, 200) })
