/** Ids for goroutines that a text counts and does not list. */

/** No process makes so many goroutines: their ids count from 1 upwards. */
const PREFIX = '9'
const DIGITS = 18

export class MadeUpIds {
  /** Ids made so far. */
  count = 0

  take(many: number): string[] {
    return Array.from({ length: many }, () => PREFIX + String(++this.count).padStart(DIGITS, '0'))
  }
}

/** Whether an id was made here: such a goroutine cannot be found again in another dump. */
export const isMadeUp = (id: string): boolean => id.length === DIGITS + 1 && id.startsWith(PREFIX)
