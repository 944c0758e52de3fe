import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compareVersions } from '#shared/signature/module-version.ts'
import type { Declared } from './declared.ts'

/** What packages of a version declare, kept here since no proxy or toolchain gives its sources. */
export interface Recorded {
  readonly root: string
  readonly version: string
  /** Packages, as paths in the module, in which names without a package are looked for. */
  readonly anywhere?: readonly string[]
  /** By import path. */
  readonly packages: Readonly<Record<string, Declared>>
}

const FILE = fileURLToPath(new URL('recorded.json', import.meta.url))

export const recorded = (): Recorded[] => JSON.parse(readFileSync(FILE, 'utf8')) as Recorded[]

/** Keeps what a version declares, in place of what was kept of it. */
export function record(one: Recorded): void {
  const others = recorded().filter(({ root, version }) => root !== one.root || version !== one.version)
  const all = [...others, one].sort((a, b) =>
    a.root < b.root ? -1 : a.root > b.root ? 1 : compareVersions(b.version, a.version),
  )
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`)
}
