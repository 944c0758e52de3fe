/** Reads `created by …`, which ends a stack. */

import { isFunctionName, symbolEnd } from '#shared/goroutine/go-symbol.ts'

export interface CreatorPiece {
  readonly is: 'creator'
  readonly text: string
}

/** Folders in front whose names somebody hid are left out. */
const BEGIN = /[Cc]reated by:?[ \t]+(?:\*{2,8}\/)?/y
/** Since Go 1.21. */
const IN_GOROUTINE = /[ \t]+in[ \t]+goroutine[ \t]+(\d{1,19})/y
/** Arguments that other tools print there, too: `created by main.ask []`. */
const ARGUMENTS = /[ \t]?(?:\[[^\]\n]*\]|\([^()\n]*\))/y

export function readCreator(text: string, at: number): { piece: CreatorPiece; end: number } | undefined {
  BEGIN.lastIndex = at
  if (!BEGIN.test(text)) return undefined
  const start = BEGIN.lastIndex
  let end = symbolEnd(text, start)
  const name = text.slice(start, end)
  if (!isFunctionName(name)) return undefined
  ARGUMENTS.lastIndex = end
  if (ARGUMENTS.test(text)) end = ARGUMENTS.lastIndex
  IN_GOROUTINE.lastIndex = end
  const id = IN_GOROUTINE.exec(text)?.[1]
  if (id !== undefined) end = IN_GOROUTINE.lastIndex
  return {
    piece: { is: 'creator', text: `created by ${name}${id === undefined ? '' : ` in goroutine ${id}`}` },
    end,
  }
}

/** Whether a line begins like a creator: where it is none that can be read it was cut or wrapped. */
export const isMeantAsCreator = (text: string): boolean => /^[Cc]reated by[ \t:]/.test(text)
