import { writeFileSync, readdirSync, existsSync, readFileSync, createWriteStream } from 'node:fs'
import { join, basename } from 'node:path'
import { HOUR, MINUTE } from '#shared/time.ts'
import { judge } from '#shared/verdict/judge/judge.ts'
import { plansOf } from '#bench/verdicts/battery/plans.ts'
import { makeCase } from '#bench/verdicts/battery/made-case.ts'
const [,, seed, every, rest, out] = process.argv
const LOOKS = [0.5, 1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36, 48, 72, 96, 168, 240, 336]
const f = createWriteStream(out!)
let i = 0
for (const plan of plansOf(Number(seed))) {
  if (i++ % Number(every) !== Number(rest)) continue
  const made = makeCase(plan)
  const at0 = made.truth?.since ?? made.start
  const looks = LOOKS.map(h => at0 + h * HOUR).filter(at => at < made.end)
  looks.push(made.end)
  for (const at of looks) {
    const j = judge(made.inputAt(at))
    const v = j.verdicts.map((v: any) => ({ tier: v.tier, right: made.truth !== undefined && v.members.some((m: any) => m.signature === made.truth!.signature), p: v.probability, a: Object.fromEntries(v.arguments.map((x: any) => [x.id, x.value])) }))
    f.write(JSON.stringify({ set: 'battery', seed: Number(seed), name: plan.name, background: plan.background, variant: plan.variant, leaks: plan.leak?.perHour, hidden: made.truth?.hidden ?? false, hour: (at - at0) / HOUR, end: at === made.end, v }) + '\n')
  }
}
f.end()
