import { type Command, UsageError } from '../command.ts'
import { isShell, SHELLS, scriptFor } from '../completion.ts'

/** @param commands all of them, this one among them */
export const completion = (commands: () => Promise<readonly Command[]>): Command => ({
  name: 'completion',
  summary: 'Print a script that completes commands and options in a shell.',
  usage: `tidemark completion ${SHELLS.join('|')}`,
  options: {},
  examples: [
    'source <(tidemark completion bash)                                   # in ~/.bashrc',
    'source <(tidemark completion zsh)                                    # in ~/.zshrc, after compinit',
    'tidemark completion fish > ~/.config/fish/completions/tidemark.fish',
  ],
  async run({ positionals: [shell = '', ...more] }, { out }) {
    if (!isShell(shell) || more.length > 0) throw new UsageError(`name one shell: ${SHELLS.join(', ')}`)
    out(scriptFor(shell, await commands()))
    return 0
  },
})
