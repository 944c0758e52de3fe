/** Which Go built the program, as far as the paths of its source files tell? With `-trimpath` they do not. */

import { textOf } from './byte-text.ts'

/** Folders of the standard library whose files stand in nearly every dump; the toolchain's own folder is before them. */
const FOLDERS = ['/src/runtime/', '/src/internal/poll/', '/src/net/']
/** Characters of a path that are looked at. */
const LONGEST_PATH = 200

/**
 * A toolchain's folder: `golang.org/toolchain@v0.0.1-go1.27.4.linux-amd64` (GOTOOLCHAIN), `sdk/go1.27.4` and
 * `/usr/local/go1.27.4` (golang.org/dl), `hostedtoolcache/go/1.27.4/x64` (GitHub Actions), `Cellar/go/1.27.4/libexec`
 * (Homebrew), `-go-1.27.4/share/go` (Nix), `/usr/lib/go-1.24` (Debian).
 */
const TOOLCHAIN = /(?:^|[^A-Za-z])go[-/]?(1\.\d{1,3}(?:\.\d{1,3})?(?:rc\d+|beta\d+)?)(?![\w])/

/** `go1.27.4` where a path in an inflated dump of any form says it. */
export function goVersionIn(bytes: Buffer): string | undefined {
  for (const folder of FOLDERS) {
    const at = bytes.indexOf(folder, 0, 'latin1')
    if (at < 0) continue
    const before = textOf(bytes, Math.max(0, at - LONGEST_PATH), at)
    // A path begins behind a blank, a length or a tab.
    const [path = ''] = /[!-~]*$/.exec(before) ?? []
    const [, version] = TOOLCHAIN.exec(path) ?? []
    if (version !== undefined) return `go${version}`
  }
  return undefined
}
