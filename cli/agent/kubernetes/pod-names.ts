/**
 * What is a pod called? By the rules of OpenTelemetry for resource attributes of Kubernetes:
 * https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/
 */

import { DEFAULT_ADMISSION, isName } from '#shared/ingest/admission.ts'
import type { Pod } from './pod.ts'

const RESOURCE = 'resource.opentelemetry.io/'
const APP = 'app.kubernetes.io/'

/** Labels that a push of Alloy would have, from which names are made in one way. */
export function namesOf({ metadata, spec }: Pod, container: string | undefined): Record<string, string> {
  const { name: pod, namespace, uid, labels, annotations } = metadata
  const service =
    firstOf(annotations[`${RESOURCE}service.name`], labels[`${APP}instance`], labels[`${APP}name`]) ??
    workloadOf(metadata)
  const version = firstOf(annotations[`${RESOURCE}service.version`], labels[`${APP}version`])
  const instance = [
    annotations[`${RESOURCE}service.instance.id`],
    [namespace, pod, container].filter((part) => part !== undefined).join('.'),
    pod,
    uid,
  ].find((name) => name !== undefined && isName(name, DEFAULT_ADMISSION))
  return {
    service_name: service,
    service_namespace: firstOf(annotations[`${RESOURCE}service.namespace`]) ?? namespace,
    service_instance_id: instance ?? uid,
    namespace,
    pod,
    ...(version !== undefined && { version }),
    ...(container !== undefined && { container }),
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
  }
}

const firstOf = (...values: readonly (string | undefined)[]): string | undefined =>
  values.find((value) => value !== undefined && value !== '')

/** A hash at the end of a ReplicaSet's name, in the letters of Kubernetes (apimachinery, util/rand). */
const HASH = /-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/
/** A CronJob names its Jobs by minutes since the epoch (controller/cronjob, getJobName). */
const MINUTES = /-\d{8,10}$/
const TEMPLATE_HASHES = ['pod-template-hash', 'rollouts-pod-template-hash']

/**
 * The workload that a pod belongs to, as far as its owner's name tells: `checkout` of the ReplicaSet
 * `checkout-7d9f8b6c5`; its own name where it has no owner.
 */
export function workloadOf({ name, labels, ownerReferences }: Pod['metadata']): string {
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0]
  // A static pod belongs to its node.
  if (owner === undefined || owner.kind === 'Node') return name
  if (owner.kind === 'Job') return owner.name.replace(MINUTES, '')
  if (owner.kind !== 'ReplicaSet') return owner.name
  const hash = TEMPLATE_HASHES.map((key) => labels[key]).find((value) => owner.name.endsWith(`-${value}`))
  return hash === undefined ? owner.name.replace(HASH, '') : owner.name.slice(0, -hash.length - 1)
}
