import { HOUR } from '#shared/time.ts'
import { brief, signedSize } from '../format.ts'
import { Name } from '../name.tsx'
import { address } from '../router.ts'
import { Spark } from '../spark.tsx'
import { PACE, type Summary, Tier } from '../tier.tsx'
import { Brief } from '../time.tsx'
import { ownersOf } from './filter.ts'

/** Pixels of the picture in a line. */
const SPARK = { width: 88, height: 20 } as const

/** One leak on a line: how sure, where, what, how fast, in how many, since when, whose. */
export function Row({
  finding,
  place,
  isActive,
  isPicked,
  onPick,
  onLook,
}: {
  readonly finding: Summary
  readonly place: number
  readonly isActive: boolean
  readonly isPicked: boolean
  /** Undefined where nothing can be done with what is picked. */
  readonly onPick: ((id: string) => void) | undefined
  /** The reader wants to see more of it beside the list. */
  readonly onLook: (id: string) => void
}) {
  const { id, service, cause, place: where, state, water, growsNow, firstFound, since } = finding
  const title = cause?.title ?? where
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link takes the keys
    <li
      class={`row${isActive ? ' active' : ''}${isPicked ? ' picked' : ''}`}
      data-place={place}
      onClick={() => onLook(id)}
      onFocusIn={() => onLook(id)}
    >
      {onPick && (
        <input
          type="checkbox"
          checked={isPicked}
          aria-label={`Pick ${service}: ${title}`.slice(0, 200)}
          tabIndex={-1}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onPick(id)}
        />
      )}
      <a href={address.finding(service, id)}>
        <Tier of={finding} />
        <span class="service">
          <Name longest={80}>{service}</Name>
        </span>
        <span class="title">
          <Name longest={160}>{title}</Name>
        </span>
        {state === 'escalating' && <span class="state">{state}</span>}
      </a>
      <Spark water={water} isQuiet={!growsNow} {...SPARK} />
      <span class="rate">
        <Pace of={finding} />
      </span>
      <span class="spread">
        <Spread of={finding} />
      </span>
      <span class="since">
        <span class="hidden">since </span>
        <Brief at={since} />
      </span>
      <span class="age">
        <span class="hidden">, found </span>
        <Brief at={firstFound} />
        <span class="hidden"> ago</span>
      </span>
      <span class="owner">
        <Owners of={finding} />
      </span>
    </li>
  )
}

/** Its rate, or a word where it does not grow. */
function Pace({ of: { seen, perHour, hoursToLimit } }: { readonly of: Summary }) {
  if (seen !== 'growing') return <small>{PACE[seen]}</small>
  return (
    <>
      <span title={hoursToLimit === null ? undefined : `${brief(hoursToLimit * HOUR)} to the limit`}>
        {signedSize(perHour)}
      </span>
      <span class="unit"> per hour</span>
    </>
  )
}

/** In how many of the processes it grows. */
function Spread({ of: { processes, version } }: { readonly of: Summary }) {
  const { growing, of, names } = processes
  return (
    <span title={[...(names.length > 0 ? [`only in ${names.join(' and ')}`] : []), version ?? ''].join(' ')}>
      {growing} of {of}
      <span class="hidden"> processes</span>
    </span>
  )
}

function Owners({ of: finding }: { readonly of: Summary }) {
  const owners = ownersOf(finding)
  if (owners.length === 0) return <span class="quiet">–</span>
  return <Name longest={40}>{owners.join(' ')}</Name>
}
