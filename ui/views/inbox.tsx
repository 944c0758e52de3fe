import { useEffect, useMemo, useState } from 'preact/hooks'
import type { FindingPage } from '#shared/api/answers/finding.ts'
import type { ServicePage } from '#shared/api/answers/service.ts'
import { useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { count, counted } from '../format.ts'
import { DeedDialog, useDeed } from '../inbox/deed-dialog.tsx'
import { type Inbox, useInbox } from '../inbox/known.ts'
import { More } from '../inbox/more.tsx'
import { Row } from '../inbox/row.tsx'
import { useSelection } from '../inbox/selection.ts'
import { useKeys } from '../keyboard.ts'
import { Shown, Title } from '../layout.tsx'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { isOver, type Summary } from '../tier.tsx'
import { Time } from '../time.tsx'
import { Empty } from './empty.tsx'

/** `/`: what leaks, the most severe first, each with what to do. */
export function InboxView() {
  const inbox = useInbox()
  const services = useAnswer<AnswerOf<typeof ServicePage>>('/v1/services?limit=1000')
  const isEmpty = inbox.answer?.items.length === 0 && services.answer?.items.length === 0
  if (isEmpty) return <Empty />
  return (
    <>
      {inbox.answer === undefined && <Title text="Inbox" />}
      <Shown of={inbox}>{(page) => <Findings {...page} inbox={inbox} onClosed={services.reload} />}</Shown>
      <Shown of={services}>{(page) => <Quiet {...page} />}</Shown>
    </>
  )
}

function Findings({
  items,
  next,
  inbox,
  onClosed,
}: AnswerOf<typeof FindingPage> & { readonly inbox: Inbox; readonly onClosed: () => void }) {
  const shown = useGrowing(items.length)
  const { list, selected, step, select } = useSelection(items.length, shown)
  const deed = useDeed(items, selected)
  // The same row again is not compared anew.
  const rows = useMemo(() => items.map((finding) => <Row key={finding.id} finding={finding} />), [items])
  useKeys(useMemo(() => ({ j: () => step(1), k: () => step(-1) }), []))
  return (
    <>
      <Title text={headline(items)} />
      {items.length > 0 && (
        <ul class="findings" ref={list}>
          {rows.slice(0, shown)}
        </ul>
      )}
      {next !== undefined && (
        <More
          known={items.length}
          ask={inbox.more}
          onMore={() => select(items.length)}
          onBeginAgain={inbox.reload}
        />
      )}
      {deed.open && (
        <DeedDialog
          {...deed.open}
          onClose={deed.close}
          onClosed={(finding) => {
            deed.close()
            select(items.indexOf(finding))
            inbox.without(finding.id)
            onClosed()
          }}
        />
      )}
    </>
  )
}

/** Rows of the first frame, more than a window holds, and of each one after it. */
const AT_ONCE = 100

/** Grows to the whole frame by frame: a long list never holds up what the reader does. */
function useGrowing(whole: number): number {
  const [shown, setShown] = useState(AT_ONCE)
  useEffect(() => {
    if (shown >= whole) return
    const frame = requestAnimationFrame(() => setShown(shown + AT_ONCE))
    return () => cancelAnimationFrame(frame)
  }, [shown, whole])
  return shown
}

/** Example output: `2 leaks in 2 services, 1 suspicion, 3 gone`. */
function headline(items: readonly Summary[]): string {
  const open = items.filter((finding) => !isOver(finding))
  const sure = open.filter(({ tier }) => tier === 'proven' || tier === 'probable')
  const others = open.length - sure.length
  const over = items.length - open.length
  const services = [...new Set(sure.map(({ service }) => service))]
  const where = services.length === 1 ? (services[0] ?? '') : `${count(services.length)} services`
  const parts = [
    ...(sure.length === 0 ? [] : [`${counted(sure.length, 'leak')} in ${where}`]),
    ...(others === 0 ? [] : [counted(others, 'suspicion')]),
    ...(over === 0 ? [] : [`${count(over)} gone`]),
  ]
  return open.length === 0 ? ['Nothing leaks', ...parts].join(', ') : parts.join(', ')
}

/** What is watched and has no finding, and when it was last looked at. */
function Quiet({ items }: AnswerOf<typeof ServicePage>) {
  const quiet = items.filter(({ openFindings }) => openFindings === 0)
  const stacks = items.reduce((sum, { watched }) => sum + (watched ?? 0), 0)
  const judged = items
    .flatMap(({ lastJudged }) => lastJudged ?? [])
    .sort()
    .at(-1)
  return (
    <>
      <p class="quietly">
        {counted(items.length, 'service')}
        {stacks > 0 && ` and ${counted(stacks, 'stack')}`} watched, {count(quiet.length)}{' '}
        {quiet.length === 1 ? 'service' : 'services'} quiet.{' '}
        {judged === undefined ? (
          'None has been judged yet.'
        ) : (
          <>
            Last judged <Time at={judged} />.
          </>
        )}
      </p>
      <ul class="services">
        {items.map(({ name, openFindings }) => (
          <li key={name}>
            <a href={address.service(name)}>
              <Name longest={80}>{name}</Name>
            </a>
            <span class="quiet">{openFindings === 0 ? 'quiet' : `${count(openFindings)} open`}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
