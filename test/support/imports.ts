import { globSync, readFileSync } from 'node:fs'
import { dirname, posix, relative } from 'node:path'

/** One import of one file; paths are from the root of the repository, packages as they are named. */
export interface Import {
  readonly from: string
  readonly to: string
}

const SOURCES = [
  ...['shared', 'functions', 'infra', 'cli', 'bench'].map((folder) => `${folder}/**/*.ts`),
  'ui/**/*.{ts,tsx}',
]
/** Statements begin a line; a snippet in a template does not. */
const SPECIFIER =
  /^(?:import\b[^'"`]*?|export (?:type )?(?:\*|\{[^}]*\})[^'"`]*?\bfrom\s*)['"]([^'"\n]+)['"]/gm

/** All source files below a root, as paths from it. */
export const sourceFiles = (root: string): string[] =>
  SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).map((path) => path.replaceAll('\\', '/'))

/** Every import of a file, types included: a direction is one for types too. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(`${root}/${file}`, 'utf8')
  return [...text.matchAll(SPECIFIER)].map(([, specifier = '']) => ({
    from: file,
    to: resolve(root, file, specifier),
  }))
}

function resolve(root: string, file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.'))
    return posix.normalize(posix.join(relative(root, `${root}/${dirname(file)}`), specifier))
  return specifier
}
