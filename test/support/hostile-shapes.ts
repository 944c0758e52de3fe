/** Texts made to have a reader look at them again and again: what patterns begin with, many times, and no end that they have. */

const BEGINNINGS = [
  '',
  'main.',
  'github.com/a/',
  'a.b/',
  'gopkg.in/',
  'main.(*T).',
  '[',
  '(',
  '"',
  '/src/go1',
]
const REPEATED = [
  ...[
    '@v',
    '@',
    'a/',
    '/',
    '/v1',
    '.v1',
    '.v1.',
    '.',
    '%2e',
    '%',
    '[',
    ']',
    '[]',
    '[...]',
    '(',
    '(*',
    ')',
    '()',
  ],
  ...[
    '(*T).',
    '.func1',
    '.gowrap1',
    '-range1',
    '.1',
    '-fm',
    '/vendor/',
    'a',
    'é',
    '\u202e',
    '😀',
    '\ud800',
    ' ',
  ],
  ...[
    'struct {',
    '{',
    'a.b/',
    '/http2.(*ClientConn).',
    'go1.',
    '/go1.2.',
    '-go1.2.',
    '\\',
    '!a',
    '/pkg/mod/',
    'a.b@v1',
  ],
  ...[
    '"',
    '\\x',
    '0x1, ',
    ':1',
    'aA',
    'sync.',
    'runtime.',
    'a=b ',
    ',',
    ' in goroutine 7',
    ' (leaked)',
    ', 4 minutes',
  ],
  ...['labels:{', ' labels:{', 'created by ', '1', '\t', '\u0000', '\u001b[1m', '\u2028', '.txt', '1\t'],
]
const ENDS = ['', '!', '/', '.f', '\u2028']

/** Shapes of about `size` characters: each part by itself, and behind some beginning with some end. */
export const hostileShapes = (size: number): string[] =>
  REPEATED.flatMap((part, i) => {
    const long = part.repeat(Math.ceil(size / part.length))
    const [begin = '', end = ''] = [BEGINNINGS[i % BEGINNINGS.length], ENDS[i % ENDS.length]]
    return [`${long}!`, begin + long + end]
  })
