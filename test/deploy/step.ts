/** Says what is done, and how long it took: a line a step. */
export async function step<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const begin = performance.now()
  process.stdout.write(`· ${name} … `)
  try {
    const result = await act()
    console.log(`${((performance.now() - begin) / 1000).toFixed(1)} s`)
    return result
  } catch (error) {
    console.log('failed')
    throw error
  }
}

/** Asks until there is an answer. @throws Error that names what did not come */
export async function eventually<Result>(
  what: string,
  seconds: number,
  ask: () => Promise<Result | undefined>,
): Promise<Result> {
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise((next) => setTimeout(next, 500))
  }
  throw new Error(`${what} did not come within ${seconds} s`)
}
