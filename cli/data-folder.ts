import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DATABASE } from '#infra/local/open-folder.ts'
import { type Arguments, Failure } from './command.ts'
import { DEFAULT_DATA } from './server.ts'

/** The data folder that a call names. @throws Failure where no data is */
export function dataFolder({ data }: Arguments['values']): string {
  const directory = resolve(String(data ?? DEFAULT_DATA))
  if (!existsSync(join(directory, DATABASE)))
    throw new Failure(
      `${directory} holds no data of Tidemark: name the folder of \`tidemark serve\` with --data`,
    )
  return directory
}

/** Result codes of SQLite (https://sqlite.org/rescode.html): the file is malformed, or no database at all. */
const UNREADABLE = [11, 26]

/** Whether an error says that the database cannot be read. */
export const isUnreadable = (error: unknown): boolean =>
  UNREADABLE.includes((error as { errcode?: number }).errcode ?? 0)
