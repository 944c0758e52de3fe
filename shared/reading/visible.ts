/** Makes the characters visible that a terminal, a page or a reader's eye would obey instead of show. */

/**
 * Controls of C0 and C1 (ESC, CSI, OSC among them) and DEL; formats, which turn the direction of text (bidi), have no width
 * or are no more than tags; line and paragraph separators; halves of surrogate pairs (Unicode, general categories Cc,
 * Cf, Zl, Zp and Cs).
 */
const UNSEEN = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`
/** What `styleText` of node:util writes: a style on, a style off. */
const STYLE = '\u001b\\[\\d{1,3}m'

const IN_NAME = new RegExp(UNSEEN, 'gu')
const RUN = new RegExp(`${UNSEEN}+`, 'gu')
const IN_TEXT = new RegExp(`(?![\\t\\n])${UNSEEN}`, 'gu')
const IN_STYLED_TEXT = new RegExp(`${STYLE}|(?![\\t\\n])${UNSEEN}`, 'gu')
const IS_STYLE = new RegExp(`^${STYLE}$`)
/** What most names and texts consist of: nothing in them has to be looked for. */
const PLAIN_ASCII = /^[\x20-\x7e]*$/

/**
 * A name of others (a function, a file, a state, a label key) as one line that shows all of it. Escapes are those of JSON, so
 * that they may also stand inside a string of a JSON text.
 *
 * Example input: `main.\x1b[31mf`. Example output: `main.\u001b[31mf` (with a backslash)
 */
export const visibleName = (name: string): string =>
  PLAIN_ASCII.test(name) ? name : name.replace(IN_NAME, escaped)

/** A text of several lines; tabs and line feeds stay. */
export const visibleText = (text: string): string => text.replace(IN_TEXT, escaped)

/** A text for a terminal, which may be styled by `styleText`; the text inside has to be visible already. */
export const visibleStyledText = (text: string): string =>
  text.replace(IN_STYLED_TEXT, (found) => (IS_STYLE.test(found) ? found : escaped(found)))

/** A text of others as one line, with a blank for each run of what cannot be seen: for messages and reports. */
export const oneLine = (text: string): string => text.replace(RUN, ' ')

const escaped = (character: string): string =>
  character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
