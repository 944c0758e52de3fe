/** Walks the files of a zip archive. */

import { fromBufferPromise, type Entry as ZipEntry, type ZipFile } from 'yauzl'
import { InputRefused } from '../input-refusal.ts'
import { type Entry, labelOf, whole } from './entry.ts'
import type { Unpacking } from './unpacking.ts'

/** Methods of APPNOTE.TXT 4.4.5 that are read: stored and deflated. */
const METHODS = [0, 8]

/** The files of a zip, one after the other; what cannot be read is refused beside them. */
export async function* zipEntries(entry: Entry, unpacking: Unpacking): AsyncGenerator<Entry> {
  const { source } = entry
  const zip = await opened(source, await archive(entry, unpacking))
  const { entries } = unpacking.limits
  if (zip.entryCount > entries) {
    throw malformed(
      source,
      `The archive has ${zip.entryCount} files, the limit is ${entries}: send the files with dumps alone.`,
    )
  }
  try {
    for await (const file of zip.eachEntry()) {
      const path = Buffer.from(file.fileName).toString('utf8')
      if (path.endsWith('/')) continue
      const label = labelOf(source, path)
      unpacking.takeEntry(source)
      const why = whyUnreadable(file)
      if (why !== undefined) unpacking.refusals.push(malformed(label, why).refusal)
      else yield { source: label, chunks: content(zip, file, label, unpacking), modifiedAt: modifiedAt(file) }
    }
  } catch (error) {
    if (error instanceof InputRefused) throw error
    unpacking.refusals.push(malformed(source, brokenZip(error)).refusal)
  }
}

async function archive({ source, chunks }: Entry, { limits }: Unpacking): Promise<Buffer> {
  let bytes = 0
  const bounded = async function* () {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > limits.archiveBytes) {
        throw malformed(
          source,
          `The archive has more than ${limits.archiveBytes} bytes: send the file with the dump alone.`,
        )
      }
      yield chunk
    }
  }
  return Buffer.from(await whole(bounded()))
}

async function opened(source: string, bytes: Buffer): Promise<ZipFile> {
  try {
    // Names stay bytes: as text they would be refused where they lead out of the archive, and here they are labels.
    return await fromBufferPromise(bytes, { decodeStrings: false })
  } catch (error) {
    throw malformed(source, brokenZip(error))
  }
}

async function* content(
  zip: ZipFile,
  file: ZipEntry,
  source: string,
  unpacking: Unpacking,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(file)) {
      unpacking.takeUnpacked(chunk.length, source)
      yield chunk
    }
  } catch (error) {
    if (error instanceof InputRefused) throw error
    unpacking.refusals.push(malformed(source, brokenZip(error)).refusal)
  }
}

function whyUnreadable(file: ZipEntry): string | undefined {
  if (file.isEncrypted())
    return 'It is encrypted: unpack the archive with its password and send what is inside.'
  return METHODS.includes(file.compressionMethod)
    ? undefined
    : `It is packed by method ${file.compressionMethod}, which is not read: pack it with deflate, or send it unpacked.`
}

function modifiedAt(file: ZipEntry): number | undefined {
  const at = file.getLastModDate({ timezone: 'UTC' }).getTime()
  return Number.isFinite(at) ? at : undefined
}

const brokenZip = (error: unknown): string =>
  `The zip archive cannot be read (${(error as Error).message}): it was cut or changed on its way, send it again.`

const malformed = (source: string, detail: string): InputRefused =>
  new InputRefused({ source, line: 0, reason: 'malformed-archive', detail })
