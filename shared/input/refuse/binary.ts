/** Names binary files that are no profile by the bytes that they begin with. */

import { isBinary } from '../container/magic.ts'

/** What a file is, and what to send instead. */
interface Known {
  readonly magic: readonly number[]
  readonly says: string
  /** A text may begin with it, too: what follows must have bytes that no text has. */
  readonly mayBeWords?: true
}

const SEND = 'send the text of /debug/pprof/goroutine?debug=2'
const PICTURE = `It is a picture: copy the text of the dump and paste that, or ${SEND}.`
const PROGRAM = `It is a program: ${SEND} of the running process.`
const CORE = 'It is a core file: open it with "dlv core" and send the output of "goroutines -t".'
const PACKETS = `It is a capture of packets: ${SEND}.`

const text = (word: string): number[] => [...Buffer.from(word, 'latin1')]

/** Magic numbers as file(1) has them. */
const KNOWN: readonly Known[] = [
  { magic: [0x89, ...text('PNG')], says: PICTURE },
  { magic: [0xff, 0xd8, 0xff], says: PICTURE },
  { magic: text('GIF8'), says: PICTURE, mayBeWords: true },
  { magic: text('BM'), says: PICTURE, mayBeWords: true },
  { magic: text('RIFF'), says: PICTURE, mayBeWords: true },
  { magic: [0x49, 0x49, 0x2a, 0x00], says: PICTURE },
  { magic: text('%PDF'), says: `It is a PDF: copy the text of the dump out of it, or ${SEND}.` },
  { magic: text('MZ'), says: PROGRAM, mayBeWords: true },
  { magic: [0xcf, 0xfa, 0xed, 0xfe], says: PROGRAM },
  { magic: [0xca, 0xfe, 0xba, 0xbe], says: PROGRAM },
  { magic: [0x00, 0x61, 0x73, 0x6d], says: PROGRAM },
  { magic: text('MDMP'), says: `It is a minidump of Windows: ${SEND}.`, mayBeWords: true },
  { magic: [0xd4, 0xc3, 0xb2, 0xa1], says: PACKETS },
  { magic: [0xa1, 0xb2, 0xc3, 0xd4], says: PACKETS },
  { magic: [0x4d, 0x3c, 0xb2, 0xa1], says: PACKETS },
  { magic: [0x0a, 0x0d, 0x0d, 0x0a], says: PACKETS },
  { magic: text('SQLite format 3'), says: `It is a database of SQLite: ${SEND}.` },
  { magic: text('PERFILE2'), says: `It is a recording of perf: ${SEND}.` },
  { magic: text('JAVA PROFILE'), says: `It is a heap dump of Java: Tidemark reads Go; ${SEND}.` },
  { magic: text('FLR\0'), says: `It is a recording of Java: Tidemark reads Go; ${SEND}.` },
  { magic: text('LPKSHHRH'), says: 'It is a journal of systemd: send the output of "journalctl -o cat".' },
  {
    magic: text('go 1.'),
    says: 'It is an execution trace (/debug/pprof/trace): send /debug/pprof/goroutine?debug=2.',
    mayBeWords: true,
  },
]
const ELF = [0x7f, ...text('ELF')]
/** e_type of a core file (elf(5)): 4. */
const ELF_TYPE_AT = 16
const ET_CORE = 4
/** ISO media: HEIC pictures of phones have `ftyp` here. */
const FTYP_AT = 4

/** What to send instead of a binary file; undefined where its kind is not known. */
export function binaryFile(head: Uint8Array): string | undefined {
  if (begins(head, ELF)) {
    const type = head[5] === 2 ? head[ELF_TYPE_AT + 1] : head[ELF_TYPE_AT]
    return type === ET_CORE ? CORE : PROGRAM
  }
  if (begins(head.subarray(FTYP_AT), text('ftyp'))) return PICTURE
  return KNOWN.find(({ magic, mayBeWords }) => begins(head, magic) && !(mayBeWords && isText(head)))?.says
}

/** UTF-16 has zeros and begins with none of these. */
const isText = (head: Uint8Array): boolean => !head.includes(0) && !isBinary(head)

const begins = (head: Uint8Array, magic: readonly number[]): boolean =>
  head.length >= magic.length && magic.every((byte, i) => head[i] === byte)
