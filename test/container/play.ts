import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { DockerfileParser, type Instruction, type ModifiableInstruction } from 'dockerfile-ast'
import * as v from 'valibot'
import { ROOT, SENT } from './build-context.ts'

export const DOCKERFILE = DockerfileParser.parse(await readFile(join(ROOT, 'Dockerfile'), 'utf8'))

/** Words of an instruction, its flags left out. */
export const wordsOf = (instruction: Instruction | undefined): string[] =>
  (instruction?.getArguments() ?? []).map((argument) => argument.getValue())

/** A list of words in JSON, as the exec form of a command is. */
export const execForm = (instruction: Instruction | undefined): string[] =>
  v.parse(
    v.pipe(v.string(), v.parseJson(), v.array(v.string())),
    /\[.*\]$/s.exec(instruction?.getRawArgumentsContent() ?? '')?.[0],
  )

/** What a stage of the image has come to. */
interface Stage {
  /** Stands for `/`. */
  readonly root: string
  workdir: string
}

/**
 * Does what the Dockerfile says, in folders instead of images: copies what it copies, and does for each `RUN` what
 * that does, with packages of this checkout instead of the registry's.
 *
 * @returns the folder that stands for `/` of the last stage
 * @throws Error for a step that is not known here
 */
export async function play(directory: string): Promise<string> {
  const stages = new Map<string, Stage>()
  let stage: Stage = { root: '', workdir: '/' }
  for (const instruction of DOCKERFILE.getInstructions()) {
    const words = wordsOf(instruction)
    switch (instruction.getKeyword()) {
      case 'FROM': {
        const name = words[2] ?? 'last'
        stage = { root: join(directory, name), workdir: '/' }
        stages.set(name, stage)
        break
      }
      case 'WORKDIR':
        stage.workdir = words[0] ?? '/'
        await mkdir(inside(stage, stage.workdir), { recursive: true })
        break
      case 'COPY':
        await copy(stage, words, stages.get(fromOf(instruction) ?? ''))
        break
      case 'RUN':
        for (const command of words.join(' ').split(' && ')) await run(stage, command)
    }
  }
  return stage.root
}

const inside = ({ root, workdir }: Stage, path: string): string =>
  path.startsWith('/') ? join(root, path) : join(root, workdir, path)

function fromOf(instruction: Instruction): string | undefined {
  const flags = (instruction as ModifiableInstruction).getFlags()
  return flags.find((flag) => flag.getName() === 'from')?.getValue() ?? undefined
}

/** From another stage, or from what `.dockerignore` leaves of this checkout. */
async function copy(stage: Stage, words: readonly string[], other: Stage | undefined): Promise<void> {
  const target = words.at(-1) ?? ''
  for (const source of words.slice(0, -1)) {
    if (other === undefined && source !== '.' && !SENT.includes(source))
      throw new Error(`${source} is not sent to docker`)
    const sources = source === '.' ? SENT : [source]
    for (const each of sources) {
      const from = other === undefined ? join(ROOT, each) : inside(other, each)
      const to =
        source === '.' ? join(target, each) : target.endsWith('/') ? join(target, basename(each)) : target
      await mkdir(dirname(inside(stage, to)), { recursive: true })
      await cp(from, inside(stage, to), { recursive: true })
    }
  }
}

const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))

async function run(stage: Stage, command: string): Promise<void> {
  if (command === 'npm ci --ignore-scripts')
    return symlink(join(ROOT, 'node_modules'), inside(stage, 'node_modules'))
  const [, script = '', options = ''] = /^npm run (\w+)(?: -- (.+))?$/.exec(command) ?? []
  const [node, ...args] = `${scripts[script]} ${options}`.trim().split(' ')
  if (node === 'node') {
    await promisify(execFile)(process.execPath, args, { cwd: inside(stage, '.') })
    return
  }
  const [, folder] = /^install -d -m 0700 (\/\w+)$/.exec(command) ?? []
  if (folder === undefined) throw new Error(`nobody knows here what this does: ${command}`)
  await mkdir(inside(stage, folder), { recursive: true, mode: 0o700 })
}

/** Files that the image would hold besides those of its base. */
export const filesOf = (root: string): string[] =>
  globSync('**', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted()
