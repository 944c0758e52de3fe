/** What the n-th write of a process that is to be killed writes. */
export function written(n: number) {
  const key = `profiles/acme/checkout/2026/09/07/00/${n}.pb.gz`
  return {
    object: { key, body: bytesOf(n), metadata: { sha256: String(n) } },
    row: { pk: 'acme#checkout', sk: String(n), bytes: bytesOf(n) },
    message: { key },
  }
}

/** Bytes of a profile: some fill a page of the database, some more than ten. */
const LARGEST = 100_000

const bytesOf = (n: number): Uint8Array =>
  Uint8Array.from({ length: 1 + ((n * 7_919) % LARGEST) }, (_, i) => (n * 31 + i) & 0xff)
