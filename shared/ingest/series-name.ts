import { Rejection } from '#shared/api/reason.ts'

/** What Pyroscope's `name` says: whose profile it is. */
export interface SeriesName {
  readonly application: string
  readonly labels: Readonly<Record<string, string>>
}

const NAME = /^([^{]*)(?:\{([^}]*)\})?$/s
const KEY = /^[A-Za-z0-9_.]+$/
const RESERVED = '__name__'
/** Characters of a name that a refusal repeats. */
const SHOWN = 80

/**
 * Reads the `name` of `/ingest`. Values are bare: a quote is a part of them, `,` and `}` end them.
 *
 * Example input: `my.app{env=prod,zone=eu}`
 * Example output: `{ application: 'my.app', labels: { env: 'prod', zone: 'eu' } }`
 * @throws Rejection `bad-service-name` where the part before `{` is empty, `bad-parameter` where the rest is broken
 */
export function readSeriesName(name: string): SeriesName {
  const [, application, inner] = NAME.exec(name.trim()) ?? []
  if (application === undefined) throw broken('its braces do not end with it', name)
  if (application.trim() === '') {
    throw new Rejection(
      'bad-service-name',
      'The parameter name has no service: send name=SERVICE{key=value,…}.',
    )
  }
  return { application: application.trim(), labels: Object.fromEntries(pairsOf(inner ?? '')) }
}

function pairsOf(inner: string): [string, string][] {
  const parts = inner.split(',')
  // Senders that write a comma behind each label leave nothing behind the last one.
  if (parts.at(-1)?.trim() === '') parts.pop()
  return parts.map(pairOf)
}

function pairOf(part: string): [string, string] {
  const equals = part.indexOf('=')
  if (equals < 0) throw broken('a label has no value', part)
  const key = part.slice(0, equals).trim()
  if (!KEY.test(key)) throw broken('a label key may hold A-Z a-z 0-9 _ and the dot', key)
  if (key === RESERVED) throw broken(`the label ${RESERVED} is reserved`, key)
  return [key, part.slice(equals + 1).trim()]
}

const broken = (why: string, actual: string): Rejection =>
  new Rejection('bad-parameter', `The parameter name is no SERVICE{key=value,…}: ${why}.`, {
    actual: actual.slice(0, SHOWN),
  })
