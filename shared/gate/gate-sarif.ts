import type { GateResult, LeftStack } from './gate.ts'
import { functionOf } from './gate-markdown.ts'
import { productionSays } from './production-leak.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json'
const RULE = 'goroutine-leak'

/**
 * The leaks for code scanning, SARIF 2.1.0 (OASIS). The fingerprint is the signature: it stays when lines move, so that an
 * alert is not closed and opened again by every commit.
 *
 * @param root folder of the checkout, with `/` at its end; places below it become relative
 * @param version of Tidemark
 */
export const gateSarif = ({ leaks }: GateResult, root: string, version: string) => ({
  $schema: SCHEMA,
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Tidemark',
          version,
          rules: [
            {
              id: RULE,
              shortDescription: { text: 'Goroutine leak' },
              fullDescription: {
                text: 'Goroutines of this stack are still there after the run that started them.',
              },
              defaultConfiguration: { level: 'error' },
            },
          ],
        },
      },
      results: leaks.map((leak) => resultOf(leak, root)),
    },
  ],
})

function resultOf(leak: LeftStack, root: string) {
  const [blocked, started] = [locationOf(leak.place, root), locationOf(leak.goPlace, root)]
  const place = blocked ?? started
  return {
    ruleId: RULE,
    ruleIndex: 0,
    level: 'error',
    message: { text: saysOf(leak) },
    ...(place === undefined ? {} : { locations: [place] }),
    ...(blocked === undefined || started === undefined
      ? {}
      : { relatedLocations: [{ ...started, id: 1, message: { text: 'started here' } }] }),
    partialFingerprints: { 'tidemarkSignature/v1': leak.id },
  }
}

const saysOf = (leak: LeftStack): string =>
  [
    `The run leaves ${leak.left} more in ${functionOf(leak)}.`,
    ...(leak.cause === null ? [] : [`${leak.cause.title}. ${leak.cause.fix}`]),
    ...(leak.production === null ? [] : [`${productionSays(leak.production)}.`]),
  ].join(' ')

/** Only what lies in the checkout can be shown beside the code. */
function locationOf(place: string | null, root: string) {
  if (place === null || !place.startsWith(root)) return undefined
  const colon = place.lastIndexOf(':')
  const startLine = Number(place.slice(colon + 1))
  if (!Number.isInteger(startLine) || startLine < 1) return undefined
  const uri = place.slice(root.length, colon).split('/').map(encodeURIComponent).join('/')
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine } } }
}
