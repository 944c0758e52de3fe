/**
 * What to type to get the same stacks in pprof; the token stays in the environment.
 *
 * Example output: `go tool pprof -top "http://x:$TIDEMARK_TOKEN@127.0.0.1:4180/v1/services/checkout/merge.pb.gz?trim=runtime"`.
 * @param origin of the page, such as `http://127.0.0.1:4180`
 * @param path of the service in the API
 */
export function pprofCommand(origin: string, path: string, query: Readonly<Record<string, string>>): string {
  const [protocol, host] = origin.split('//')
  const file = query.base === undefined ? 'merge.pb.gz' : 'diff.pb.gz'
  return `go tool pprof -top "${protocol}//x:$TIDEMARK_TOKEN@${host}${path}/${file}${parameters(query)}"`
}

/** A colon of a time needs no escape in a query (RFC 3986 §3.4). */
function parameters(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString().replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}
