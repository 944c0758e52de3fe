import leven from 'leven'

/** The known word that was probably meant, if one is near: up to one changed letter in three. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.ceil(word.length / 3)
  return known
    .map((each) => ({ each, distance: leven(word, each) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)[0]?.each
}
