import { parseArgs } from 'node:util'

/** What `npm run verdicts -- …` may ask for. */
export interface Options {
  /** Folders of recorded cases; empty: those that come with the repository or stand beside it. */
  readonly series: readonly string[]
  /** Names of the sets to play; empty: all. */
  readonly only: readonly string[]
  /** Seeds of the made cases in place of the published ones; then no files are written. */
  readonly seeds: readonly number[]
  /** Modules with methods of others to play beside the baselines (README.md). */
  readonly method: readonly string[]
  /** Figures for a program instead of tables. */
  readonly json: boolean
  /** A row for each background, variant and rate too. */
  readonly detail: boolean
  /** Every 17th case of one seed, no recorded cases but those named, no speed, no files. */
  readonly quick: boolean
  /** Whether a missed goal ends with status 1. */
  readonly gate: boolean
}

/** @throws TypeError that names the argument nobody knows */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      series: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      method: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      detail: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: true },
    },
  })
  const { seed, ...options } = values
  return { ...options, seeds: seed.map(seedOf) }
}

/** @throws TypeError for what is no whole number */
function seedOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new TypeError(`--seed takes a whole number, not "${text}"`)
  return Number(text)
}
