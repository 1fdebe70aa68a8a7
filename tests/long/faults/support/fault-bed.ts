// What all tests of faults stand on: platforms and partners in processes of their own, a company that writes states of
// tariffs, and what has to be true once all is well again.

import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { ApiClient } from '../../../support/api-client.ts'
import { type Child, startChild } from '../../../support/child-process.ts'
import { freshSchema } from '../../../support/databases.ts'
import { until } from '../../../support/until.ts'
import { tariff } from '../../../support/wire-objects.ts'

export type Behaviour = 'good' | 'slow' | 'silent' | 'error' | 'garbage' | 'endless' | 'half'

export interface SinkReport {
  readonly received: number
  /** Pushes of a state older than one the sink had seen. */
  readonly backwards: number
  readonly faults: readonly string[]
  /** By id of the tariff: the number of its state. */
  readonly newest: Readonly<Record<string, number>>
}

export interface Serving {
  readonly child: Child
  readonly url: string
  readonly api: ApiClient
}

const KEY = 'key-of-the-fault-tests'
const platform = new URL('../../support/platform-child.ts', import.meta.url)
const sinks = new URL('./sinks-child.ts', import.meta.url)
/** Far above what a platform takes with this load; a leak of bodies or of waiting requests passes it soon. */
const MOST_RSS = 700 * 1024 * 1024
const LONG_MS = 300_000
/** For a whole test, on a machine that others use too. */
export const TEST_MS = 600_000

export class FaultBed {
  readonly schema = freshSchema()
  readonly served: Serving[] = []
  /** The newest state that the platform said it has. */
  readonly written = new Map<string, number>()
  mostRss = 0
  private readonly settings: Readonly<Record<string, string>>
  private readonly sinks: Child
  private readonly control: string
  private readonly urls: readonly string[]
  private readonly sampling: NodeJS.Timeout

  private constructor(
    settings: Readonly<Record<string, string>>,
    made: { child: Child; control: string; sinks: readonly string[] },
  ) {
    this.settings = settings
    this.sinks = made.child
    this.control = made.control
    this.urls = made.sinks
    this.sampling = setInterval(() => this.sample(), 250)
  }

  static async open(settings: Readonly<Record<string, string>>, partners: number): Promise<FaultBed> {
    const child = startChild(sinks, { count: partners })
    const line = await child.line((text) => text.startsWith('sinks '))
    return new FaultBed(settings, { child, ...JSON.parse(line.slice('sinks '.length)) })
  }

  async serve(): Promise<Serving> {
    const child = startChild(platform, {
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_SCHEMA: this.schema,
      SECRET_KEY: 'a key for tests that is long enough',
      API_KEY: KEY,
      PARTIES: 'NL-ABC:CPO',
      ALLOW_PRIVATE_PARTNERS: 'true',
      PARTNER_TIMEOUT: '2 s',
      ...this.settings,
    })
    const url = (await child.line((text) => text.startsWith('listens on '))).slice('listens on '.length)
    const serving = { child, url, api: new ApiClient(url, KEY) }
    this.served.push(serving)
    return serving
  }

  /** Every sink becomes a partner by a handshake; its lanes begin with what is written from now on. */
  async connect({ api }: Serving): Promise<void> {
    for (const [at, url] of this.urls.entries()) {
      const made = await api.post('/partners', {
        name: `Sink ${at}`,
        versions_url: `${url}/versions`,
        token: 'invitation',
        settings: { initial_push_after: 'at_once' },
      })
      expect([made.status, made.text]).toEqual([201, expect.anything()])
    }
  }

  /** All tariffs get the state `n`. What could not be written is written again, through whoever answers. */
  async write(count: number, n: number, through: () => ApiClient): Promise<void> {
    let left = Array.from({ length: count }, (_, at) => `T${at}`)
    const giveUpAt = performance.now() + LONG_MS
    while (left.length > 0) {
      if (performance.now() > giveUpAt) throw new Error(`${left.length} tariffs could not be written`)
      const now = left.slice(0, 500)
      const done = await this.batch(now, n, through())
      for (const id of done) this.written.set(id, n)
      left = left.filter((id) => !done.has(id))
      if (done.size === 0) await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  private async batch(ids: readonly string[], n: number, api: ApiClient): Promise<Set<string>> {
    const lines = ids.map((id) => {
      const { last_updated: _, ...fields } = tariff({ id, tariff_alt_text: [{ language: 'en', text: String(n) }] })
      return JSON.stringify({ op: 'put', module: 'tariffs', object: fields })
    })
    const done = new Set<string>()
    try {
      const headers = { 'content-type': 'application/x-ndjson' }
      const { text } = await api.send('POST', '/batch', `${lines.join('\n')}\n`, headers)
      for (const line of text.split('\n')) {
        if (line === '') continue
        const { line: number, status } = JSON.parse(line) as { line?: number; status: number }
        if (number !== undefined && status < 300) done.add(ids[number - 1]!)
      }
    } catch {
      // It was cut off: what was stored is written again, which changes nothing.
    }
    return done
  }

  async reports(): Promise<SinkReport[]> {
    return (await (await fetch(this.control)).json()) as SinkReport[]
  }

  async change(sink: number, change: { behaviour?: Behaviour; module?: string }): Promise<void> {
    await fetch(this.control, { method: 'POST', body: JSON.stringify({ sink, ...change }) })
  }

  received = async (): Promise<number> => (await this.reports()).reduce((sum, { received }) => sum + received, 0)

  /**
   * Every partner in `at` (default: all) holds the newest state of everything, and nothing ever went backwards, or
   * no more often than `mostBack`.
   */
  async settled(at: readonly number[] = this.urls.map((_, index) => index), mostBack = 0): Promise<void> {
    let missing = ''
    const isThere = async () => {
      const reports = await this.reports()
      missing = at.map((index) => `${index}: ${this.lacks(reports[index]!)}`).join(', ')
      return at.every((index) => this.lacks(reports[index]!) === 0)
    }
    await until(isThere, LONG_MS).catch(() => {
      throw new Error(`partners lack the newest state of so many tariffs: ${missing}`)
    })
    for (const { backwards, faults } of await this.reports()) {
      if (backwards > mostBack) expect([backwards, faults]).toEqual([0, []])
    }
    expect(this.mostRss).toBeLessThan(MOST_RSS)
  }

  /** Nothing is parked and nobody is let alone. */
  async quiet({ api }: Serving): Promise<void> {
    await until(async () => (await api.get('/parked')).body.items.length === 0, LONG_MS)
    await until(
      async () =>
        (await api.get('/partners')).body.items.every(({ status }: { status: string }) => status === 'registered'),
      LONG_MS,
    )
  }

  private lacks(report: SinkReport): number {
    return [...this.written].filter(([id, n]) => report.newest[id] !== n).length
  }

  private sample(): void {
    for (const { child } of this.served) {
      try {
        const pages = Number(readFileSync(`/proc/${child.process.pid}/statm`, 'utf8').split(' ')[1])
        this.mostRss = Math.max(this.mostRss, pages * 4096)
      } catch {
        // It has ended, or this is no Linux.
      }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.sampling)
    for (const { child } of this.served) child.kill('SIGCONT')
    for (const { child } of this.served) child.kill('SIGTERM')
    await Promise.all(this.served.map(({ child }) => child.ended))
    this.sinks.kill('SIGKILL')
    await this.sinks.ended
  }
}
