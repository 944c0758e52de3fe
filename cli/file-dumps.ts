import type { ReadDump, ReadWith } from '#shared/analysis/read-dump.ts'
import { readFileDumps, refusalSays } from '#shared/analysis/read-file-dumps.ts'
import { INPUT_LIMITS } from '#shared/input/input-limits.ts'
import type { InputRefusal } from '#shared/input/input-refusal.ts'
import type { Input } from '#shared/input/read-input.ts'
import { visibleName } from '#shared/reading/visible.ts'
import { Failure, type Terminal } from './command.ts'
import { inputsOf, readOneOf } from './inputs.ts'

/** A dump with the name of the file that holds it. */
export interface FileDump extends ReadDump {
  readonly file: string
}

/** What operands hold: dumps in the order of the files, and a sentence for each part that is refused. */
export interface FileDumps {
  readonly read: readonly FileDump[]
  readonly refused: readonly string[]
  /** An operand has no dump at all. */
  readonly isAnyEmpty: boolean
}

/** How files are read. */
interface ReadFiles extends Omit<ReadWith, 'limits' | 'fileDate'> {
  /** The date of a file is that of its dump where nothing else tells. */
  readonly isDated?: boolean
}

/** Reads every dump of files, folders and stdin (`-`). @throws Failure that names what cannot be opened */
export async function readFiles(
  operands: readonly string[],
  now: number,
  { isDated = true, ...how }: ReadFiles = {},
): Promise<FileDumps> {
  const read: FileDump[] = []
  const refused: string[] = []
  let isAnyEmpty = false
  const opened = await Promise.all(operands.map((operand) => inputsOf(operand, now)))
  const isOneOfSeveral = opened.flat().length > 1
  for (const inputs of opened) {
    const before = read.length
    for (const input of inputs) {
      const dated = isDated ? undatedStdin(input) : { name: input.name, bytes: input.bytes }
      const reading = await readOneOf(
        inputs,
        () => readFileDumps(dated, { ...how, limits: INPUT_LIMITS, now }, isOneOfSeveral),
        (sentence) => refused.push(visibleName(sentence)),
      )
      if (reading === undefined) continue
      read.push(...reading.read.map((dump) => ({ ...dump, file: input.name })))
      refused.push(...reading.refusals.map((refusal) => refusalText(input.name, refusal)))
    }
    isAnyEmpty ||= read.length === before
  }
  return { read, refused, isAnyEmpty }
}

/** When stdin is read says nothing of when the dump was taken. */
const undatedStdin = ({ modifiedAt, ...input }: Input): Input =>
  input.name === '-' ? input : { ...input, modifiedAt }

/** Fails where an operand has no dump, with what was refused; else tells what was refused beside the dumps. */
export function tellRefused({ refused, isAnyEmpty }: FileDumps, note: (line: string) => void): void {
  if (isAnyEmpty) throw new Failure(refused.join('\n'))
  for (const refusal of refused) note(refusal)
}

/**
 * The dump of one file, whatever its date; of several the newest, and says so.
 *
 * @param becomes what it does then, such as `is compared`
 * @throws Failure where there is none
 */
export async function newestDump(
  file: string,
  { ownCode }: Pick<ReadFiles, 'ownCode'>,
  becomes: string,
  { note, now }: Terminal,
): Promise<FileDump> {
  const files = await readFiles([file], now(), { isDated: false, ownCode })
  tellRefused(files, note)
  const { read } = files
  if (read.length > 1) note(`${file} holds ${read.length} dumps: the newest ${becomes}`)
  return read.at(-1) as FileDump
}

/** Example output: `app.log is refused (unknown-format): line 12: tabs were lost: …`. */
const refusalText = (file: string, refusal: InputRefusal): string =>
  visibleName(`${file} is refused (${refusal.reason}): ${refusalSays(refusal)}`)
