import { oneLine } from '#shared/reading/visible.ts'

/** A text of others (names of functions and services are theirs) as one line that says what it shows. */
export const plain = oneLine
