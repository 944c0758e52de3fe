/** Milliseconds between two lines. */
const EVERY = 10_000

/** Tells how far a long run is: `120 of 1000 kills, 0 lost`. @param what is counted @param bad what must not happen */
export function progressOf(all: number, what: string, bad: string): (done: number, failed: number) => void {
  let told = performance.now()
  return (done, failed) => {
    if (performance.now() - told < EVERY) return
    told = performance.now()
    console.log(`${done} of ${all} ${what}, ${failed} ${bad}`)
  }
}
