/**
 * Whether two function names mean the same: `%2e` is a dot, a vendor prefix goes, and type arguments count where
 * both sides have them.
 */
export function sameName(frame: string, listed: string): boolean {
  const [a, b] = [decoded(frame), decoded(listed)]
  if (a === b) return true
  return (isOpen(a) || isOpen(b)) && (a.includes('[') || b.includes('[')) && bare(a) === bare(b)
}

const decoded = (name: string): string => name.replace(/%2e/gi, '.').replace(/^.*?\/vendor\//, '')

/** Names no type arguments, or collapsed ones. */
const isOpen = (name: string): boolean => !name.includes('[') || name.includes('[...]')

/** The name without its type arguments. */
function bare(name: string): string {
  let depth = 0
  let out = ''
  for (const letter of name) {
    if (letter === '[') depth++
    else if (letter === ']') depth = Math.max(0, depth - 1)
    else if (depth === 0) out += letter
  }
  return out
}
