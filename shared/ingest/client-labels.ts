import { Rejection } from '#shared/api/reason.ts'
import type { ProcessFacts } from '#shared/trend/process.ts'
import { type AdmissionLimits, isMark, isName } from './admission.ts'

/** Whose profile it is, as the labels of a client tell. */
export interface ClientFacts {
  readonly service: string
  readonly process: ProcessFacts
  /** Those that are no part of the above. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * Labels that name a thing, the best first, as `plainKey` spells them. Sources: docs.pyroscope of Grafana Alloy;
 * Grafana's k8s-monitoring chart, feature-profiling; OpenTelemetry semantic conventions 1.37 (service, k8s, host, container).
 */
const SERVICE = ['service_name']
const NAMESPACE = ['service_namespace']
/**
 * `instance` counts first if somebody chose it. Prometheus and Alloy fill it with the address that they scrape, which
 * the next pod may get: then anything that names the pod is better. The session is what pyroscope-go sets by itself.
 */
const CHOSEN_INSTANCE = ['instance']
const INSTANCE = [
  'service_instance_id',
  'pod',
  'pod_name',
  'k8s_pod_name',
  'kubernetes_pod_name',
  'k8s_pod_uid',
]
const ADDRESS_OR_HOST = ['instance', 'hostname', 'host_name', 'host', '__session_id__']
const SESSION = ['__session_id__']
/** When the process began, RFC 3339 (OpenTelemetry semantic conventions 1.37, "process"). */
const START = ['process_creation_time']
/** In an Istio mesh `version` names a subset such as `v1`, so the release of Kubernetes and Helm stands before it. */
const VERSION = [
  'service_version',
  'app_kubernetes_io_version',
  'version',
  'app_version',
  'release',
  'service_git_ref',
]
/** Tags of images: `v1.4.2`, and lists of them as `["v1.4.2","stable"]`, of which the first counts. */
const IMAGE_TAG = ['image_tag', 'container_image_tag', 'container_image_tags']
/** Images as `registry:5000/team/checkout:v1.4.2@sha256:…`, of which the tag is the version. */
const IMAGE = ['image', 'container_image', 'container_image_name']

/** One process a service, as far as anybody can tell. */
const NO_INSTANCE = 'unnamed'

/** `10.0.0.7`, `10.0.0.7:6060`, `[fd00::7]:6060`, `checkout.shop.svc:6060` */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]*:[0-9a-f:.]+\]?(?:%\w+)?|.*:\d{1,5})$/i

/**
 * Tells service and process from labels. A value that cannot be a name or a mark counts only if no other one names the
 * instance, and is refused then: two processes must not become one. Labels that begin with `__` are dropped, as Pyroscope does.
 *
 * @param application names the service if no label does
 * @throws Rejection `bad-service-name` if neither does
 */
export function readClientLabels(
  labels: Readonly<Record<string, string>>,
  application: string,
  admission: AdmissionLimits,
): ClientFacts {
  const known = new LabelsByKey(labels)
  const isAnyName = (value: string): boolean => isName(value, admission)
  const name = known.take(SERVICE, () => true) ?? application
  if (name === '')
    throw new Rejection(
      'bad-service-name',
      'No label names the service: add service_name, or in OpenTelemetry the resource attribute service.name.',
    )
  const namespace = known.take(NAMESPACE, (value) => isAnyName(withNamespace(value, name)))
  const instance =
    known.take(CHOSEN_INSTANCE, (value) => isAnyName(value) && !ADDRESS.test(value)) ??
    known.take([...INSTANCE, ...ADDRESS_OR_HOST], isAnyName) ??
    known.take([...CHOSEN_INSTANCE, ...INSTANCE, ...ADDRESS_OR_HOST], () => true) ??
    NO_INSTANCE
  const session = known.take(SESSION, isMark)
  const startedAt = known.take(START, (value) => timeOf(value) !== undefined)
  const version = known.take(VERSION, isMark) ?? known.find(IMAGE_TAG, tagIn) ?? known.find(IMAGE, tagOf)
  return {
    service: namespace === undefined ? name : withNamespace(namespace, name),
    process: { instance, startedAt: timeOf(startedAt), session, version, buildId: undefined },
    labels: known.rest(),
  }
}

/** Undefined: the text is no RFC 3339 with a zone. */
function timeOf(text = ''): number | undefined {
  const at = RFC_3339.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/

/**
 * `shop` and `checkout` are `shop/checkout`: two services of one name in two namespaces stay two. A name that begins
 * with its namespace, as Alloy's own `NAMESPACE/CONTAINER`, stays as it is.
 */
const withNamespace = (namespace: string, name: string): string =>
  name.startsWith(`${namespace}/`) ? name : `${namespace}/${name}`

/** A tag as registries allow it (OCI distribution 1.1, "Pulling manifests"); `latest` is no version. */
const TAG = String.raw`(?!latest\b)(\w[\w.-]{0,127})`
const FIRST_TAG = new RegExp(`^(?:\\[")?${TAG}(?:"|$)`)
const IMAGE_WITH_TAG = new RegExp(`^[^@\\s]*[^@\\s/:]:${TAG}(?:@sha256:[0-9a-f]+)?$`)

const tagIn = (tags: string): string | undefined => FIRST_TAG.exec(tags)?.[1]

/** Undefined if the image is named by its digest alone. */
const tagOf = (image: string): string | undefined => IMAGE_WITH_TAG.exec(image)?.[1]

/**
 * One spelling of a key: `service.name`, `app.kubernetes.io/version` and, with the prefix that the collector's
 * k8sattributes gives to labels of pods, `k8s.pod.labels.app.kubernetes.io/version`.
 */
const plainKey = (key: string): string =>
  key.replaceAll(/[./-]/g, '_').replace(/^(?:k8s_pod_labels?|pod_label)_/, '')

/** Labels with a value, each of which may be taken once. */
class LabelsByKey {
  readonly #entries: readonly (readonly [string, string])[]
  /** Spelling → labels. */
  readonly #byKey: ReadonlyMap<string, readonly (readonly [string, string])[]>
  readonly #taken = new Set<string>()

  constructor(labels: Readonly<Record<string, string>>) {
    this.#entries = Object.entries(labels).filter(([, value]) => value !== '')
    this.#byKey = Map.groupBy(this.#entries, ([key]) => plainKey(key))
  }

  /** Value of the first of these labels that fits. It is no label any more. */
  take(keys: readonly string[], fits: (value: string) => boolean): string | undefined {
    const [name, value] = this.#among(keys).find(([, value]) => fits(value)) ?? []
    if (name !== undefined) this.#taken.add(name)
    return value
  }

  /** What the first of these labels that says something says. It stays a label. */
  find(keys: readonly string[], says: (value: string) => string | undefined): string | undefined {
    return this.#among(keys)
      .map(([, value]) => says(value))
      .find((said) => said !== undefined)
  }

  /** Those that nobody took and that are not private. */
  rest(): Record<string, string> {
    return Object.fromEntries(this.#entries.filter(([key]) => !this.#taken.has(key) && !key.startsWith('__')))
  }

  #among(keys: readonly string[]): (readonly [string, string])[] {
    return keys.flatMap((key) => this.#byKey.get(key) ?? [])
  }
}
