/**
 * How long to wait so that no more than so many things a second are done.
 *
 * @param done things since the beginning
 * @param elapsed milliseconds since the beginning
 * @returns milliseconds
 */
export const pause = (done: number, perSecond: number, elapsed: number): number =>
  Math.max(0, (1_000 * done) / perSecond - elapsed)
