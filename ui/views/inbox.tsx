import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ServicePage } from '#shared/api/answers/service.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import { type Answered, useAnswer } from '../answer.ts'
import type { AnswerOf } from '../api.ts'
import { arranged, GROUPS, type Grouping, SORTS, type Sort } from '../inbox/arrange.ts'
import { Bulk } from '../inbox/bulk.tsx'
import { DeedDialog, useDeed } from '../inbox/deed-dialog.tsx'
import { Details } from '../inbox/details.tsx'
import { Facets } from '../inbox/facets.tsx'
import { facetsOf, filtered, type Reader } from '../inbox/filter.ts'
import { FilterField } from '../inbox/filter-field.tsx'
import { headline } from '../inbox/headline.ts'
import { type Inbox, useInbox } from '../inbox/known.ts'
import { isLearning, LearningCards } from '../inbox/learning.tsx'
import { findingsIn, List } from '../inbox/list.tsx'
import { useMine } from '../inbox/mine.ts'
import { More } from '../inbox/more.tsx'
import { parseQuery, queryText } from '../inbox/query.ts'
import { useSelection } from '../inbox/selection.ts'
import { Status } from '../inbox/status.tsx'
import { look } from '../inbox/visit.ts'
import { Shown, Title } from '../layout.tsx'
import { useNow } from '../now.ts'
import { address, navigate } from '../router.ts'
import { mayChange, useSession } from '../session.ts'
import type { Summary } from '../tier.tsx'
import { Empty } from './empty.tsx'

type Services = AnswerOf<typeof ServicePage>['items']

/** How often the time that is left until a first verdict is told anew. */
const TICK = 10 * SECOND
/** How often a first verdict that is due is asked for: the judge looks once a minute, on AWS each ten. */
const AWAIT = MINUTE

/** `/`: what leaks, a line each, with the words of the filter in the address. */
export function InboxView({ query }: { readonly query: URLSearchParams }) {
  const inbox = useInbox()
  const services = useAnswer<AnswerOf<typeof ServicePage>>('/v1/services?limit=1000')
  const known = services.answer?.items
  const isEmpty = inbox.findings?.length === 0 && known?.length === 0
  useAwaited(services, inbox, known?.some(isLearning) === true)
  if (isEmpty) return <Empty onFirst={services.reload} />
  const { findings } = inbox
  return (
    <>
      {(findings === undefined || (known === undefined && findings.length === 0)) && <Title text="Inbox" />}
      <Shown of={inbox.open}>
        {({ next }) =>
          findings !== undefined && (known !== undefined || findings.length > 0) ? (
            <Findings
              findings={findings}
              services={known ?? []}
              inbox={inbox}
              hasMore={next !== undefined}
              onChanged={services.reload}
              query={query}
            />
          ) : null
        }
      </Shown>
      {services.failure && <Shown of={services}>{() => null}</Shown>}
    </>
  )
}

/** Loads anew what a reader waits for: a list that can be read stays as it is under the reader's hand. */
function useAwaited(services: Answered<AnswerOf<typeof ServicePage>>, { open }: Inbox, isAwaited: boolean) {
  useEffect(() => {
    if (!isAwaited) return
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      services.reload()
      if (open.answer?.items.length === 0) open.reload()
    }, AWAIT)
    return () => clearInterval(timer)
  }, [isAwaited, open.answer?.items.length === 0])
}

