import type { Cause } from './cause.ts'
import { prose } from './text.ts'

/** What is true of a cause in some processes alone. */
export interface CauseNote {
  /**
   * `sinceGo`: built by Go 1.N or newer; `proven`: the runtime proves some of these goroutines leaked; `unproven`: it was
   * asked (goroutineleak) and proves none.
   */
  readonly when: { readonly sinceGo: number } | 'proven' | 'unproven'
  /** Stands behind `why`. */
  readonly why: string
  /** Stands in place of `fix`. */
  readonly fix?: string
}

/** What is known of a process and a stack beside its frames, as far as it changes what to do. */
export interface Known {
  /** Minor version of the Go that built the program; undefined where nothing tells. */
  readonly goMinor?: number | undefined
  /** Goroutines of the stack that the runtime proves leaked. */
  readonly proven: number
  /** Somebody has taken a goroutineleak profile of the process. */
  readonly hasLeakProfile: boolean
}

/**
 * Number of an entry → what holds in some processes alone.
 *
 * Go 1.27 reads what is left of a body on Close: golang/go#77370, `maxPostCloseReadBytes` and `maxPostCloseReadTime` in
 * net/http/transport.go. goroutineleak lists the goroutines of an http.Transport that nothing reaches, never those of
 * http.DefaultTransport, and never idle ones, which wait on I/O (measured with Go 1.27.4, 2026-11).
 */
const NOTES: Readonly<Record<string, readonly CauseNote[]>> = {
  1: [
    {
      when: { sinceGo: 27 },
      why: prose`
        Since Go 1.27 Close reads up to 256 KB of what is left, for up to 50 ms, so a body that is closed without being
        read rarely costs its connection: look for one that is never closed.`,
      fix: 'Close the body on every path, and share one http.Client.',
    },
    {
      when: 'proven',
      why: prose`
        The runtime proves that nothing can reach these connections. Their http.Transport is gone too: it was built for
        a few requests (entry 2), and the bodies of those were never closed.`,
      fix: 'Close the body on every path, and share one http.Client in place of a Transport per request.',
    },
    {
      when: 'unproven',
      why: prose`
        A goroutineleak profile lists none of them: something still holds their http.Transport, such as
        http.DefaultTransport or a shared client.`,
    },
  ],
  2: [
    {
      when: { sinceGo: 27 },
      why: prose`
        Since Go 1.27 a connection also becomes idle where a short body was closed without being read: a Transport for
        each request is then the likelier cause.`,
    },
  ],
}

/** All notes of a cause. */
export const allNotes = ({ id }: Pick<Cause, 'id'>): readonly CauseNote[] => NOTES[id] ?? []

/** The notes of a cause that hold: advice ages with Go, and a proof tells candidates apart. */
export const notesOf = (cause: Cause, known: Known): CauseNote[] =>
  allNotes(cause).filter((note) => applies(note, known))

/** A cause whose texts fit what is known. */
export function advised(cause: Cause, known: Known): Cause {
  const notes = notesOf(cause, known)
  if (notes.length === 0) return cause
  return {
    ...cause,
    why: [cause.why, ...notes.map(({ why }) => why)].join(' '),
    fix: notes.findLast(({ fix }) => fix !== undefined)?.fix ?? cause.fix,
  }
}

function applies({ when }: CauseNote, { goMinor, proven, hasLeakProfile }: Known): boolean {
  if (when === 'proven') return proven > 0
  if (when === 'unproven') return hasLeakProfile && proven === 0
  return goMinor !== undefined && goMinor >= when.sinceGo
}
