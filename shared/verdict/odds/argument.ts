import type { Argument, ArgumentId } from '../model/argument.ts'

/** What was measured for one argument; its weight is not yet known. */
export type Measured = Omit<Argument, 'points'>

export const measured = (id: ArgumentId, value: number, says: string): Measured => ({ id, value, says })
