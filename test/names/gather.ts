import { readdirSync, readFileSync } from 'node:fs'
import { CATALOGUE } from '#shared/cause/catalogue.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import type { CauseCase } from '#test/cause/stack.ts'
import { type Claim, claimsOfCatalogue, claimsOfSource } from './claim.ts'

const ROOT = new URL('../../', import.meta.url)
const CASES = 'test/cause/cases'
/** The catalogue and its cases are imported, so that names which are put together count as well. */
const IMPORTED = /^(?:shared\/cause|test\/cause\/cases|test\/names)\/|^test\/fixtures\//

/** Tests of how names are spelled and matched make up names that are nearly right. */
const NEARLY = /^test\/(?:cause\/name-pattern|signature\/(?:frame|normalise|aliases))\b/

/** Every function of Go that this repository names: catalogue, its cases, sources and tests. */
export const gatherClaims = async (): Promise<Claim[]> => [
  ...claimsOfCatalogue(CATALOGUE),
  ...(await claimsOfCases()),
  ...sources().flatMap((file) => claimsOfSource(file, readFileSync(new URL(file, ROOT), 'utf8'))),
]

async function claimsOfCases(): Promise<Claim[]> {
  const files = readdirSync(new URL(CASES, ROOT)).map((file) => new URL(`${CASES}/${file}`, ROOT).href)
  const modules = (await Promise.all(files.map((file) => import(file)))) as Record<
    string,
    readonly CauseCase[]
  >[]
  return modules
    .flatMap((module) => Object.values(module).flat())
    .flatMap(({ id, matches, misses }) =>
      [matches, misses]
        .flatMap(({ frames, creator }) => (creator === undefined ? frames : [...frames, creator]))
        .filter((name) => ownerOf(name) !== 'own')
        .map((name) => ({ name, by: `case ${id}` })),
    )
}

const sources = (): string[] =>
  ['shared', 'functions', 'cli', 'ui', 'bench', 'test'].flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file}`)
      .filter((file) => /\.tsx?$/.test(file) && !IMPORTED.test(file) && !NEARLY.test(file)),
  )
