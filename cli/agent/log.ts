/** Writes what an agent has to say, a line an event: as JSON, or for a person. */

/** Never tokens, label values or addresses with their query. */
export type Fields = Readonly<Record<string, string | number>>
export type Log = (event: string, fields?: Fields) => void

export function lineLog(out: (line: string) => void, now: () => number, isJson: boolean): Log {
  return (event, fields = {}) => {
    const at = new Date(now()).toISOString()
    out(isJson ? JSON.stringify({ at, event, ...fields }) : `${at} ${event}${textOf(fields)}`)
  }
}

const textOf = (fields: Fields): string =>
  Object.entries(fields)
    .map(([key, value]) => ` ${key}=${/^[\w./:-]+$/.test(String(value)) ? value : JSON.stringify(value)}`)
    .join('')
