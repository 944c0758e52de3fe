import { absolute, ZONE } from '../format.ts'
import { Name, plain, short } from '../name.tsx'
import type { StoryAnswer } from './finding-answer.ts'

type Chapter = StoryAnswer['chapters'][number]

/** Marks of what got worse and of what got better; all others are grey. */
const TONES: Readonly<Partial<Record<Chapter['about'], string>>> = {
  new: 'worse',
  escalating: 'worse',
  regressed: 'worse',
  fixed: 'better',
  resolved: 'better',
}

/** What became of it, from when it began, with who was told. */
export const Story = ({ of: { chapters } }: { readonly of: StoryAnswer }) => (
  <section class="on-screen">
    <h2>History</h2>
    <ol class="story">
      {chapters.map(({ at, about, says, by, comment, told }, i) => (
        <li key={i} class={TONES[about] ?? ''}>
          <time dateTime={at}>{absolute(Date.parse(at)).replace(` ${ZONE}`, '')}</time>
          <span>
            {plain(says)}
            {by !== null && (
              <>
                , by <Name longest={60}>{by}</Name>
              </>
            )}
            {told.length > 0 && (
              <small class="quiet">
                {' '}
                told <Name longest={200}>{told.join(', ')}</Name>
              </small>
            )}
            {comment !== undefined && <q>{short(comment, 1_000)}</q>}
          </span>
        </li>
      ))}
    </ol>
    <p class="quiet small">Times in {ZONE}.</p>
  </section>
)
