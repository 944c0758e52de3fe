/** Versions as Go writes them: `v1.85.0`, `v2.8.3+incompatible`, `v0.0.0-20190412065543-76bd3d59ff27`, `go1.26.8`. */

const numbersOf = (version: string): number[] =>
  (/^(?:v|go)?([\d.]+)/.exec(version)?.[1] ?? '').split('.').map(Number)

/** Digits of the time in a pseudo-version; nothing for a release. */
const timeOf = (version: string): string => /-(?:0\.)?(\d{14})-[0-9a-f]{12}/.exec(version)?.[1] ?? ''

/** Negative where `a` is before `b`. A pseudo-version is before the release of its number. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  const rank = (version: string): string => timeOf(version) || (/^[^+]*-/.test(version) ? '8' : '9')
  return rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1
}

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
