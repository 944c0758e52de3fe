import { plansOf } from './battery/plans.ts'
import { makeCase } from './battery/made-case.ts'
import { judge } from '#shared/verdict/judge.ts'
let tm=0,tj=0
const by = new Map<string, any[]>()
const plans = plansOf(Number(process.argv[2]??1))
for (const p of plans) {
  let t=performance.now(); const c=makeCase(p); const input=c.inputAt(c.end); tm+=performance.now()-t
  t=performance.now(); const j=judge(input); tj+=performance.now()-t
  const rep=j.verdicts.filter(v=>v.tier==='probable'||v.tier==='proven')
  const hit = c.truth && rep.some(v=>v.members.some(m=>m.signature===c.truth!.signature))
  const wrong = rep.filter(v=>!v.members.some(m=>m.signature===c.truth?.signature))
  const kind = c.truth===undefined?(wrong.length?'FALSE':'quiet'): wrong.length?'BESIDE':hit?'hit':c.truth.hidden?'hidden-miss':'MISS'
  const sec = hit&&c.truth!.hidden?'hidden-hit':kind
  by.set(sec,[...(by.get(sec)??[]),{p,c,j,wrong}])
}
console.log(plans.length, 'make',tm|0,'judge',tj|0); for (const [k,v] of by) console.log(k,v.length)
for (const k of ['FALSE','BESIDE','MISS']) for (const {p,c,j,wrong} of by.get(k)??[]) {
  if (k!=='MISS') console.log(k,p.name,p.level,p.weekHour,wrong[0].explain.slice(0,150), wrong[0].members[0].stack.at(-1))
  else { const o=j.others.find((o:any)=>o.signature===c.truth.signature); const v=j.verdicts.find((v:any)=>v.members.some((m:any)=>m.signature===c.truth.signature)); console.log(k,p.name,p.level,p.weekHour,o?`${o.verdict}: ${o.why.slice(0,260)}`:`tier ${v?.tier}`) }
}
