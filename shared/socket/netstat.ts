/** Reads `netstat` of every system: Linux and busybox, macOS and the BSDs, Solaris, Windows. One kind of row per system. */

import type { Line } from './lines.ts'
import { readNetstatBsd } from './netstat-bsd.ts'
import { isLinuxRow, readNetstatLinux } from './netstat-linux.ts'
import { isSolarisRow, readNetstatSolaris } from './netstat-solaris.ts'
import { isWindowsRow, readNetstatWindows } from './netstat-windows.ts'
import type { LineReading, TableFormat } from './table-format.ts'

/** A row of TCP that may be cut. */
const TCP_BEGIN = /^\s*tcp(?:4|6|46)?(?:\s|$)/i
/** A row of TCP whose columns tell that it is one: `tcp 0 0 …` of Unix, with tcp4, tcp6 and tcp46 of macOS and the BSDs. */
const TCP_OF_UNIX = /^\s*tcp(?:4|6|46)?\s+\d+\s+\d+\s/
/**
 * Protocols of the other rows (net-tools and busybox netstat.c; macOS and FreeBSD inet.c, unix.c), Unix sockets of the
 * BSDs by their kernel address, and idle UDP of Solaris.
 */
const OTHER =
  /^\s*(?:(?:udp(?:4|6|46|l|l6|lite|lite6)?|raw6?|sctp[46]?|icm(?:p|4|6|p6)?|ip[46]?|divert|unix|l2cap|rfcomm|dccp|kctl|kevt|vsock)\s|(?:0x)?[0-9a-f]{6,16}\s+(?:stream|dgram|seqpac)|\S+\.\S+\s+Idle\s*$)/i

export const NETSTAT: TableFormat = { tool: 'netstat', isTelling, read }

/** The line of column names begins with `Proto` in every language of net-tools 2.10 and of Windows. */
function isTelling(text: string): boolean {
  return (
    TCP_OF_UNIX.test(text) ||
    isWindowsRow(text) ||
    isSolarisRow(text) ||
    /^Active Internet connections/.test(text) ||
    /^Proto\s+\S+-[QF]\s/.test(text)
  )
}

function read({ text }: Line): LineReading {
  if (OTHER.test(text)) return { is: 'other' }
  if (isSolarisRow(text)) return readNetstatSolaris(text)
  if (!TCP_BEGIN.test(text)) return outside(text)
  if (isWindowsRow(text)) return readNetstatWindows(text)
  return isLinuxRow(text) ? readNetstatLinux(text) : readNetstatBsd(text)
}

/** Column names, and the program that `-b` of Windows prints below its row. */
const NO_ROW = /^\s*(?:Proto\s|\[[^\]]*\]\s*$)/

/** Titles and most column names have no digits in any language; every row has. */
function outside(text: string): LineReading {
  return /\d/.test(text) && !NO_ROW.test(text)
    ? { is: 'unreadable', why: 'neither a title nor a row of netstat' }
    : { is: 'heading' }
}
