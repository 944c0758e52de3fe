/** Normalised stacks of the recorded incident, leaf first, and of a leak that no catalogue knows. */

import { signatureOf } from '#test/support/lives.ts'

const READ_LOOP = 'net/http.(*persistConn).readLoop'

/** Waits under Peek for a next response: cause 2. */
export const IDLE_READ_LOOP = signatureOf([
  'internal/poll.runtime_pollWait',
  'internal/poll.(*FD).Read',
  'net.(*conn).Read',
  'net/http.(*persistConn).Read',
  'bufio.(*Reader).fill',
  'bufio.(*Reader).Peek',
  READ_LOOP,
])
/** Waits in select until a body is read: cause 1. */
export const BUSY_READ_LOOP = signatureOf([READ_LOOP])
export const WRITE_LOOP = signatureOf(['net/http.(*persistConn).writeLoop'])
/** Own code that the catalogue does not know: `go` in a method that is no start of its type, held up by the disk. */
export const OWN_WORKER = signatureOf(['os.(*File).Sync', 'example.com/shop/cart.(*Store).flush'], {
  ownCode: 'example.com/shop/cart.(*Store).flush',
  creator: 'example.com/shop/cart.(*Store).Put',
})
/** A connection that net/http serves: what the load of a process is read from. */
export const SERVED_CONNECTION = signatureOf([
  'internal/poll.runtime_pollWait',
  'net.(*conn).Read',
  'bufio.(*Reader).Peek',
  'net/http.(*conn).serve',
])
