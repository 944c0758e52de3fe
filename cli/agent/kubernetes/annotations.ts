/** What do the annotations of a pod ask for? */

/**
 * Own ones first, then those of Grafana (`profiles.grafana.com/goroutine.port`), action by action. Source: chart
 * k8s-monitoring, feature-profiling.
 */
const PREFIXES = ['tidemark.dev/', 'profiles.grafana.com/goroutine.']

/** What a pod says of its profiles. */
export interface Asked {
  readonly port: string | undefined
  readonly portName: string | undefined
  /** Folder of the profiles, or the path of the goroutine profile. */
  readonly path: string | undefined
  readonly scheme: string | undefined
  readonly container: string | undefined
}

/** Undefined where the pod does not ask to be pulled: only `scrape: "true"` does. */
export function askedOf(annotations: Readonly<Record<string, string>>): Asked | undefined {
  const said = (action: string): string | undefined =>
    PREFIXES.map((prefix) => annotations[prefix + action]).find(
      (value) => value !== undefined && value !== '',
    )
  if (said('scrape') !== 'true') return undefined
  return {
    port: said('port'),
    portName: said('port_name'),
    path: said('path'),
    scheme: said('scheme'),
    container: said('container'),
  }
}
