/** The little XML that S3 speaks: writing elements, reading the text of one. */

/** Well-formed XML. */
type Xml = string

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const READ: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export const element = (name: string, ...children: readonly Xml[]): Xml =>
  `<${name}>${children.join('')}</${name}>`

export const text = (name: string, value: string | number | boolean): Xml =>
  element(name, escapeText(String(value)))

/** An answer's body. Errors carry no namespace, as S3 sends them. */
export function document(name: string, ...children: readonly Xml[]): string {
  const opening = name === 'Error' ? name : `${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${opening}>${children.join('')}</${name}>`
}

/** Control characters become references, as S3 writes them, although XML 1.0 has no word for most of them. */
function escapeText(value: string): Xml {
  return value.replace(/[&<>"]|\p{Cc}/gu, (char) => NAMED[char] ?? `&#x${char.charCodeAt(0).toString(16)};`)
}

/** The text that `xml`, which has no elements in it, stands for; undefined if a reference in it is wrong. */
export function unescapeText(xml: Xml): string | undefined {
  let wrong = xml.includes('<')
  const value = xml.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));|&/gi, (_, hex, decimal, name) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    const char = name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined) : READ[name]
    wrong ||= char === undefined
    return char ?? ''
  })
  return wrong || !value.isWellFormed() ? undefined : value
}
