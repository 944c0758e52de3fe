import type { Random } from '../battery/random.ts'

/** A number between two others, each as likely. */
export const between = (random: Random, least: number, most: number): number =>
  least + (most - least) * random.uniform()

/** A number between two others, each order of magnitude as likely. */
export const scaled = (random: Random, least: number, most: number): number =>
  least * (most / least) ** random.uniform()

export const oneOf = <Item>(random: Random, items: readonly [Item, ...Item[]]): Item =>
  items[Math.floor(random.uniform() * items.length)] as Item
