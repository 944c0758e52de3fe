import type { Dictionary } from './dictionary.ts'
import type { AnyValue, KeyValue } from './otlp_pb.ts'

/**
 * Attributes as labels, whose values are text. A list becomes JSON, as in `container.image.tags`; what has no value, and lists of
 * pairs and bytes, are no labels.
 *
 * @throws Rejection `malformed-profile` for an index that no row has
 */
export function labelsOf(
  attributes: readonly KeyValue[],
  dictionary: Dictionary,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    attributes.flatMap(({ key, keyStrindex, value }) => {
      const text = labelValue(value, dictionary)
      return text === undefined ? [] : [[key === '' ? dictionary.text(keyStrindex) : key, text]]
    }),
  )
}

function labelValue(value: AnyValue | undefined, dictionary: Dictionary): string | undefined {
  const plain = plainValue(value, dictionary)
  return plain === undefined || typeof plain === 'string' ? plain : JSON.stringify(plain)
}

type Plain = string | boolean | number | readonly Plain[]

function plainValue(value: AnyValue | undefined, dictionary: Dictionary): Plain | undefined {
  const held = value?.value
  if (held?.case === undefined) return undefined
  if (held.case === 'arrayValue')
    return held.value.values.flatMap((inner) => plainValue(inner, dictionary) ?? [])
  if (held.case === 'stringValueStrindex') return dictionary.text(held.value)
  return typeof held.value === 'bigint' ? String(held.value) : held.value
}

/** What a label of a sample says. The pprofreceiver makes a list of one of each label of pprof. */
export function sampleLabel(
  value: AnyValue | undefined,
  dictionary: Dictionary,
): { readonly text: string } | { readonly number: bigint } | undefined {
  const held = value?.value
  if (held?.case === 'intValue') return { number: held.value }
  if (held?.case === 'arrayValue' && held.value.values.length === 1)
    return sampleLabel(held.value.values[0], dictionary)
  const text = labelValue(value, dictionary)
  return text === undefined ? undefined : { text }
}
