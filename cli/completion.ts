import type { Command } from './command.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

export const isShell = (text: string): text is Shell => (SHELLS as readonly string[]).includes(text)

/** A script for the shell: commands first, then the options of the command, and files wherever an operand may stand. */
export const scriptFor = (shell: Shell, commands: readonly Command[]): string => SCRIPTS[shell](commands)

const SCRIPTS: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = { bash, zsh, fish }

/** Bash reference manual, "Programmable Completion". */
function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const flags = optionsOf(command).map(([name]) => `--${name}`)
    return `      ${command.name}) known='${flags.join(' ')}' ;;`
  })
  return `_tidemark() {
  local word=\${COMP_WORDS[COMP_CWORD]} known=
  if [ "$COMP_CWORD" -eq 1 ]; then
    known='${commands.map(({ name }) => name).join(' ')} help'
  elif [[ $word == -* ]]; then
    case \${COMP_WORDS[1]} in
${cases.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$known" -- "$word"))
}
complete -o default -F _tidemark tidemark`
}

/** zshcompsys(1), `_describe`: each entry is `name:description`. */
function zsh(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) =>
      `      ${command.name}) known=(${optionsOf(command)
        .map(([name, help]) => quoted(`--${name}:${help}`))
        .join(' ')}) ;;`,
  )
  return `#compdef tidemark
_tidemark() {
  local -a known
  if (( CURRENT == 2 )); then
    known=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})
    _describe command known
  elif [[ $words[CURRENT] == -* ]]; then
    case $words[2] in
${cases.join('\n')}
    esac
    _describe option known
  else
    _files
  fi
}
compdef _tidemark tidemark`
}

/** fish documentation, `complete`. */
function fish(commands: readonly Command[]): string {
  return commands
    .flatMap((command) => [
      `complete -c tidemark -f -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
      ...optionsOf(command).map(
        ([name, help, takesValue]) =>
          `complete -c tidemark -n '__fish_seen_subcommand_from ${command.name}' -l ${name} -d ${quoted(help)}${takesValue ? ' -r' : ''}`,
      ),
    ])
    .join('\n')
}

/** Name, what it means, and whether a value follows. */
const optionsOf = ({ options }: Command): (readonly [string, string, boolean])[] => [
  ...Object.entries(options).map(([name, { help, type }]) => [name, help, type === 'string'] as const),
  ['help', 'show usage, options and examples', false],
]

/** As one word of any of these shells: a quote within closes, is escaped, and opens anew. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
