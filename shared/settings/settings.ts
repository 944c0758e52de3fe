import type { Repository } from '#shared/source/repository.ts'

/** What the owners of a service have said about it: no question of the API, the judge or ingest is asked twice. */

/** A stack that is meant to stay, in goleak's words. The first three members name it; one of them is there. */
export interface Intention {
  /** The innermost function (goleak: IgnoreTopFunction). */
  readonly top?: string | undefined
  /** A function anywhere in the stack (IgnoreAnyFunction). */
  readonly any?: string | undefined
  /** The function that holds the `go` statement (IgnoreCreatedBy); only debug=2 dumps tell it. */
  readonly creator?: string | undefined
  /** Goroutines of one process up to which it is meant; undefined: any number. */
  readonly atMost?: number | undefined
  readonly reason?: string | undefined
}

export interface ServiceSettings {
  /** Seconds of a slot, which holds one snapshot of a process; undefined: as the stage has it. */
  readonly resolutionSeconds: number | undefined
  /** How far back the judge looks. */
  readonly windowDays: number
  /** What one process can hold; goroutines have no limit of their own. */
  readonly limits: Limits
  /** Import path prefixes of the service's own code, beside what is taken for it anyway. */
  readonly ownCode: readonly string[]
  /** Label keys whose values may be kept; undefined: those of all labels that a push gives its process. */
  readonly allowedLabels: readonly string[] | undefined
  readonly intended: readonly Intention[]
  /** Goroutines of a process up to which it is asked for full dumps; 0: never. */
  readonly dumpsUpTo: number
  readonly owner: string | undefined
  readonly repository: Repository | undefined
  readonly links: readonly Link[]
}

export interface Limits {
  readonly goroutines: number | undefined
  readonly descriptors: number
}

export interface Link {
  readonly title: string
  /** https only. */
  readonly url: string
}

/** What was chosen; everything else is as in `DEFAULT_SETTINGS`. */
export type ChosenSettings = Optional<Omit<ServiceSettings, 'limits'>> & {
  readonly limits?: Optional<Limits> | undefined
}

/** A merge patch (RFC 7396): null takes a choice back. */
export type SettingsPatch = Nullable<Omit<ServiceSettings, 'limits'>> & {
  readonly limits?: Nullable<Limits> | null | undefined
}

type Optional<Of> = { readonly [Name in keyof Of]?: Of[Name] | undefined }
type Nullable<Of> = { readonly [Name in keyof Of]?: Of[Name] | null | undefined }

export const DEFAULT_SETTINGS: ServiceSettings = {
  resolutionSeconds: undefined,
  windowDays: 14,
  // What services run under most often: systemd DefaultLimitNOFILE, containerd: 65,536 or more.
  limits: { goroutines: undefined, descriptors: 65_536 },
  ownCode: [],
  allowedLabels: undefined,
  intended: [],
  // One of 10,000 goroutines stops the world for 93 ms, one of 100,000 for a second or two (Go 1.26).
  dumpsUpTo: 10_000,
  owner: undefined,
  repository: undefined,
  links: [],
}

export const settingsOf = ({ limits, ...chosen }: ChosenSettings): ServiceSettings => ({
  ...DEFAULT_SETTINGS,
  ...said(chosen),
  limits: { ...DEFAULT_SETTINGS.limits, ...said(limits ?? {}) },
})

/** Applies a merge patch: what it does not name stays, lists are replaced whole. */
export function patched(chosen: ChosenSettings, { limits, ...patch }: SettingsPatch): ChosenSettings {
  const { limits: before, ...others } = chosen
  const merged = limits === undefined ? before : limits === null ? undefined : { ...before, ...said(limits) }
  return withoutNull({
    ...others,
    ...said(patch),
    limits: merged === undefined ? undefined : withoutNull(merged),
  })
}

type Said<Of> = { [Name in keyof Of]: Exclude<Of[Name], undefined> }

/** Without the members that are undefined. */
const said = <Of extends object>(members: Of): Said<Of> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Said<Of>

const withoutNull = <Of extends object>(members: Of): { [Name in keyof Of]: Exclude<Of[Name], null> } =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  ) as { [Name in keyof Of]: Exclude<Of[Name], null> }
