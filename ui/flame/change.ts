/** How much of a node changed, from -1 (all of it is gone) over 0 to 1 (all of it is new). */
export function changeOf(value: number, base: number): number {
  const most = Math.max(value, base)
  return most === 0 ? 0 : (value - base) / most
}

/** Steps of colour on each side of no change. */
export const SHADES = 4

/** The shade of a change, from -SHADES (blue: less) to SHADES (orange: more); 0 is no change and nothing else. */
export const shadeOf = (change: number): number =>
  Math.sign(change) * Math.ceil(Math.min(1, Math.abs(change)) * SHADES)
