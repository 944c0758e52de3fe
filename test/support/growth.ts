/** How does work grow with its input? Told as a ratio, since wall times are of one machine and one moment. */

/** Below this a run is start-up, garbage and chance, milliseconds. */
const FLOOR = 40

/** Processor time of the fastest of some runs, milliseconds: what else the machine does hardly counts. */
async function least(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage()
    await work()
    times.push(process.cpuUsage(before).user / 1_000)
  }
  return Math.min(...times)
}

/** Times that `large` takes of what `small` takes; the best of three where it is more than `most`. */
export async function growth(small: () => unknown, large: () => unknown, most: number): Promise<number> {
  // A ratio that chance made is another one the next time.
  const ratio = async () => (await least(large)) / Math.max(FLOOR, await least(small))
  const ratios = [await ratio()]
  while ((ratios.at(-1) ?? 0) > most && ratios.length < 3) ratios.push(await ratio())
  return Math.min(...ratios)
}
