/** Characters that the API takes. */
export const LONGEST = 200

/** What to ask the API for; undefined where there is nothing to look for. */
export function searchPath(text: string): string | undefined {
  const q = text.trim().slice(0, LONGEST)
  return q === '' ? undefined : `/v1/search?${new URLSearchParams({ q })}`
}
