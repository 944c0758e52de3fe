import type { Command } from './command.ts'

/** All commands, one line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Tidemark watches the low-water mark of every goroutine stack and names the one that leaks.',
    '',
    'usage: tidemark COMMAND [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'tidemark COMMAND --help shows its options. TIDEMARK_URL and TIDEMARK_TOKEN set --url and --token.',
  ].join('\n')
}

/** Usage, options and examples of one command. */
export function helpOf({ summary, usage, options, examples }: Command): string {
  const flags = Object.entries(options).map(
    ([name, { type, help }]) => [`--${name}${type === 'string' ? ' VALUE' : ''}`, help] as const,
  )
  const width = Math.max(0, ...flags.map(([flag]) => flag.length))
  return [
    summary,
    '',
    `usage: ${usage}`,
    '',
    ...flags.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    ...(flags.length > 0 ? [''] : []),
    'examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n')
}
