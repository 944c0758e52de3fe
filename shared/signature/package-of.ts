/** Import path of the function's package: `net/http` for `net/http.(*conn).serve`. */
export function packageOf(frame: string): string {
  // A receiver or type argument may hold slashes: the path ends before the first of `(` and `[`.
  const stop = frame.search(/[([]/)
  const path = stop < 0 ? frame : frame.slice(0, stop)
  const slash = path.lastIndexOf('/')
  const dot = path.indexOf('.', slash + 1)
  // `gopkg.in/yaml.v3.Unmarshal`: a version element belongs to the path.
  const version = dot < 0 ? null : /^\.v\d+(?=\.)/.exec(path.slice(dot))
  return dot < 0 ? path : path.slice(0, dot + (version?.[0].length ?? 0))
}
