import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { SettingsPatchShape } from '#shared/api/settings-schema.ts'
import {
  type ChosenSettings,
  DEFAULT_SETTINGS,
  patched,
  type SettingsPatch,
  settingsOf,
} from '#shared/settings/settings.ts'

/** RFC 7396 §2, word for word. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const result = new Map(
    typeof target === 'object' && target !== null && !Array.isArray(target) ? Object.entries(target) : [],
  )
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name)
    else result.set(name, mergePatch(result.get(name), value))
  }
  return Object.fromEntries(result)
}

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const patches: fc.Arbitrary<SettingsPatch> = fc.record(
  {
    windowDays: maybe(fc.constantFrom(2, 7, 30)),
    resolutionSeconds: maybe(fc.constantFrom(15, 300)),
    limits: maybe(
      fc.record(
        { goroutines: maybe(fc.constantFrom(9, 99)), descriptors: maybe(fc.constantFrom(1_024, 4_096)) },
        { requiredKeys: [] },
      ),
    ),
    ownCode: maybe(fc.constantFrom([], ['example.com/shop'])),
    intended: maybe(fc.constantFrom([], [{ top: 'main.pump', atMost: 3 }])),
    dumpsUpTo: maybe(fc.constantFrom(0, 50_000)),
    owner: maybe(fc.constantFrom('shop', 'payments')),
  },
  { requiredKeys: [] },
)

describe('a merge patch', () => {
  it('does what RFC 7396 says, one after the other', () => {
    fc.assert(
      fc.property(fc.array(patches, { maxLength: 5 }), (some) => {
        const ours = some.reduce<ChosenSettings>(patched, {})
        const theirs = some.reduce<unknown>(mergePatch, {})
        // RFC 7396 keeps an object that lost its last member.
        expect({ limits: {}, ...ours }).toEqual({ limits: {}, ...(theirs as object) })
      }),
    )
  })

  it('that takes everything back leaves the defaults', () => {
    const chosen = patched({}, { windowDays: 30, limits: { goroutines: 9 }, owner: 'shop' })
    expect(settingsOf(chosen)).not.toEqual(DEFAULT_SETTINGS)
    expect(settingsOf(patched(chosen, { windowDays: null, limits: null, owner: null }))).toEqual(
      DEFAULT_SETTINGS,
    )
  })

  it('of one limit leaves the other', () => {
    const chosen = patched({ limits: { goroutines: 9 } }, { limits: { descriptors: 1_024 } })
    expect(settingsOf(chosen).limits).toEqual({ goroutines: 9, descriptors: 1_024 })
  })
})

describe('the shape of settings', () => {
  const issueOf = (patch: unknown): string => {
    const { success, issues } = v.safeParse(SettingsPatchShape, patch)
    return success ? 'taken' : `${issues[0] && v.getDotPath(issues[0])} ${issues[0]?.message}`
  }

  it.each<[unknown, string | RegExp]>([
    [{}, 'taken'],
    [{ windowDays: null, limits: { goroutines: null } }, 'taken'],
    [{ intended: [{ any: '**.(*shard).run', atMost: 64, reason: 'one a shard' }] }, 'taken'],
    [{ links: [{ title: 'Runbook', url: 'https://wiki.example.com/shop?x=1#leaks' }] }, 'taken'],
    [{ resolutionSeconds: 7 }, 'resolutionSeconds must divide 3600'],
    [{ windowDays: 1 }, 'windowDays must be at least 2'],
    [{ windowDays: 2.5 }, /^windowDays must be a whole number/],
    [{ window: 7 }, /^window is not known; known are resolutionSeconds, windowDays/],
    [{ limits: { threads: 7 } }, 'limits.threads is not known; known are goroutines, descriptors'],
    [JSON.parse('{"__proto__": {"windowDays": 7}}'), /^__proto__ is not known/],
    [{ intended: [{ reason: 'why not' }] }, 'intended.0 must name exactly one of top, any and creator'],
    [{ intended: [{ top: 'a', any: 'b' }] }, 'intended.0 must name exactly one of top, any and creator'],
    [{ intended: [{ top: 'main.func{n}.{n}.{n}' }] }, 'intended.0.top may hold {n} at most 2 times'],
    [{ intended: Array(101).fill({ top: 'a' }) }, 'intended must have at most 100 items'],
    [{ allowedLabels: ['zone', 'a b'] }, /^allowedLabels.1 must be/],
    [{ owner: 'line\nbreak' }, 'owner must not hold control characters'],
    [{ links: [{ title: 'x', url: 'http://a.example' }] }, /^links.0.url must be an https URL/],
    [{ links: [{ title: 'x', url: 'javascript:alert(1)//https://' }] }, /^links.0.url must be an https URL/],
    [{ links: [{ title: 'x', url: 'https://me:secret@a.example' }] }, /^links.0.url must be an https URL/],
    [{ links: [{ url: 'https://a.example' }] }, 'links.0.title is missing'],
    [{ limits: 'none' }, /^limits must be an object/],
    [7, /must be an object, not 7$/],
  ])('answers %j with %s', (patch, says) => {
    if (typeof says === 'string') expect(issueOf(patch)).toBe(says)
    else expect(issueOf(patch)).toMatch(says)
  })
})