function Findings({
  findings,
  services,
  inbox,
  hasMore,
  onChanged,
  query,
}: {
  readonly findings: readonly Summary[]
  readonly services: Services
  readonly inbox: Inbox
  readonly hasMore: boolean
  readonly onChanged: () => void
  readonly query: URLSearchParams
}) {
  const now = useNow(TICK)
  const [mine] = useMine()
  const [since] = useState(() => look(Date.now()))
  const reader: Reader = useMemo(() => ({ mine, since }), [mine, since])
  const { text, sort, group, change } = useArrangement(query)
  const wanted = useMemo(() => parseQuery(text), [text])
  const facets = useMemo(() => facetsOf(findings, reader), [findings, reader])
  const shown = useMemo(() => filtered(findings, wanted, reader), [findings, wanted, reader])
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const entries = useMemo(
    () => arranged(shown, { sort, group }, reader, open),
    [shown, sort, group, reader, open],
  )
  const inOrder = useMemo(() => findingsIn(entries), [entries])
  const selection = useSelection(entries)
  const deed = useDeed(inOrder, selection.active)
  const isAllowed = mayChange(useSession())
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const pickedFindings = useMemo(() => shown.filter(({ id }) => picked.has(id)), [shown, picked])
  const learning = services.filter(isLearning)
  const pick = (id: string) => setPicked((before) => toggledIn(before, id))
  return (
    <div class="inbox">
      <Title text={headline(findings, services, now)} />
      {learning.length > 0 && findings.length === 0 && <LearningCards services={learning} now={now} />}
      {findings.length > 0 && (
        <>
          <div class="controls">
            <FilterField text={text} facets={facets} onText={(q) => change({ q })} />
            <Choice name="sort" options={SORTS} value={sort} onChoose={(value) => change({ sort: value })} />
            <Choice
              name="group"
              options={GROUPS}
              value={group}
              onChoose={(value) => change({ group: value })}
            />
          </div>
          <details class="narrow-by">
            <summary>
              {shown.length === findings.length
                ? 'Narrow by what they are'
                : `${shown.length} of ${findings.length} findings`}
            </summary>
            <Facets facets={facets} query={wanted} onQuery={(next) => change({ q: queryText(next) })} />
          </details>
          {pickedFindings.length > 0 && (
            <Bulk
              picked={pickedFindings}
              onClear={() => setPicked(new Set())}
              onDone={(changed) => {
                const done = new Set(changed.map(({ id }) => id))
                setPicked((before) => new Set([...before].filter((id) => !done.has(id))))
                inbox.changed(changed)
                onChanged()
              }}
            />
          )}
          {shown.length === 0 && (
            <p>
              No finding is like this.{' '}
              <button type="button" onClick={() => change({ q: '' })}>
                Show all {findings.length}
              </button>
            </p>
          )}
          <div class="beside">
            <List
              entries={entries}
              selection={selection}
              picked={picked}
              onPick={isAllowed ? pick : undefined}
              onGroup={(key) => setOpen((before) => toggledIn(before, key))}
            />
            <Details
              finding={inOrder.find(({ id }) => id === selection.active)}
              act={isAllowed ? deed.begin : undefined}
            />
          </div>
        </>
      )}
      {hasMore && (
        <More
          known={findings.length}
          ask={inbox.more}
          onMore={() => selection.stay(inOrder.length)}
          onBeginAgain={inbox.open.reload}
        />
      )}
      {services.length > 0 && <Status services={services} now={now} />}
      {deed.open && (
        <DeedDialog
          {...deed.open}
          onClose={deed.close}
          onClosed={(finding) => {
            deed.close()
            selection.stay(inOrder.findIndex(({ id }) => id === finding.id))
            inbox.changed([finding])
            onChanged()
          }}
        />
      )}
    </div>
  )
}

function toggledIn(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(member)) next.add(member)
  return next
}

/** The words of the filter, the order and the groups, as the address has them. */
function useArrangement(query: URLSearchParams) {
  const sort: Sort = SORTS.find((each) => each === query.get('sort')) ?? 'severity'
  const group: Grouping = GROUPS.find((each) => each === query.get('group')) ?? 'none'
  const change = (to: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(query)
    for (const [name, value] of Object.entries(to)) {
      if (value === '' || value === 'severity' || value === 'none') next.delete(name)
      else next.set(name, value)
    }
    navigate(address.inboxOf(next), { replace: true })
  }
  return { text: query.get('q') ?? '', sort, group, change }
}

function Choice<Option extends string>({
  name,
  options,
  value,
  onChoose,
}: {
  readonly name: string
  readonly options: readonly Option[]
  readonly value: Option
  readonly onChoose: (option: Option) => void
}) {
  return (
    <label>
      {name}{' '}
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value as Option)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  )
}
