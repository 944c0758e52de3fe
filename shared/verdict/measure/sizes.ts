/** Growth of a life below this many goroutines is noise, whatever its shape (design of the rules, 2026-10). */
export const LEAST_GROWTH = 10
/** … and so is growth below this share of the level it began at. */
export const LEAST_SHARE = 0.2
/** Growth that neither a warm-up nor a day's wave brings (design of the rules, 2026-10). */
export const LARGE_GROWTH = 200
