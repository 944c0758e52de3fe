import { type Signature, signatureId } from '#shared/signature/signature.ts'

/** Stacks of the made services, leaf first, as Go 1.26 prints them. */

/** @param ownCode the frame of the program's own code; undefined: none */
export const stackOf = (ownCode: string | undefined, ...frames: string[]): Signature => ({
  id: signatureId(frames),
  frames,
  entry: frames.at(-1),
  ownCode,
  creator: undefined,
})

/** Where the healthy goroutines stand that a background moves. */
export const WORKER = stackOf('main.(*pool).work', 'sync.(*Cond).Wait', 'main.(*pool).work')
/** Served connections: the load of a process. */
export const SERVING = stackOf(
  undefined,
  'internal/poll.(*FD).Read',
  'net.(*conn).Read',
  'net/http.(*connReader).Read',
  'bufio.(*Reader).Peek',
  'net/http.(*conn).serve',
)
/** What stands still in every program, with its number. */
export const STANDING: readonly (readonly [Signature, number])[] = [
  [stackOf(undefined, 'os/signal.signal_recv', 'os/signal.loop'), 1],
  [stackOf('main.(*clock).tick', 'main.(*clock).tick'), 4],
  [stackOf('main.(*consumer).poll', 'net.(*conn).Read', 'main.(*consumer).poll'), 12],
]

/** A stack that leaks, and the entry of the catalogue that says why; null where none does. */
export interface LeakingStack {
  readonly signature: Signature
  readonly cause: string | null
}

export const LEAKING: readonly LeakingStack[] = [
  { signature: stackOf('main.(*ledger).settle', 'main.(*ledger).settle'), cause: null },
  {
    signature: stackOf(
      undefined,
      'internal/poll.(*FD).Read',
      'net.(*conn).Read',
      'net/http.(*persistConn).Read',
      'bufio.(*Reader).Peek',
      'net/http.(*persistConn).readLoop',
    ),
    cause: '2',
  },
  { signature: stackOf('main.(*book).post', 'main.(*book).post'), cause: null },
  { signature: stackOf(undefined, 'database/sql.(*Rows).awaitDone'), cause: '15' },
]
