/** Which Go built a program, where its labels or its functions tell? Advice depends on it, nothing else. */

/** Label keys that name it: OpenTelemetry's resource attribute, as Pyroscope clients write it, and what Prometheus calls it. */
const LABELS = ['process_runtime_version', 'go_version', 'goversion']

/** Minor version: 27 of `go1.27.4`, `1.27`. Undefined where a text is none. */
export function goMinor(version: string | undefined): number | undefined {
  const [, minor] = /^(?:go ?version )?(?:go)?1\.(\d{1,3})(?!\d)/.exec(version ?? '') ?? []
  return minor === undefined ? undefined : Number(minor)
}

/** What the labels of a process say. */
export function goMinorOfLabels(labels: Readonly<Record<string, string>>): number | undefined {
  const [, version] =
    Object.entries(labels).find(([key]) => LABELS.includes(key.replaceAll('.', '_').toLowerCase())) ?? []
  return goMinor(version)
}

/** First Go whose HTTP/2 is a package of its own. */
const HTTP2_MOVED = 27

/** The newest or the oldest version that function names allow: HTTP/2 is spelled anew since Go 1.27 (`aliases/http2.ts`). */
export function goMinorOfNames(names: Iterable<string>): number | undefined {
  for (const name of names) {
    if (name.startsWith('net/http/internal/http2.')) return HTTP2_MOVED
    if (name.startsWith('net/http.(*http2serverConn)') || name.startsWith('net/http.(*http2ClientConn)'))
      return HTTP2_MOVED - 1
  }
  return undefined
}
