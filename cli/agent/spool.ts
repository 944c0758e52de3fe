/**
 * Keeps on disk what the server has not taken yet, the oldest first, bounded by bytes and files.
 *
 * One push, one file `<number>.push`: a line of JSON, then the body. A file has its name only when it is whole on
 * disk; what a kill leaves behind is `.part` and removed by the next start. One agent a folder. A disk that is read-only or
 * full costs the pushes that come meanwhile, and nothing else.
 */

import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { privateFolder } from '#infra/local/private-folder.ts'
import { isDiskTrouble } from './failure.ts'
import type { PushItem } from './push-item.ts'

export interface SpoolLimits {
  readonly bytes: number
  readonly files: number
}

/** The oldest push of a spool. */
export interface Held {
  readonly name: string
  readonly item: PushItem
}

interface SpoolFile {
  readonly name: string
  readonly bytes: number
}

const NAME = /^(\d{12})\.push$/
const DIGITS = 12
/** Damaged files that are kept for a look at them. */
const MOST_BROKEN = 5
const LINE_END = 0x0a

const Head = v.object({ path: v.string(), bytes: v.number() })

export class Spool {
  readonly #folder: string
  readonly #limits: SpoolLimits
  #files: SpoolFile[] = []
  #bytes = 0
  #next = 1
  #isOpen = false
  /** Files that are being sent: they are neither dropped nor sent twice. */
  readonly #lent = new Set<string>()
  /** Files set aside since the start, because they could not be read. */
  broken = 0

  private constructor(folder: string, limits: SpoolLimits) {
    this.#folder = folder
    this.#limits = limits
  }

  /**
   * @param onTrouble hears why the folder cannot be used now; each `put` tries again
   * @throws Error of the file system where no folder can ever be there
   */
  static async open(
    folder: string,
    limits: SpoolLimits,
    onTrouble: (error: unknown) => void = () => undefined,
  ): Promise<Spool> {
    const spool = new Spool(folder, limits)
    await spool.#open().catch((error) => {
      if (!isDiskTrouble(error)) throw error
      onTrouble(error)
    })
    return spool
  }

  async #open(): Promise<void> {
    await privateFolder(this.#folder)
    const names = (await readdir(this.#folder)).sort()
    const broken = names.filter((name) => name.endsWith('.broken')).slice(0, -MOST_BROKEN)
    const left = names.filter((name) => name.endsWith('.part'))
    await Promise.all([...broken, ...left].map((name) => rm(join(this.#folder, name), { force: true })))
    const files = names
      .filter((name) => NAME.test(name))
      .map(async (name) => ({ name, bytes: (await stat(join(this.#folder, name))).size }))
    this.#files = await Promise.all(files)
    this.#bytes = this.#files.reduce((sum, { bytes }) => sum + bytes, 0)
    this.#next = Number(NAME.exec(this.#files.at(-1)?.name ?? '')?.[1] ?? 0) + 1
    this.#isOpen = true
  }

  /** Files that wait. */
  get size(): number {
    return this.#files.length
  }

  /**
   * Keeps one more.
   *
   * @returns how many were dropped for it; itself, where it alone is more than the limit
   * @throws Error of the file system, such as a full disk
   */
  async put({ path, body }: PushItem): Promise<number> {
    const head = Buffer.from(`${JSON.stringify({ path, bytes: body.length })}\n`)
    const bytes = head.length + body.length
    if (bytes > this.#limits.bytes) return 1
    if (!this.#isOpen) await this.#open()
    const name = `${String(this.#next++).padStart(DIGITS, '0')}.push`
    const part = join(this.#folder, `${name}.part`)
    try {
      await using file = await open(part, 'wx', 0o600)
      await file.writev([head, body])
      await file.sync()
      await rename(part, join(this.#folder, name))
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined)
      // Whoever takes the folder away may put it back.
      this.#isOpen = (error as NodeJS.ErrnoException).code !== 'ENOENT'
      throw error
    }
    this.#files.push({ name, bytes })
    this.#bytes += bytes
    return this.#dropOldest()
  }

  /**
   * The oldest that can be read, until `remove` or `giveBack` is called with it.
   *
   * @param behind names of those that are left out
   */
  async oldest(behind: ReadonlySet<string> = new Set()): Promise<Held | undefined> {
    for (;;) {
      const file = this.#files.find(({ name }) => !behind.has(name))
      if (file === undefined) return undefined
      this.#lent.add(file.name)
      const path = join(this.#folder, file.name)
      const bytes = await readFile(path).catch(() => undefined)
      const item = itemOf(bytes)
      if (item !== undefined) return { name: file.name, item }
      this.broken++
      this.#forget(file)
      // What could not be read may be whole: the next start looks again.
      if (bytes !== undefined) await rename(path, `${path}.broken`).catch(() => undefined)
    }
  }

  /** As many of the oldest as go in one batch, in their order; one at least, if there is one. @see oldest */
  async oldestOf(behind: ReadonlySet<string>, files: number, bytes: number): Promise<Held[]> {
    const some: Held[] = []
    const others = new Set(behind)
    let left = bytes
    while (some.length < files && left > 0) {
      const held = await this.oldest(others)
      if (held === undefined) break
      left -= held.item.body.length
      others.add(held.name)
      some.push(held)
    }
    return some
  }

  giveBack({ name }: Held): void {
    this.#lent.delete(name)
  }

  /** @throws Error of the file system where the file stays: the next start finds it again */
  async remove({ name }: Held): Promise<void> {
    const file = this.#files.find((each) => each.name === name)
    if (file !== undefined) this.#forget(file)
    await rm(join(this.#folder, name), { force: true })
  }

  async #dropOldest(): Promise<number> {
    const { bytes, files } = this.#limits
    let dropped = 0
    while (this.#files.length > files || this.#bytes > bytes) {
      const oldest = this.#files.find(({ name }) => !this.#lent.has(name))
      if (oldest === undefined) break
      this.#forget(oldest)
      await rm(join(this.#folder, oldest.name), { force: true }).catch(() => undefined)
      dropped++
    }
    return dropped
  }

  #forget(file: SpoolFile): void {
    this.#files.splice(this.#files.indexOf(file), 1)
    this.#bytes -= file.bytes
    this.#lent.delete(file.name)
  }
}

/** Undefined where the bytes are not what `put` wrote. */
function itemOf(bytes: Buffer | undefined): PushItem | undefined {
  const end = bytes?.indexOf(LINE_END) ?? -1
  if (bytes === undefined || end < 0) return undefined
  const head = v.safeParse(Head, jsonOf(bytes.subarray(0, end).toString('utf8')))
  const body = new Uint8Array(bytes.subarray(end + 1))
  if (!head.success || head.output.bytes !== body.length || !head.output.path.startsWith('/v1/'))
    return undefined
  return { path: head.output.path, body }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
