/** Which of these keys the index lacks; it is asked of one key after the other, in their order. */
export type Lacking = (keys: readonly string[]) => Promise<string[]>
