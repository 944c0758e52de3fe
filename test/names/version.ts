/** Versions as Go writes them: `v1.85.0`, `v2.8.3+incompatible`, `v0.0.0-20190412065543-76bd3d59ff27`, `go1.26.8`. */

const numbersOf = (version: string): number[] =>
  (/^(?:v|go)?([\d.]+)/.exec(version)?.[1] ?? '').split('.').map(Number)

/**
 * The path that a module is imported by in a version: from the second major version on it has that version in it.
 *
 * Example: `github.com/jackc/pgx` at `v5.13.0` is `github.com/jackc/pgx/v5`
 */
export function modulePath(root: string, version: string): string {
  const major = numbersOf(version)[0] ?? 0
  const plain = major < 2 || version.startsWith('go') || version.endsWith('+incompatible')
  return plain || root.startsWith('gopkg.in/') ? root : `${root}/v${major}`
}
