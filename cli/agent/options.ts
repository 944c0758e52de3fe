/** What the options of `tidemark agent` mean. */

import { readFile } from 'node:fs/promises'
import { UsageError } from '../command.ts'

/** The values of an option that may stand several times. */
export const several = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** `--label K=V`. @throws UsageError that shows the key only */
export function labelsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=')
      if (equals < 1) throw new UsageError('--label must be KEY=VALUE')
      return [text.slice(0, equals), text.slice(equals + 1)]
    }),
  )
}

/** `--header 'Name: value'`, or `@FILE` with one a line, as curl has it. @throws UsageError without the value */
export async function headersOf(texts: readonly string[]): Promise<Record<string, string>> {
  const lines = await Promise.all(
    texts.map((text) => (text.startsWith('@') ? linesOf(text.slice(1)) : [text])),
  )
  return Object.fromEntries(
    lines.flat().map((line) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw new UsageError('--header must be NAME: VALUE')
      return [name.toLowerCase(), value]
    }),
  )
}

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--header names the file ${file}, which cannot be read`)
  })
  return text.split('\n').filter((line) => line.trim() !== '')
}

/** A whole number in a range, or undefined where the option is not given. @throws UsageError */
export function numberOf(
  name: string,
  value: unknown,
  [least, most]: readonly [number, number],
): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d+$/.test(String(value)) || number < least || number > most)
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, got ${value}`)
  return number
}
