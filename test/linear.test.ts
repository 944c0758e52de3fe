import { expect, test } from 'vitest'
import { analyzeInput } from '#shared/analysis/analyze-input.ts'
import { bareDump, readDump } from '#shared/analysis/read-dump.ts'
import { receiverOf } from '#shared/analysis/waiting/primitive.ts'
import { diagnose } from '#shared/cause/cause-of.ts'
import { argumentWords } from '#shared/goroutine/argument-words.ts'
import { readProfile } from '#shared/goroutine/detect.ts'
import { areArguments, isCName, isFunctionName } from '#shared/goroutine/go-symbol.ts'
import { goVersionIn } from '#shared/goroutine/go-version.ts'
import { readIndividuals } from '#shared/goroutine/individual.ts'
import { labelKeyText, readLabelKeys } from '#shared/goroutine/label-keys.ts'
import { DEFAULT_READ_LIMITS } from '#shared/goroutine/model.ts'
import { oneLine, visibleName, visibleStyledText, visibleText } from '#shared/reading/visible.ts'
import { oneSpelling, sourceName } from '#shared/signature/aliases/spelling.ts'
import { isClientSide } from '#shared/signature/connection.ts'
import { isWrapperFrame, normaliseFrame } from '#shared/signature/frame.ts'
import { goMinor } from '#shared/signature/go-version.ts'
import { compareVersions, modulesIn } from '#shared/signature/module-version.ts'
import { ownerOf } from '#shared/signature/own-code.ts'
import { signProfile } from '#shared/signature/sign.ts'
import { sourceStack, standardStack } from '#shared/signature/source-stack.ts'
import { readSocketTable } from '#shared/socket/detect.ts'
import { DEFAULT_TABLE_LIMITS } from '#shared/socket/model.ts'
import { observe } from '#shared/survivor/observation.ts'
import { growth } from './support/growth.ts'
import { hostileShapes } from './support/hostile-shapes.ts'

/** Characters of one name: the longest that a reader takes has 65,535. */
const NAME = 4_000
const LIMITS = { ...DEFAULT_READ_LIMITS, nameBytes: 1 << 20, roster: true }

const of = (frame: string) => ({ frames: [frame, 'main.f'], entry: frame })
const bytesOf = (text: string) => Buffer.from(text)

/** A goroutine in which the name stands in every place that a name can have. */
const debug2 = (name: string): string =>
  `goroutine 1 [select, ${name}]:\n${name}(${name})\n\t${name}:1 +0x1\n${name}(0x1)\n\t${name}\ncreated by ${name} in goroutine 1\n\t${name}:1\n
goroutine 2 [${name}]:\nmain.f()\n\t/a.go:1 +0x1\n`
const debug1 = (name: string): string =>
  `goroutine profile: total 2\n2 @ 0x1 0x2\n# labels: {"${name}":"${name}"}\n#\t0x1\t${name}+0x1\t${name}:1\n#\t0x2\tmain.f+0x1\t/a.go:1\n`

/** Beginnings of rows of the tools. */
const ROWS = [
  '',
  '  TCP  ',
  'tcp  0  0  ',
  'COMMAND PID USER\na 1 ',
  'State Recv-Q Send-Q\nESTAB 0 0 ',
  'l-wx------ 1 a a 64 ',
]

async function ingested(text: string): Promise<void> {
  const reading = await readProfile(bytesOf(text), LIMITS)
  if (reading.answer === 'recognised') observe(reading.profile, signProfile(reading.profile), 0)
}

async function analysed(text: string): Promise<void> {
  const read = await readDump(bareDump(bytesOf(text)), { limits: LIMITS })
  if (!('reason' in read)) analyzeInput([read])
}

const READERS: Readonly<Record<string, (name: string) => unknown>> = {
  normaliseFrame,
  isWrapperFrame,
  oneSpelling,
  sourceName,
  sourceStack: (name) => sourceStack([name, 'main.f'], name),
  standardStack: (name) => standardStack([`io.f${name}`, `net.f${name}`]),
  isClientSide: (name) => isClientSide(of(name)),
  ownerOf,
  goMinor,
  modulesIn: (path) => modulesIn([path]),
  compareVersions: (version) => compareVersions(version, `v1.2.3-${version}`),
  isFunctionName,
  isCName,
  areArguments,
  argumentWords,
  goVersionIn: (path) => goVersionIn(bytesOf(`${path}/src/runtime/`)),
  labelKeyText: (key) => labelKeyText(bytesOf(key), 0, key.length),
  readLabelKeys: (labels) => readLabelKeys(bytesOf(`{${labels}`), 0, labels.length + 1),
  visible: (text) => [visibleName(text), visibleText(text), visibleStyledText(text), oneLine(text)],
  receiverOf,
  diagnose: (name) =>
    diagnose({
      signature: '',
      frames: [name, 'main.f'],
      ownCode: name,
      creator: name,
      states: new Map([['select', 1]]),
      ranged: undefined,
      waited: undefined,
    }),
  readIndividuals: (name) => readIndividuals(bytesOf(debug2(name))),
  readSocketTable: (text) => {
    for (const row of ROWS)
      readSocketTable(bytesOf(row + text), { now: 0, tool: undefined, limits: DEFAULT_TABLE_LIMITS })
  },
  'a full stack dump, read and signed': (name) => ingested(debug2(name)),
  'a counted dump, read and signed': (name) => ingested(debug1(name)),
  'a full stack dump, analysed': (name) => analysed(debug2(name)),
}

const all = async (read: (name: string) => unknown, names: readonly string[]): Promise<void> => {
  for (const name of names) await read(name)
}

test.each(Object.entries(READERS))(
  'four times as long takes %s at most six times as long',
  async (_, read) => {
    const [small, large] = [hostileShapes(NAME), hostileShapes(NAME * 4)]
    expect(
      await growth(
        () => all(read, small),
        () => all(read, large),
        6,
      ),
    ).toBeLessThanOrEqual(6)
  },
)
