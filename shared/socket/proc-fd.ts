/** Reads `ls -l /proc/PID/fd`: GNU and busybox, in any time style of `link-time.ts`. */

import { wholeNumber } from './columns.ts'
import type { Line } from './lines.ts'
import { readLinkTime } from './link-time.ts'
import type { LineReading, TableFormat } from './table-format.ts'

/** Permissions of a link, with the dot or plus of SELinux and ACLs: `lrwx------.`; `l---------` was opened with O_PATH. */
const LINK = /^\s*l[-rwx]{9}[.+]?\s/
/** Heading of `ls -l /proc/*\/fd`. */
const FOLDER = /^\/proc\/(\d+|self)\/fd\/?:$/
const ARROW = ' -> '
/** A terminal gets names with brackets in quotes (coreutils 8.25). */
const SOCKET = /^'?socket:\[(\d{1,15})\]'?\s*$/
const NAME = /^(?:\/proc\/(\d+)\/fd\/)?(\d+)$/
/** `total 0` in any language, and what ls could not look at. */
const OUTSIDE = /^(?:\S+(?: \S+)? \d+$|ls: )/

export const PROC_FD: TableFormat = { tool: 'proc-fd', isTelling, read }

function isTelling(text: string): boolean {
  return FOLDER.test(text) || (LINK.test(text) && text.includes(ARROW))
}

/**
 * One line of the listing.
 *
 * Example input:
 *
 *     lrwx------ 1 10001 10001 64 Nov 23 10:25 11 -> socket:[27729]
 *
 * Example output: link { fd 11, inode 27729, linkedAt 23 November 10:25 of the year before `now` }
 */
function read({ text }: Line, now: number): LineReading {
  const [, folder] = FOLDER.exec(text) ?? []
  if (folder !== undefined) return { is: 'process', pid: wholeNumber(folder) }
  if (!LINK.test(text)) {
    return OUTSIDE.test(text)
      ? { is: 'heading' }
      : { is: 'unreadable', why: 'no link of a listing with ls -l' }
  }
  const arrow = text.indexOf(ARROW)
  if (arrow < 0) return { is: 'unreadable', why: 'a link without its target' }
  const target = text.slice(arrow + ARROW.length)
  const inode = wholeNumber(SOCKET.exec(target)?.[1])
  if (inode === undefined)
    return isCutSocket(target) ? { is: 'unreadable', why: 'a cut target' } : { is: 'other' }
  const before = text.slice(0, arrow)
  const blank = before.lastIndexOf(' ')
  const [, pid, fd] = NAME.exec(before.slice(blank + 1)) ?? []
  if (fd === undefined) return { is: 'unreadable', why: 'the name of the link is no descriptor' }
  const time = readLinkTime(before.slice(0, Math.max(0, blank)).trimEnd(), now)
  const link = { fd: Number(fd), inode, linkedAt: time.at, pid: wholeNumber(pid) }
  return { is: 'link', link, why: time.at === undefined ? time.why : undefined }
}

const isCutSocket = (target: string): boolean => /^'?socket:/.test(target) || target === ''
