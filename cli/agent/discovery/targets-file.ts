/** Targets of a file that may change: YAML or JSON, as Prometheus' `file_sd` has it. */

import { open } from 'node:fs/promises'
import type { Document } from 'yaml'
import { diskFailureOf } from '../failure.ts'
import type { ListDefaults } from './labelled-target.ts'
import { type PollingDeps, polling } from './polling.ts'
import { type Found, NoList, type Source } from './source.ts'
import { LIST_LIMIT, targetList } from './target-list.ts'

/**
 * Milliseconds between two looks. The system's own notices miss what is swapped by a link, as a ConfigMap is, and what another
 * host writes.
 */
const EVERY = 5_000
/** Values that aliases of YAML may stand for. */
const MOST_ALIASED = 100

export function targetsFile(file: string, defaults: ListDefaults, deps: PollingDeps): Source {
  let last: Reading | undefined
  const read = async (): Promise<Found | undefined> => {
    const bytes = await bytesOf(file)
    const isSame = last?.bytes.equals(bytes) === true
    // A bad file is not parsed again before it changes, either.
    last = isSame ? last : { bytes, result: await resultOf(bytes, defaults) }
    if (last?.result instanceof NoList) throw last.result
    return isSame ? undefined : last?.result
  }
  return polling({ name: file, every: () => EVERY, read }, deps)
}

/** A file as it was read, and what came of it. */
interface Reading {
  readonly bytes: Buffer
  readonly result: Found | NoList
}

async function resultOf(bytes: Buffer, defaults: ListDefaults): Promise<Found | NoList> {
  try {
    return targetList(await parsed(bytes.toString('utf8')), defaults)
  } catch (error) {
    if (error instanceof NoList) return error
    throw error
  }
}

/** @throws NoList */
async function bytesOf(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file)
    const about = await handle.stat()
    if (!about.isFile()) throw new NoList('it is no file')
    if (about.size > LIST_LIMIT)
      throw new NoList(`it has ${about.size} bytes; at most ${LIST_LIMIT} are read`, 'write several files')
    return await handle.readFile()
  } catch (error) {
    throw error instanceof NoList ? error : new NoList(`it cannot be read: ${diskFailureOf(error)}`)
  }
}

/**
 * The value that a text stands for. Scalars of YAML stay text, as Prometheus has them: the version 1.10 is not 1.1.
 *
 * @throws NoList that says where the text is broken
 */
async function parsed(text: string): Promise<unknown> {
  try {
    return JSON.parse(text)
  } catch {
    // Loaded for this alone: it takes 2 MB.
    const { parseDocument } = await import('yaml')
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: true, logLevel: 'silent' })
    const [error] = document.errors
    if (error === undefined) return contentOf(document)
    const [place] = error.linePos ?? []
    throw new NoList(`line ${place?.line ?? 1} is neither YAML nor JSON: ${error.code.toLowerCase()}`)
  }
}

/** Aliases may not make much of a little: yaml counts what they stand for. @throws NoList */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASED })
  } catch (error) {
    if (error instanceof ReferenceError)
      throw new NoList(`its aliases stand for more than ${MOST_ALIASED} values, or for none`)
    throw error
  }
}
