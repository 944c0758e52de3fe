/** Which target is a pod? */

import { labelledTarget } from '../discovery/labelled-target.ts'
import type { LeftOut } from '../discovery/source.ts'
import type { Target } from '../target.ts'
import { type Asked, askedOf } from './annotations.ts'
import type { Container, Pod } from './pod.ts'
import { namesOf, workloadOf } from './pod-names.ts'

export type Told = { readonly target: Target } | { readonly leftOut: LeftOut }

/** Undefined where a pod does not ask to be pulled, does not run yet, or is about to end. */
export function podTarget(pod: Pod): Told | undefined {
  const asked = askedOf(pod.metadata.annotations)
  const { phase, podIP } = pod.status
  if (asked === undefined || phase !== 'Running' || podIP === '') return undefined
  if (pod.metadata.deletionTimestamp !== undefined) return undefined
  const port = portOf(pod, asked)
  if (typeof port === 'string') return leftOut(pod, port)
  const container = port.container ?? onlyContainer(pod)
  const status = statusOf(pod, container)
  const labels = {
    ...namesOf(pod, container?.name),
    ...(container !== undefined && container.image !== '' && { image: container.image }),
    ...(asked.path !== undefined && { __profile_path__: asked.path }),
    ...(asked.scheme !== undefined && { __scheme__: asked.scheme }),
  }
  const host = podIP.includes(':') ? `[${podIP}]` : podIP
  // Whoever may make a pod must not be sent credentials.
  const target = labelledTarget(`${host}:${port.number}`, labels, { service: undefined, headers: {} })
  if (typeof target === 'string') return leftOut(pod, target)
  const version = target.version ?? digestOf(status?.imageID)
  const startedAt = Date.parse(status?.state.running?.startedAt ?? '')
  return {
    target: {
      ...target,
      ...(version !== undefined && { version }),
      ...(Number.isFinite(startedAt) && { startedAt }),
    },
  }
}

/** By workload: its pods share their mistakes, and come and go. */
const leftOut = ({ metadata }: Pod, why: string): Told => ({
  leftOut: { what: `${metadata.namespace}/${workloadOf(metadata)}`, why },
})

interface Port {
  readonly number: number
  /** Who listens there; undefined where nobody says so. */
  readonly container: Container | undefined
}

/** A sentence where no port can be told. */
function portOf(pod: Pod, { container, port, portName }: Asked): Port | string {
  const all = runningContainers(pod)
  const own = container === undefined ? all : all.filter(({ name }) => name === container)
  if (own.length === 0)
    return `its annotation container names ${container}; it has ${all.map(({ name }) => name).join(', ')}`
  const declared = own.flatMap((each) =>
    each.ports
      .filter(({ protocol }) => protocol === 'TCP')
      .map(({ name, containerPort }) => ({ name, number: containerPort, container: each })),
  )
  const named = container === undefined ? undefined : own[0]
  if (port !== undefined) {
    const number = Number(port)
    if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535)
      return `its annotation port is ${port.slice(0, 20)}; it must be a number from 1 to 65535`
    return { number, container: named ?? declared.find((each) => each.number === number)?.container }
  }
  const fitting = portName === undefined ? declared : declared.filter(({ name }) => name === portName)
  const [first] = fitting
  if (first !== undefined && (portName !== undefined || fitting.length === 1)) return first
  return portName === undefined
    ? `it declares ${declared.length} ports: name one in the annotation tidemark.dev/port or port_name`
    : `its annotation port_name is ${portName.slice(0, 20)}; no container declares a port of that name`
}

/** Containers that run for as long as the pod does. */
const runningContainers = ({ spec }: Pod): Container[] => [
  ...spec.containers,
  ...spec.initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'),
]

function onlyContainer(pod: Pod): Container | undefined {
  const [first, ...others] = runningContainers(pod)
  return others.length === 0 ? first : undefined
}

const statusOf = ({ status }: Pod, container: Container | undefined) =>
  [...status.containerStatuses, ...status.initContainerStatuses].find(({ name }) => name === container?.name)

/** `docker.io/acme/checkout@sha256:0123…` is one release, whatever its tag. */
function digestOf(imageId: string | undefined): string | undefined {
  const [, digest] = /@(sha256:[0-9a-f]{12})[0-9a-f]*$/.exec(imageId ?? '') ?? []
  return digest
}
