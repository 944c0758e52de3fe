/**
 * Checks every function of Go that Tidemark names against the sources of Go and of libraries: `npm run names`.
 *
 * `--newest` tells which modules have a newer version than the one in modules.ts. `--record root@version=folder` keeps
 * what a version declares that no proxy has; `--anywhere path` names a package of it for names like `**.readPump`.
 * `--unnamed path` prints the goroutines of the modules with that in their path which last and which no entry names.
 */

import { parseArgs } from 'node:util'
import { checkNames } from './check-names.ts'
import { cacheFolder, GoSources, hasGo, newestOf } from './go-sources.ts'
import { keep } from './keep.ts'
import { MODULES } from './modules.ts'
import { tellUnnamed } from './unnamed.ts'
import { modulePath } from './version.ts'

const { values } = parseArgs({
  options: {
    newest: { type: 'boolean', default: false },
    record: { type: 'string' },
    unnamed: { type: 'string' },
    anywhere: { type: 'string', multiple: true, default: [] },
  },
})

if (!(await hasGo())) {
  console.error('There is no go on the PATH: names are checked against the sources that it fetches.')
  process.exit(2)
}
const sources = new GoSources(cacheFolder(process.env.XDG_CACHE_HOME))
if (values.newest) await tellNewest()
else if (values.unnamed !== undefined) await tellUnnamed(sources, values.unnamed)
else if (values.record !== undefined) await keep(sources, values.record, values.anywhere)
else process.exitCode = await checkNames(sources)

async function tellNewest(): Promise<void> {
  for (const { root, versions } of MODULES) {
    const [known = ''] = versions
    const newest = await newestOf(modulePath(root, known))
    if (newest !== undefined && newest !== known) console.log(`${root}: ${known}, newest is ${newest}`)
  }
}
