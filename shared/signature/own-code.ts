import { packageOf } from './package-of.ts'

/** First path elements of the standard library, Go 1.27 (`go list std`). */
const STANDARD = new Set(
  `archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar
   flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime
   slices sort strconv strings structs sync syscall testing text time unicode unique unsafe weak`.split(
    /\s+/,
  ),
)

/** Hosts that serve libraries to everybody: without a setting, a frame from there is taken for a library. */
const PUBLIC_HOSTS = new Set(
  `bitbucket.org buf.build cel.dev cloud.google.com code.google.com contrib.go.opencensus.io dario.cat filippo.io gioui.org git.sr.ht
   gitee.com github.com gitlab.com go.etcd.io go.mongodb.org go.opencensus.io go.opentelemetry.io go.starlark.net
   go.temporal.io go.uber.org go.yaml.in go4.org gocloud.dev golang.org golang.zx2c4.com gonum.org google.golang.org gopkg.in
   gorm.io gotest.tools gvisor.dev honnef.co inet.af k8s.io knative.dev lukechampine.com modernc.org mvdan.cc nhooyr.io oras.land
   pkg.go.dev rsc.io sigs.k8s.io`.split(/\s+/),
)

/** Whose code a frame is. */
export type CodeOwner = 'standard' | 'library' | 'own'

/**
 * @param ownPrefixes import path prefixes that the service's settings call its own
 */
export function ownerOf(frame: string, ownPrefixes: readonly string[] = []): CodeOwner {
  const path = packageOf(frame)
  if (ownPrefixes.some((prefix) => path === prefix || path.startsWith(`${prefix.replace(/\/$/, '')}/`)))
    return 'own'
  const first = path.split('/', 1)[0] ?? path
  if (path === 'main') return 'own'
  if (STANDARD.has(first)) return 'standard'
  return PUBLIC_HOSTS.has(first) ? 'library' : 'own'
}

/** The frame of the program's own code nearest to the leaf, where the stack has one. */
export const ownCodeFrame = (
  frames: readonly string[],
  ownPrefixes?: readonly string[],
): string | undefined => frames.find((frame) => ownerOf(frame, ownPrefixes) === 'own')
