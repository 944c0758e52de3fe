/** What the browser keeps for this reader; private windows may forbid it, and then it holds until the page is left. */

const meanwhile = new Map<string, string>()

export function kept(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return meanwhile.get(key)
  }
}

export function keep(key: string, text: string): void {
  meanwhile.set(key, text)
  try {
    localStorage.setItem(key, text)
  } catch {
    // Kept until the page is left.
  }
}
