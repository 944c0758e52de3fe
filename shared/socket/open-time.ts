/** Since when sockets have been open, from the links under /proc/PID/fd. */

import type { FdLink } from './model.ts'

/** Sockets before one that may correct its time: an odd number, so that one of them is the middle. */
const NEIGHBOURS = 15
/** With fewer than this, one stale link among them would decide. */
const FEWEST_NEIGHBOURS = 3

/**
 * Socket → when it was opened, in ms since the epoch, as far as the links tell.
 *
 * The kernel dates a link when somebody first looks at it (Linux fs/proc/base.c, proc_pid_make_inode), so
 * the time is late by up to the pause between two listings. And it keeps that link for as long as its number
 * is in use at each look (fs/proc/fd.c, tid_fd_revalidate): a socket that got the number of a closed one
 * shows the time of the closed one, hours too early. Socket numbers only rise, but for batches of 1,024 a CPU
 * (fs/inode.c, get_next_ino). So a socket is not older than most of those numbered just before it.
 */
export function openTimes(links: readonly FdLink[]): ReadonlyMap<number, number> {
  const numbered = [...linkTimes(links)].sort(([a], [b]) => a - b)
  return new Map(
    numbered.map(([inode, linkedAt], i) => {
      const before = numbered.slice(Math.max(0, i - NEIGHBOURS), i).map(([, at]) => at)
      return [inode, before.length < FEWEST_NEIGHBOURS ? linkedAt : Math.max(linkedAt, middleOf(before))]
    }),
  )
}

/** Of several descriptors of one socket the earliest time counts. */
function linkTimes(links: readonly FdLink[]): Map<number, number> {
  const times = new Map<number, number>()
  for (const { inode, linkedAt } of links) {
    if (linkedAt !== undefined) times.set(inode, Math.min(linkedAt, times.get(inode) ?? linkedAt))
  }
  return times
}

/** The lower one of the two in the middle. */
const middleOf = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[(times.length - 1) >> 1] ?? 0
