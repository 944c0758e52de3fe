/** Runs `change` when all earlier changes of the same key have ended. */
export type Turns = <T>(key: string, change: () => Promise<T>) => Promise<T>

/** Changes of one key run one after another, those of different keys side by side. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (key, change) => {
    const before = last.get(key)
    const turn = (async () => {
      await before?.catch(() => undefined)
      return change()
    })()
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
