/** How is a name shown that others chose? */

/** Marks that turn the direction of text, and those that show nothing at all: a name with them could pass for another. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Characters of a name that are shown; Go allows 65,535. */
const LONGEST = 240

/** Example output: `main.a\u202eb` for a name with a mark that turns what follows. */
export const plain = (text: string): string =>
  text.replace(UNSEEN, (mark) => `\\u${(mark.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)

/** Plain, and no longer than a reader can use. */
export function short(text: string, longest = LONGEST): string {
  // Cut before it is made plain: marks grow sixfold.
  return text.length <= longest
    ? plain(text)
    : `${plain(text.slice(0, longest))}… (${text.length.toLocaleString('en-US')} characters)`
}

/** A name from outside, kept from changing what stands around it. */
export function Name({ children: name, longest }: { readonly children: string; readonly longest?: number }) {
  return <bdi>{short(name, longest)}</bdi>
}
