// All metrics as Markdown, read from where they are made.

import { createEvents } from '../events.ts'
import { silentLog } from '../log.ts'
import { platformGauges } from './gauges.ts'

interface Described {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly labelNames?: readonly string[]
}

/** Names, labels and help of what a platform counts; none of it is of any platform. */
export function describedMetrics(): Described[] {
  const { registry } = createEvents(silentLog())
  platformGauges(registry, {
    lanes: () => [],
    partners: () => [],
    writer: () => ({ writes: 0, failed: 0, batches: 0, rows: 0, retries: 0, pending: 0 }),
    unwritten: () => 0,
    listeners: () => 0,
    webhooks: async () => [],
    alerts: async () => [],
  })
  const found = registry.getMetricsAsArray() as unknown as Described[]
  return [...found].sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function metricsPage(): string {
  const kindOf = ({ type }: Described): string => String(type).toLowerCase()
  const lines = describedMetrics().map((metric) => {
    const labels = (metric.labelNames ?? []).map((label) => `\`${label}\``).join(', ')
    return `| \`${metric.name}\` | ${kindOf(metric)} | ${labels || 'none'} | ${metric.help} |`
  })
  return [
    '# Metrics',
    '',
    'Made by `npm run generate` from `packages/server/src/events.ts` and `packages/server/src/observability/`; not to be',
    'edited. [observability.md](../observability.md) tells what they are good for. Beside these there are those of the process',
    '(`process_*`, `nodejs_*`) that prom-client knows.',
    '',
    '| metric | kind | labels | what it is |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n')
}
