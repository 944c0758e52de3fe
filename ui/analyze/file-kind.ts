/** What somebody dropped: a goroutine dump, or the sockets of the same process. */
export type FileKind = 'dump' | 'sockets'

/**
 * Words that each of netstat, ss, lsof, /proc/net/tcp and ls -l /proc/PID/fd prints, and no dump begins with. netstat of
 * Windows speaks the language of its user: there the two addresses behind the protocol tell.
 */
const SOCKETS =
  /\b(?:LISTEN|ESTAB(?:LISHED)?|TIME[-_]WAIT|Recv-Q|local_address)\b|^COMMAND +PID\b|\bsocket:\[\d+\]|^ *(?:TCP|UDP) +\S+:\d+ +\S+:(?:\d+|\*)/m
const DUMP = /^goroutine (?:\d+|profile:)|^goroutineleak profile:/m

/**
 * Tells one from the other; what is neither is sent as a dump, and the API says what is wrong with it.
 *
 * @param head the first bytes, gunzipped, of whatever encoding
 */
export function fileKindOf(head: Uint8Array): FileKind {
  const text = new TextDecoder().decode(head)
  return SOCKETS.test(text) && !DUMP.test(text) ? 'sockets' : 'dump'
}
