/** A packed attribute: bytes that begin with the number of their version, below 128. */
export interface PackedFormat {
  /** How a refusal begins, such as `packed block has`. */
  readonly name: string
  /** What this program writes. */
  readonly version: number
  /** What makes each version the next one, that of version 1 first. */
  readonly upgrades: readonly ((bytes: Uint8Array) => Uint8Array)[]
}

/**
 * The same as this program writes it, whichever version before it is of.
 *
 * @throws Error that names the version, where it is a later one or none
 */
export function upgraded({ name, version, upgrades }: PackedFormat, bytes: Uint8Array): Uint8Array {
  const [given] = bytes
  if (given === undefined || given < 1 || given > version)
    throw new Error(`${name} version ${given}; this program reads ${version}`)
  return upgrades.slice(given - 1).reduce((before, upgrade) => upgrade(before), bytes)
}
