/**
 * Bounds an `LRUCache`, which takes its places as they are filled; with `max` it takes all of them when it is made, one to
 * two milliseconds for 10,000.
 */
export const atMost = (entries: number) => ({ maxSize: entries, sizeCalculation: () => 1 })
