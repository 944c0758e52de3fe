import { count, counted } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Time } from '../time.tsx'
import { firstVerdicts, isLearning, type Service } from './learning.tsx'

/** How many are learning, quiet and watched, and when they were last looked at. */
export function Status({ services, now }: { readonly services: readonly Service[]; readonly now: number }) {
  const learning = services.filter(isLearning)
  const quiet = services.filter(({ openFindings, learning: early }) => openFindings === 0 && early === null)
  const stacks = services.reduce((sum, { watched }) => sum + (watched ?? 0), 0)
  const judged = services
    .flatMap(({ lastJudged }) => lastJudged ?? [])
    .sort()
    .at(-1)
  return (
    <details class="status">
      <summary>
        {learning.length > 0 &&
          `Learning: ${counted(learning.length, 'service')}, ${firstVerdicts(learning, now)} · `}
        Quiet: {counted(quiet.length, 'service')} · {counted(services.length, 'service')} and{' '}
        {counted(stacks, 'stack')} watched
        {judged !== undefined && (
          <>
            {' '}
            · last judged <Time at={judged} />
          </>
        )}
      </summary>
      <ul class="services">
        {services.map(({ name, openFindings, learning: early }) => (
          <li key={name}>
            <a href={address.service(name)}>
              <Name longest={80}>{name}</Name>
            </a>
            <span class="quiet">
              {openFindings > 0 ? `${count(openFindings)} open` : early === null ? 'quiet' : 'learning'}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
