
import { createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { HOUR } from '#shared/time.ts'
import { judgeCase } from './judge-looks.ts'
import { casesIn } from '#bench/verdicts/recorded/play.ts'
import { isOn } from '#bench/verdicts/recorded/score.ts'
import { readTruth } from '#bench/verdicts/recorded/truth.ts'
const [,, set, dir, out] = process.argv
const f = createWriteStream(out!)
for (const c of await casesIn(dir!)) {
  const truth = await readTruth(c)
  const rows: any[] = []
  await judgeCase(c, () => {}, (j: any, at: number, end: boolean) => {
    rows.push({ set, name: basename(c), at, end, since: truth.leaks.map(l => Date.parse(l.since)), nLeaks: truth.leaks.length,
      v: j.verdicts.map((v: any) => ({ tier: v.tier, top: v.members[0].stack[0], right: truth.leaks.findIndex(l => isOn({ stack: v.members[0].stack }, l)), p: v.probability, a: Object.fromEntries(v.arguments.map((x: any) => [x.id, x.value])) })),
      others: j.others.filter((o: any) => truth.leaks.some(l => isOn({ stack: o.stack }, l))).map((o: any) => [o.stack[0], o.verdict, o.why]) })
  })
  for (const r of rows) f.write(JSON.stringify(r) + '\n')
}
f.end()
