/** Reads one end of a connection as the tools print it, and gives it one spelling. */

import type { Endpoint } from './model.ts'

/** An end, read. */
export interface ReadEndpoint {
  /** Undefined where the port is `*`: nobody there. */
  readonly endpoint: Endpoint | undefined
  /** The text was that of an IPv6 address. */
  readonly isIPv6: boolean
}

/** Longest IPv6 address in text: eight groups, the last two as IPv4 (RFC 4291 §2.2). */
const LONGEST_IPV6 = 45
const IPV6 = /^[0-9a-f:.]+$/i
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/
const DECIMAL = /^\d{1,5}$/
/** Service names of RFC 6335 §5.1, and the dots, underscores and pluses of older ones. */
const SERVICE = /^[a-z][a-z0-9._+-]{0,63}$/i
const HIGHEST_PORT = 65_535

/**
 * Address and port, separated by the last colon; undefined if it is neither.
 *
 * Example input: `127.0.0.11:80`, `[::ffff:10.0.0.5]:443`, `:::*`, `[fe80::1]%eth0:22`, `db.example:postgresql`
 *
 * Example output: `127.0.0.11` 80, `10.0.0.5` 443, nobody, `fe80::1%eth0` 22, `db.example` `postgresql`
 *
 * netstat cuts an IPv6 address that is wider than its column (net-tools netstat.c, addr_do_one; `-W` does
 * not); what is left is kept as it is, so that the sockets of one such remote still stand together.
 */
export function readEndpoint(text: string): ReadEndpoint | undefined {
  const colon = text.lastIndexOf(':')
  return colon < 0 ? undefined : endpointOf(text.slice(0, colon), text.slice(colon + 1))
}

/**
 * The same where a dot separates the port: netstat of macOS, the BSDs, Solaris and AIX. A text whose last colon is
 * behind its last dot is one of Linux or Windows and is read as such.
 *
 * Example input: `10.0.0.9.8086`, `*.22`, `*.*`, `fe80::1%lo0.631`, `ec2-52-204-16-18.https`
 */
export function readDottedEndpoint(text: string): ReadEndpoint | undefined {
  const dot = text.lastIndexOf('.')
  if (dot < text.lastIndexOf(':')) return readEndpoint(text)
  return dot < 0 ? undefined : endpointOf(text.slice(0, dot), text.slice(dot + 1))
}

function endpointOf(host: string, port: string): ReadEndpoint | undefined {
  const isIPv6 = host.includes(':')
  if (port === '*') return { endpoint: undefined, isIPv6 }
  const number = DECIMAL.test(port) ? Number(port) : undefined
  if (host === '' || (number === undefined ? !SERVICE.test(port) : number > HIGHEST_PORT)) return undefined
  return { endpoint: { address: addressOf(host), port: number ?? port }, isIPv6 }
}

/** One spelling of an address: brackets away, IPv6 shortened, IPv4-mapped IPv6 as IPv4, zone kept. */
export function addressOf(host: string): string {
  const bare = host.replace('[', '').replace(']', '')
  const percent = bare.indexOf('%')
  const address = percent < 0 ? bare : bare.slice(0, percent)
  if (!address.includes(':')) return bare
  return shortIPv6(address) + bare.slice(address.length)
}

/** RFC 5952 form, which is how a URL writes its host (WHATWG URL §3.5); other text comes back as it is. */
function shortIPv6(address: string): string {
  if (address.length > LONGEST_IPV6 || !IPV6.test(address)) return address
  const short = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1)
  if (short === undefined) return address
  const [, high, low] = MAPPED.exec(short) ?? []
  return high === undefined || low === undefined ? short : `${dotted(high)}.${dotted(low)}`
}

/** Two bytes of an IPv4 address: `a0b` is `10.11`. */
const dotted = (group: string): string => {
  const value = Number.parseInt(group, 16)
  return `${value >> 8}.${value & 0xff}`
}

/** As in a URL: `10.0.0.5:443`, `[2001:db8::5]:443`. */
export const endpointText = ({ address, port }: Endpoint): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
