import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { Failure } from './command.ts'

/** Bytes of a file, or of stdin for `-`. @throws Failure that names what cannot be read */
export async function readOperand(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Not /dev/stdin: that cannot be opened where stdin is a socket, as under a parent in Node, nor on Windows.
    return new Uint8Array(file === '-' ? await buffer(process.stdin) : await readFile(file))
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`)
  }
}
