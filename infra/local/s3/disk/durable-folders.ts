/** Folders whose names survive a power cut: a new name is on disk once its parent was fsynced. */

import { mkdir, open, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasCode, isMissing } from './file-error.ts'

/** Folders remembered as made; beyond it the memory starts anew, at the price of one fsync each. */
const REMEMBERED = 10_000

/** All folders below `root`, which exists. */
export class DurableFolders {
  readonly #root: string
  /** Folder → its name is, or is about to be, in its parent and on disk. */
  readonly #made = new Map<string, Promise<void>>()
  /** Folder → the fsync that has not begun yet; who comes before it begins shares it. */
  readonly #next = new Map<string, Promise<void>>()
  /** Folder → the fsync begun or queued last. */
  readonly #last = new Map<string, Promise<void>>()

  constructor(root: string) {
    this.#root = root
  }

  /** Makes `path` and its parents; answers when all their names are on disk. */
  make(path: string): Promise<void> {
    if (path === this.#root) return Promise.resolve()
    const known = this.#made.get(path)
    if (known !== undefined) return known
    if (this.#made.size >= REMEMBERED) this.forget()
    const made = this.#makeOne(path)
    this.#made.set(path, made)
    made.catch(() => this.#made.delete(path))
    return made
  }

  /** What was made may be gone: the next `make` looks again. */
  forget(): void {
    this.#made.clear()
  }

  /** Answers when every name that `path` has now is on disk. */
  sync(path: string): Promise<void> {
    const waiting = this.#next.get(path)
    if (waiting !== undefined) return waiting
    const turn = this.#syncAfter(path, this.#last.get(path)).finally(() => {
      if (this.#last.get(path) === turn) this.#last.delete(path)
    })
    this.#next.set(path, turn)
    this.#last.set(path, turn)
    return turn
  }

  /** Removes `path` and those parents below `end` that are empty. */
  async prune(path: string, end: string): Promise<void> {
    for (let folder = path; folder !== end; folder = dirname(folder)) {
      this.#made.delete(folder)
      try {
        await rmdir(folder)
      } catch {
        return
      }
    }
  }

  async #makeOne(path: string): Promise<void> {
    await this.make(dirname(path))
    try {
      await mkdir(path, { mode: 0o700 })
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
    await this.sync(dirname(path))
  }

  async #syncAfter(path: string, before: Promise<void> | undefined): Promise<void> {
    await before?.catch(() => undefined)
    this.#next.delete(path)
    await syncFolder(path)
  }
}

/** A folder that is gone has no names to keep. Windows cannot open a folder and needs no fsync for a name. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    await using folder = await open(path, 'r')
    await folder.sync()
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
