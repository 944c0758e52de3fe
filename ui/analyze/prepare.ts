import { type FileKind, fileKindOf } from './file-kind.ts'

/** A file that is ready to be sent. */
export interface Prepared {
  readonly name: string
  readonly kind: FileKind
  /** Gzipped. */
  readonly body: Blob
}

/** Something about the files that a reader has to change, as a sentence. */
export class Refused extends Error {}

/** Bytes of one file: what a browser packs within a second or two. */
const MOST_BYTES = 32 * 1024 * 1024
/** Bytes that a request of any installation holds: Lambda's 6 MB less base64. */
const MOST_SENT = 4_500_000
const MOST_FILES = 6
/** Bytes of a file that tell what it is. */
const HEAD = 8_192

/**
 * Packs what was dropped, before anything is sent.
 *
 * @throws Refused
 */
export async function prepare(files: readonly File[]): Promise<Prepared[]> {
  admitSizes(files)
  const prepared = await Promise.all(files.map(prepareOne))
  const dumps = prepared.filter(({ kind }) => kind === 'dump')
  if (dumps.length === 0)
    throw new Refused(
      'There is no goroutine dump among these files; drop one together with its socket tables.',
    )
  const sent = prepared.reduce((sum, { body }) => sum + body.size, 0)
  if (sent > MOST_SENT)
    throw new Refused(
      `The files have ${megabytes(sent)} gzipped, the limit is ${megabytes(MOST_SENT)}: run tidemark analyze FILE on your machine, which has no such limit.`,
    )
  return prepared
}

function admitSizes(files: readonly File[]): void {
  if (files.length > MOST_FILES)
    throw new Refused(
      `These are ${files.length} files, the limit is ${MOST_FILES}: pack them into one tar.gz or zip.`,
    )
  const tooLarge = files.find(({ size }) => size > MOST_BYTES)
  if (tooLarge !== undefined)
    throw new Refused(
      `${nameOf(tooLarge)} has ${megabytes(tooLarge.size)}, the limit of the page is ${megabytes(MOST_BYTES)}: run tidemark analyze FILE on your machine, which has no such limit.`,
    )
  const empty = files.find(({ size }) => size === 0)
  if (empty !== undefined) throw new Refused(`${nameOf(empty)} is empty; take the dump again.`)
}

async function prepareOne(file: File): Promise<Prepared> {
  const isGzip = await beginsAsGzip(file)
  const kind = fileKindOf(await headOf(file, isGzip))
  return { name: file.name, kind, body: isGzip ? file : await packed(file) }
}

/** The two first bytes of gzip (RFC 1952 §2.3.1). */
async function beginsAsGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  return first === 0x1f && second === 0x8b
}

/** Of a broken gzip as much as it gives: the API says what is wrong with it. */
async function headOf(file: Blob, isGzip: boolean): Promise<Uint8Array> {
  if (!isGzip) return new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  try {
    const { value } = await reader.read()
    return value ?? new Uint8Array()
  } catch {
    return new Uint8Array()
  } finally {
    void reader.cancel().catch(() => undefined)
  }
}

const packed = (file: Blob): Promise<Blob> =>
  new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob()

/** The body of `POST /v1/analyze`. */
export function formOf(prepared: readonly Prepared[]): FormData {
  const form = new FormData()
  for (const [i, { kind, name, body }] of prepared.entries())
    form.set(kind === 'dump' ? `profile-${i}` : `sockets-${i}`, body, name)
  return form
}

/** Example output: `60 MB`, `4.5 MB`. */
const megabytes = (bytes: number): string => `${Number((bytes / 1_000_000).toFixed(1))} MB`

const nameOf = ({ name }: { readonly name: string }): string =>
  name.length > 100 ? `${name.slice(0, 100)}…` : name
