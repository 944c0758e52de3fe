import * as v from 'valibot'
import { FORGES } from '#shared/source/repository.ts'
import { chosen, exactly, text, whole } from './json-body.ts'

/** What `PATCH /v1/services/{s}` takes: a merge patch of the settings. Every list and text is bounded. */

/** Counts are kept in 31 bits. */
const MOST_COUNT = 2 ** 31 - 1

const list = <const Item extends v.GenericSchema>(item: Item, most: number) =>
  v.pipe(v.array(item, 'must be a list'), v.maxLength(most, `must have at most ${most} items`))

/** Each `{n}` is a repetition: a name with many of them takes long to refuse. */
const MOST_NUMBERS = 2

const pattern = v.pipe(
  v.string('must be text'),
  v.regex(/^[\x21-\x7e]{1,300}$/, 'must be 1 to 300 printable ASCII characters without spaces'),
  v.check(
    (name) => name.split('{n}').length - 1 <= MOST_NUMBERS,
    `may hold {n} at most ${MOST_NUMBERS} times`,
  ),
)

export const Intention = v.pipe(
  exactly({
    top: v.exactOptional(pattern),
    any: v.exactOptional(pattern),
    creator: v.exactOptional(pattern),
    atMost: v.exactOptional(whole(1, MOST_COUNT)),
    reason: v.exactOptional(text(300)),
  }),
  v.check(
    ({ top, any, creator }) => [top, any, creator].filter((name) => name !== undefined).length === 1,
    'must name exactly one of top, any and creator',
  ),
)

const httpsUrl = v.pipe(
  v.string('must be text'),
  v.maxLength(500, 'must have at most 500 characters'),
  v.check(isPublicLink, 'must be an https URL without a user in it'),
)

function isPublicLink(url: string): boolean {
  if (!/^https:\/\/[\x21-\x7e]+$/.test(url) || !URL.canParse(url)) return false
  const { protocol, username, password } = new URL(url)
  return protocol === 'https:' && username === '' && password === ''
}

const printable = (most: number) =>
  v.pipe(
    v.string('must be text'),
    v.regex(
      new RegExp(`^[\\x21-\\x7e]{1,${most}}$`),
      `must be 1 to ${most} printable ASCII characters without spaces`,
    ),
  )

const lineTemplate = v.pipe(
  v.string('must be text'),
  v.maxLength(500, 'must have at most 500 characters'),
  v.check((form) => ['{path}', '{line}'].every((part) => form.includes(part)), 'must hold {path} and {line}'),
  v.check(
    (form) =>
      isPublicLink(filled(form, 'a')) && new URL(filled(form, 'a')).host === new URL(filled(form, 'b')).host,
    'must be an https URL whose host holds no placeholder',
  ),
)

const filled = (form: string, text: string): string => form.replace(/\{(?:ref|path|line)\}/g, text)

export const Repository = exactly({
  url: httpsUrl,
  forge: v.exactOptional(v.picklist(FORGES, `must be one of ${FORGES.join(', ')}`)),
  template: v.exactOptional(lineTemplate),
  module: v.exactOptional(printable(200)),
  directory: v.exactOptional(printable(200)),
  ref: v.exactOptional(printable(100)),
})

/** A slot must not lie in two hours. */
const resolution = v.pipe(
  whole(1, 3_600),
  v.check((seconds) => 3_600 % seconds === 0, 'must divide 3600'),
)

export const SettingsPatchShape = exactly({
  resolutionSeconds: chosen(resolution),
  windowDays: chosen(whole(2, 3_650)),
  limits: chosen(
    exactly({
      goroutines: chosen(whole(1, MOST_COUNT)),
      descriptors: chosen(whole(1, MOST_COUNT)),
    }),
  ),
  ownCode: chosen(
    list(
      v.pipe(
        v.string('must be text'),
        v.regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 printable ASCII characters without spaces'),
      ),
      50,
    ),
  ),
  allowedLabels: chosen(
    list(
      v.pipe(
        v.string('must be text'),
        v.regex(/^[A-Za-z0-9_./-]{1,100}$/, 'must be 1 to 100 of A-Z a-z 0-9 _ . / and -'),
      ),
      100,
    ),
  ),
  intended: chosen(list(Intention, 100)),
  dumpsUpTo: chosen(whole(0, MOST_COUNT)),
  owner: chosen(text(100)),
  repository: chosen(Repository),
  links: chosen(list(exactly({ title: text(100), url: httpsUrl }), 10)),
})

export const ServicePatch = exactly({ settings: SettingsPatchShape })
