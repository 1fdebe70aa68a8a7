// Metrics of what happens thousands of times in a second: counted under a name, and handed to whoever collects. Labels
// are put together only for what is new; prom-client puts them together, checks and sorts them every time.

import { Counter, Histogram, type HistogramConfiguration, type MetricValueWithName, type Registry } from 'prom-client'

type Labels = Readonly<Record<string, string | number>>

interface Config {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  readonly registers: Registry[]
}

/** Counts one under a name; `labels` is asked once for each. */
export type Tally = (name: string, labels: () => Labels) => void

export function talliedCounter({ name, help, labelNames, registers }: Config): Tally {
  const waiting = new Map<string, { readonly labels: Labels; count: number }>()
  new Counter({
    name,
    help,
    labelNames,
    registers,
    collect() {
      for (const one of waiting.values()) {
        if (one.count > 0) this.inc(one.labels, one.count)
        one.count = 0
      }
    },
  })
  return (key, labels) => {
    const found = waiting.get(key)
    if (found) found.count++
    else waiting.set(key, { labels: labels(), count: 1 })
  }
}

interface Row {
  readonly labels: Labels
  /** By bucket, each without those below it. */
  readonly counts: number[]
  count: number
  sum: number
}

/** Takes seconds under a name; `labels` is asked once for each. */
export type TallyTime = (name: string, labels: () => Labels, seconds: number) => void

export function talliedHistogram(config: Config & { readonly buckets: number[] }): TallyTime {
  const histogram = new TalliedHistogram(config)
  return (key, labels, seconds) => histogram.tally(key, labels, seconds)
}

class TalliedHistogram extends Histogram<string> {
  readonly #rows = new Map<string, Row>()
  readonly #config: Pick<HistogramConfiguration<string>, 'name' | 'help'> & { readonly buckets: readonly number[] }

  constructor(config: Config & { readonly buckets: number[] }) {
    super(config)
    this.#config = config
  }

  tally(key: string, labels: () => Labels, value: number): void {
    let row = this.#rows.get(key)
    if (!row) {
      row = { labels: labels(), counts: this.#config.buckets.map(() => 0), count: 0, sum: 0 }
      this.#rows.set(key, row)
    }
    row.count++
    row.sum += value
    const at = this.#config.buckets.findIndex((bound) => value <= bound)
    if (at !== -1) row.counts[at]!++
  }

  override async get() {
    const { name, help } = this.#config
    const values = [...this.#rows.values()].flatMap((row) => this.#valuesOf(row))
    return { name, help, type: 'histogram', aggregator: 'sum', values } as unknown as Awaited<
      ReturnType<Histogram<string>['get']>
    >
  }

  /** What the registry asks for first. */
  async getForPromString() {
    return await this.get()
  }

  #valuesOf({ labels, counts, count, sum }: Row): MetricValueWithName<string>[] {
    const { name, buckets } = this.#config
    let below = 0
    const bounded = buckets.map((le, at) => {
      below += counts[at]!
      return { labels: { ...labels, le }, value: below, metricName: `${name}_bucket` }
    })
    return [
      ...bounded,
      { labels: { ...labels, le: '+Inf' }, value: count, metricName: `${name}_bucket` },
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: count, metricName: `${name}_count` },
    ]
  }
}
