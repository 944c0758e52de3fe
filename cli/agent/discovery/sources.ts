/** Which sources do the options of `tidemark agent` name? */

import { type Arguments, UsageError } from '../../command.ts'
import { several } from '../options.ts'
import type { ListDefaults } from './labelled-target.ts'
import type { Source } from './source.ts'
import { targetsFile } from './targets-file.ts'
import { targetsUrl, type UrlDeps } from './targets-url.ts'

/** @throws UsageError that names the option, without credentials */
export const sourcesOf = (values: Arguments['values'], defaults: ListDefaults, deps: UrlDeps): Source[] => [
  ...several(values.targets).map((file) => targetsFile(file, defaults, deps)),
  ...several(values['targets-url']).map((text) => targetsUrl(addressOf(text), defaults, deps)),
]

function addressOf(text: string): URL {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError('--targets-url must be an http or https address that answers a list of targets')
  return url
}
