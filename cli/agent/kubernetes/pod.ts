/** What the agent reads of a pod, and of a list and an event of them. https://kubernetes.io/docs/reference/kubernetes-api/ */

import * as v from 'valibot'

const Port = v.object({
  name: v.optional(v.string()),
  containerPort: v.number(),
  protocol: v.optional(v.string(), 'TCP'),
})
const Container = v.object({
  name: v.string(),
  image: v.optional(v.string(), ''),
  ports: v.optional(v.array(Port), []),
  /** `Always` of an init container: it runs beside the others, as a sidecar. */
  restartPolicy: v.optional(v.string()),
})
const ContainerStatus = v.object({
  name: v.string(),
  imageID: v.optional(v.string(), ''),
  state: v.optional(v.object({ running: v.optional(v.object({ startedAt: v.string() })) }), {}),
})
const Words = v.optional(v.record(v.string(), v.string()), {})

export const Pod = v.object({
  metadata: v.object({
    name: v.string(),
    namespace: v.string(),
    uid: v.optional(v.string(), ''),
    labels: Words,
    annotations: Words,
    ownerReferences: v.optional(
      v.array(v.object({ kind: v.string(), name: v.string(), controller: v.optional(v.boolean(), false) })),
      [],
    ),
    deletionTimestamp: v.optional(v.string()),
  }),
  spec: v.object({
    nodeName: v.optional(v.string()),
    containers: v.array(Container),
    initContainers: v.optional(v.array(Container), []),
  }),
  status: v.optional(
    v.object({
      phase: v.optional(v.string()),
      podIP: v.optional(v.string(), ''),
      containerStatuses: v.optional(v.array(ContainerStatus), []),
      initContainerStatuses: v.optional(v.array(ContainerStatus), []),
    }),
    {},
  ),
})
export type Pod = v.InferOutput<typeof Pod>
export type Container = v.InferOutput<typeof Container>

const Version = v.object({ resourceVersion: v.string() })

/** A page; `continue` names the next one. */
export const PodList = v.object({
  metadata: v.object({ ...Version.entries, continue: v.optional(v.string(), '') }),
  items: v.nullish(v.array(v.unknown()), []),
})

/** A line of a watch. https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export const WatchEvent = v.variant('type', [
  v.object({
    type: v.picklist(['ADDED', 'MODIFIED', 'DELETED']),
    object: v.looseObject({ metadata: v.looseObject(Version.entries) }),
  }),
  v.object({ type: v.literal('BOOKMARK'), object: v.object({ metadata: Version }) }),
  v.object({ type: v.literal('ERROR'), object: v.object({ code: v.optional(v.number(), 0) }) }),
])
