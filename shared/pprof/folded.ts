import type { StackTree } from './stack-tree.ts'

/**
 * Stacks as the tools of flame graphs take them, one a line in the order of names.
 *
 * Example output: `main.main;main.worker;runtime.gopark 40`
 *
 * What separates frames and lines becomes a colon or a space inside a name: type arguments may hold both.
 */
export function foldedText(tree: StackTree): string {
  const lines: string[] = []
  tree.visit((path, { target }) => {
    if (target !== 0) lines.push(`${path.map(foldedName).join(';')} ${target}\n`)
  })
  return lines.join('')
}

const foldedName = (name: string): string => name.replaceAll(';', ':').replaceAll(/[\r\n]/g, ' ')
