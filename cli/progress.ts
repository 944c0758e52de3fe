import type { WriteStream } from 'node:tty'
import type { Progress } from './command.ts'

const WIDTH = 30
/** Milliseconds between two drawings. */
const PAUSE = 50

/** A bar on stderr, where stderr is a terminal. */
export function progressLine(stream: WriteStream): Progress {
  let drawn = 0
  return {
    show: (done, of, what) => {
      const now = performance.now()
      if (!stream.isTTY || (now - drawn < PAUSE && done < of)) return
      drawn = now
      const filled = Math.round((WIDTH * done) / Math.max(1, of))
      stream.write(`\r\x1b[2K${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done} of ${of} ${what}`)
    },
    clear: () => {
      if (stream.isTTY && drawn > 0) stream.write('\r\x1b[2K')
      drawn = 0
    },
  }
}
