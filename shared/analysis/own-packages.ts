/** Which packages of a dump belong to the program itself, by where their files lay when it was built. */

import { CATALOGUE } from '#shared/cause/catalogue.ts'
import type { GoroutineProfile } from '#shared/goroutine/model.ts'
import { lazy } from '#shared/lazy.ts'
import { normaliseFrame } from '#shared/signature/frame.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import { packageOf } from '#shared/signature/package-of.ts'

/** The module cache, vendored copies, and what Bazel and Godep fetch. */
const FETCHED = /[/\\](?:pkg[/\\]mod|vendor|_vendor|external|third_party|Godeps)[/\\]|^external[/\\]|@v\d/
/** Files that no source tree holds. */
const MADE = /^(?:<|_cgo_|\?)/
/** Below a GOPATH every package lies at its import path, own and foreign alike. */
const inGopath = (file: string, path: string): boolean => file.replaceAll('\\', '/').includes(`/src/${path}/`)
const isAbsolute = (file: string): boolean => /^(?:\/|[A-Za-z]:[/\\]|~\/)/.test(file)

/** Elements of an import path up to the repository, on hosts that keep one at `host/owner/name`, or at `host/name`. */
const REPOSITORY =
  /^(?:(?:github\.com|gitlab\.com|bitbucket\.org|gitee\.com|codeberg\.org)\/[^/]+\/[^/.]+|[^/]+\.[^/]+\/[^/.]+)/

/**
 * `github.com/cart/shop` for `github.com/cart/shop/cmd/serve`, `google.golang.org/grpc`; of a name
 * with dots the first part, since a package at its root is not told from its functions; a path of no host as it is.
 */
export const repositoryOf = (path: string): string => REPOSITORY.exec(path)?.[0] ?? path

/**
 * Import paths of the program's own packages that stand on a public host, where a frame is taken for a library otherwise.
 *
 * A file that lies neither in the module cache nor in a vendored copy nor in a GOPATH was in the checkout that was
 * built. In a GOPATH, own is what shares the repository of `main`, or of what vendored its libraries; and all that
 * is not fetched if other files of the dump tell that it was built with modules. Where a GOPATH shows neither, own is the
 * only repository that no entry of the catalogue knows as a library.
 *
 * Example: of `github.com/cart/shop/store.(*Store).keep` in `/app/store/store.go`, `github.com/cart/shop/store`
 */
export function ownPackagesOf(profile: GoroutineProfile): string[] {
  const files = filesOf(profile)
  const isOfModules = [...files.values()].some((file) => /@v\d/.test(file))
  const told = repositoriesOf(profile, files)
  const repositories = new Set(told.length > 0 ? told : onlyUnknown(files))
  return [...files].flatMap(([path, file]) =>
    ownerOf(`${path}.f`) === 'library' && isOwn(path, file, isOfModules, repositories) ? [path] : [],
  )
}

function isOwn(path: string, file: string, isOfModules: boolean, repositories: ReadonlySet<string>): boolean {
  if (FETCHED.test(file) || MADE.test(file)) return false
  if (repositories.has(repositoryOf(path)) || isOfModules) return isAbsolute(file) || file.startsWith(path)
  return isAbsolute(file) && !inGopath(file, path)
}

/** Package → a file of it, in the order of the dump; vendored copies under the path that they are imported by. */
function filesOf({ groups }: GoroutineProfile): Map<string, string> {
  const files = new Map<string, string>()
  const paths = new Map<string, string>()
  const pathOf = (name: string): string => {
    const path = paths.get(name) ?? packageOf(normaliseFrame(name))
    paths.set(name, path)
    return path
  }
  for (const { frames, places = [] } of groups)
    for (const variant of places)
      for (const [i, name] of frames.entries()) {
        const path = pathOf(name)
        const file = variant.frames[i] ?? ''
        if (file !== '' && !files.has(path)) files.set(path, file.slice(0, file.lastIndexOf(':')))
      }
  return files
}

/** Repositories that entries of the catalogue name functions of: they are libraries. */
const librariesOfCatalogue = lazy(
  (): ReadonlySet<string> =>
    new Set(
      CATALOGUE.flatMap(({ match, variants = [], holds = [] }) => [
        ...[...match, ...variants.flatMap((variant) => variant.match)]
          .flatMap(({ top = [], any = [] }) => [...top, ...any])
          .map((name) => repositoryOf(packageOf(name.replaceAll('{v}', '')))),
        ...holds.map(({ module }) => repositoryOf(module)),
      ]),
    ),
)

/** Where nothing tells the repository of the program: the one in a GOPATH beside the standard library and known ones. */
function onlyUnknown(files: ReadonlyMap<string, string>): string[] {
  const libraries = librariesOfCatalogue()
  const unknown = new Set(
    [...files]
      .filter(
        ([path, file]) => ownerOf(`${path}.f`) === 'library' && isAbsolute(file) && inGopath(file, path),
      )
      .filter(([, file]) => !FETCHED.test(file))
      .map(([path]) => repositoryOf(path))
      .filter((repository) => !libraries.has(repository)),
  )
  return unknown.size === 1 ? [...unknown] : []
}

/** Repositories of `main` and of what holds a vendor folder. */
function repositoriesOf({ groups }: GoroutineProfile, files: ReadonlyMap<string, string>): string[] {
  const main = /[/\\]src[/\\](.+)[/\\][^/\\]+$/.exec(
    FETCHED.test(files.get('main') ?? '') ? '' : (files.get('main') ?? ''),
  )
  // A build with modules keeps the folder of a vendored copy in its files, and not in its names.
  const vendoring = [
    ...groups.flatMap(({ frames }) => frames.flatMap((name) => /^(.+?)\/vendor\//.exec(name)?.[1] ?? [])),
    ...[...files.values()].flatMap(
      (file) => /\/src\/(.+?)\/vendor\//.exec(file.replaceAll('\\', '/'))?.[1] ?? [],
    ),
  ]
  return [...(main?.[1] === undefined ? [] : [main[1].replaceAll('\\', '/')]), ...vendoring].map(repositoryOf)
}
