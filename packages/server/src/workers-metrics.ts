// What several processes on one machine have counted, as one text for a scraper that reaches only one of them.

import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client'

/** A process's metrics in a form that can be sent to another. */
export type CountedMetrics = readonly MetricObjectWithValues<MetricValue<string>>[]

/** Every value carries the label `worker`, so nothing is added up that must not be. */
export async function countedBy(worker: string, registries: readonly Registry[]): Promise<CountedMetrics> {
  const all = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()))
  return (all.flat() as unknown as CountedMetrics).map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker } })),
  }))
}

/** In Prometheus' text format. */
export const metricsText = async (all: readonly CountedMetrics[]): Promise<string> =>
  await AggregatorRegistry.aggregate(all as unknown as object[]).metrics()
