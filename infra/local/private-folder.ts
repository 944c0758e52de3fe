import { chmod, lstat, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Modes that let in the owner alone. */
const FOLDER = 0o700
const FILE = 0o600

/** Takes the rights of group and others off whatever this process makes from now on, whichever library makes it. */
export function privateByDefault(): void {
  process.umask(0o077)
}

/**
 * Makes a folder that its owner alone enters, or closes one that exists: the folder and those in it 0700, files in it 0600.
 *
 * Deeper ones need no look, as nobody passes the folder above them. A folder that another user owns keeps its mode, such as
 * a volume that a container was given; what is in it is closed all the same.
 * @throws Error of the file system, such as `EROFS`
 */
export async function privateFolder(folder: string): Promise<void> {
  await make(folder)
  await close(folder)
  await Promise.all((await readdir(folder)).map((name) => close(join(folder, name))))
}

/** With its parents. `recursive` of mkdir says ENOENT where the file system is read-only. */
async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: FOLDER })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    await make(dirname(folder))
    await mkdir(folder, { mode: FOLDER })
  }
}

/** A link is left alone: what it leads to is not ours. */
async function close(path: string): Promise<void> {
  try {
    const status = await lstat(path)
    const mode = status.isDirectory() ? FOLDER : FILE
    if (status.isSymbolicLink() || (status.mode & 0o777 & ~mode) === 0) return
    await chmod(path, mode)
  } catch (error) {
    // Gone meanwhile, or another user's.
    if (!['ENOENT', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
