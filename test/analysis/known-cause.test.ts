import { describe, expect, it } from 'vitest'
import { causeInDump, type DumpContext, diagnosisOf } from '#shared/analysis/known-cause.ts'
import { modulesIn } from '#shared/signature/module-version.ts'
import type { Sighting, Signature } from '#shared/signature/signature.ts'
import { signatureOf } from '#test/support/lives.ts'

const PAHO = 'github.com/eclipse/paho.mqtt.golang'
const STUCK = signatureOf(['sync.(*WaitGroup).Wait', `${PAHO}.(*client).startCommsWorkers`])
const LOOP = signatureOf(['main.(*server).loop'], { ownCode: 'main.(*server).loop', creator: 'main.main' })

const seen = (
  signature: Signature,
  count: number,
  state: string,
): { signature: Signature; sighting: Sighting } => ({
  signature,
  sighting: {
    signature: signature.id,
    count,
    leaked: 0,
    states: new Map([[state, count]]),
    ages: undefined,
    labelKeys: new Map(),
  },
})

const built = (path: string): DumpContext => ({
  tellsAges: true,
  modules: modulesIn([path]),
  known: { hasLeakProfile: false },
})

describe('a cause in one dump', () => {
  const stuck = seen(STUCK, 12, 'sync.WaitGroup.Wait')

  it('advises the upgrade from the version in use', () => {
    const context = built(`/go/pkg/mod/${PAHO}@v1.4.2/client.go:608`)
    const { cause } = diagnosisOf([stuck], context)
    expect(cause && causeInDump(cause, context, 0).fix).toMatch(
      /^Upgrade github\.com\/eclipse\/paho\.mqtt\.golang from v1\.4\.2 to v1\.5\.0 or newer\. /,
    )
  })

  it('is no old fault where the version in use has it mended', () => {
    expect(diagnosisOf([stuck], built(`/go/pkg/mod/${PAHO}@v1.5.1/client.go:608`)).cause).toBeUndefined()
  })

  it('does not depend on versions that nobody tells', () => {
    expect(diagnosisOf([stuck], built('/src/app/vendor/paho/client.go')).cause?.id).toBe('104')
  })

  it('is not that of a common wait where one goroutine waits so', () => {
    const [one, two] = [1, 2].map((count) => diagnosisOf([seen(LOOP, count, 'select')], built('')))
    expect(one).toEqual({})
    expect(two?.cause?.id).toBe('80')
  })
})
