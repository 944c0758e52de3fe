import type { Command } from './command.ts'

/** A command by its name; what it stands on is loaded once it is called: an agent needs no judge. */
export interface ListedCommand {
  readonly name: string
  readonly load: () => Promise<Command>
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly ListedCommand[] = [
  { name: 'demo', load: async () => (await import('./commands/demo.ts')).demo },
  { name: 'serve', load: async () => (await import('./commands/serve.ts')).serve },
  { name: 'agent', load: async () => (await import('./commands/agent.ts')).agent },
  { name: 'push', load: async () => (await import('./commands/push.ts')).push },
  { name: 'replay', load: async () => (await import('./commands/replay.ts')).replay },
  { name: 'analyze', load: async () => (await import('./commands/analyze.ts')).analyze },
  { name: 'diff', load: async () => (await import('./commands/diff.ts')).diff },
  { name: 'gate', load: async () => (await import('./commands/gate.ts')).gate },
  { name: 'judge', load: async () => (await import('./commands/judge.ts')).judge },
  { name: 'verify', load: async () => (await import('./commands/verify.ts')).verify },
  { name: 'mcp', load: async () => (await import('./commands/mcp.ts')).mcp },
  { name: 'report', load: async () => (await import('./commands/report.ts')).report },
  { name: 'token', load: async () => (await import('./commands/token.ts')).token },
  { name: 'reindex', load: async () => (await import('./commands/reindex.ts')).reindex },
  { name: 'redrive', load: async () => (await import('./commands/redrive.ts')).redrive },
  { name: 'doctor', load: async () => (await import('./commands/doctor.ts')).doctor },
  { name: 'take-over', load: async () => (await import('./commands/take-over.ts')).takeOverCommand },
  { name: 'health', load: async () => (await import('./commands/health.ts')).health },
  { name: 'completion', load: async () => completionOf(COMMANDS) },
]

async function completionOf(commands: readonly ListedCommand[]): Promise<Command> {
  const { completion } = await import('./commands/completion.ts')
  return completion(() => Promise.all(commands.map(({ load }) => load())))
}
