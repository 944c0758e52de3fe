import { styleText } from 'node:util'
import type { GateResult, LeftStack } from '#shared/gate/gate.ts'
import { functionOf, gateSays } from '#shared/gate/gate-markdown.ts'
import { productionSays } from '#shared/gate/production-leak.ts'
import { counted, grouped } from '#shared/verdict/model/words.ts'

/** The decision first, then each stack that leaks, then what is accepted and why. */
export function gateText(result: GateResult, colour: boolean): string {
  const { base, target, leaks, accepted } = result
  const bold = (text: string): string => (colour ? styleText('bold', text) : text)
  const counts =
    base === null ? counted(target, 'goroutine') : `${grouped(base)} → ${counted(target, 'goroutine')}`
  return [
    bold(`${leaks.length === 0 ? 'No goroutine leaks' : gateSays(result)} (${counts})`),
    ...leaks.flatMap((leak) => ['', ...leakLines(leak, bold)]),
    ...(accepted.length === 0 ? [] : ['', 'Accepted:']),
    ...accepted.map((stack) => `  +${grouped(stack.left)}  ${functionOf(stack)}: ${stack.why}`),
  ].join('\n')
}

function leakLines(leak: LeftStack, bold: (text: string) => string): string[] {
  const { left, isProven, frames, place, goPlace, cause, production, base } = leak
  const places = [
    ...(place === null ? [] : [`at ${place}`]),
    ...(goPlace === null ? [] : [`go statement at ${goPlace}`]),
  ]
  return [
    `${bold(`+${grouped(left)}`)}  ${bold(functionOf(leak))}${isProven ? ', proven leaked by the runtime' : ''}${base > 0 ? `, ${grouped(base)} before` : ''}`,
    ...(frames[0] === functionOf(leak) || frames[0] === undefined ? [] : [`    waits in ${frames[0]}`]),
    ...(places.length === 0 ? [] : [`    ${places.join(', ')}`]),
    ...(cause === null ? [] : [`    known as entry ${cause.id}: ${cause.title}`, `    fix: ${cause.fix}`]),
    ...(production === null ? [] : [`    ${productionSays(production)}`]),
  ]
}
