/** Characters that end lines, move cursors or turn the direction of what stands behind them. */
const UNPRINTED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** A text of others (names of functions and services are theirs) as one line that says what it shows. */
export const plain = (text: string): string => text.replace(UNPRINTED, ' ')
