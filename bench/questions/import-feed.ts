// A national feed read from a partner, page by page: time, the most memory, and whether each fault in it was reported.

import { readFileSync } from 'node:fs'
import type { FeedServed } from '../support/feed-server.ts'
import { cpuSeconds, type LargePlatform } from '../support/large-platform.ts'
import { FEED_PARTY, planted } from '../support/national-feed.ts'
import { api } from '../support/partners.ts'
import { startProcess } from '../support/process.ts'

const SEED = 20_260_402
const PATIENCE_MS = 1_800_000
/** `GET /aside` lists so many at most. */
const MOST_LISTED = 1000

export interface Imported {
  readonly locations: number
  readonly megabytes: number
  readonly seconds: number
  readonly platformCpu: number
  readonly databaseCpu: number
  /** MB: `VmHWM`, the most that was ever resident, and what was before the import. */
  readonly most: number
  readonly before: number
  readonly planted: number
  readonly faults: readonly string[]
}

interface Pull {
  readonly complete: boolean
  readonly why: string | null
  readonly received: number
  readonly created: number
  readonly refused: number
  readonly left_out: number
}

interface Aside {
  readonly object_id: string | null
  readonly path: string
}

const memory = (pid: number, field: 'VmHWM' | 'VmRSS'): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

export async function importFeed(platform: LargePlatform, locations: number): Promise<Imported> {
  const partner = await startProcess<string>(new URL('../support/feed-server.ts', import.meta.url), {
    FEED_LOCATIONS: String(locations),
    FEED_SEED: String(SEED),
  })
  try {
    const before = memory(platform.pid, 'VmRSS')
    const cpuBefore = [cpuSeconds(platform.pid), await platform.databaseCpu()] as const
    const began = performance.now()
    const { id } = await api<{ id: string }>(platform, 'POST', '/partners', {
      name: 'National access point',
      version: '2.2.1',
      token: 'token-of-the-access-point-0123456789',
      endpoints: [{ identifier: 'locations', role: 'SENDER', url: `${partner.ready}/ocpi/2.2.1/locations` }],
      roles: [{ role: 'CPO', ...FEED_PARTY, business_details: { name: 'National access point' } }],
    })
    const pull = await imported(platform, id)
    const seconds = (performance.now() - began) / 1000
    const platformCpu = cpuSeconds(platform.pid) - cpuBefore[0]
    const databaseCpu = (await platform.databaseCpu()) - cpuBefore[1]
    const most = memory(platform.pid, 'VmHWM')
    const { bytes } = await partner.ask<FeedServed>()
    const wanted = planted(locations, SEED)
    const { items } = await api<{ items: Aside[] }>(platform, 'GET', `/aside?partner=${id}&limit=${MOST_LISTED}`)
    return {
      locations,
      megabytes: bytes / 1e6,
      seconds,
      platformCpu,
      databaseCpu,
      most,
      before,
      planted: wanted.length,
      faults: compared(locations, wanted, pull, items),
    }
  } finally {
    await partner.stop()
  }
}

/** It begins by itself; when it has ended, its report is there. */
async function imported(platform: LargePlatform, partner: string): Promise<Pull> {
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const rows = await platform.query(`select report::text as report from SCHEMA.pull where partner = '${partner}'`)
    const report = rows[0]?.report
    if (typeof report === 'string') {
      const { leftOut, ...pull } = JSON.parse(report) as Omit<Pull, 'left_out'> & { leftOut: number }
      return { ...pull, left_out: leftOut }
    }
    if (performance.now() > giveUpAt) throw new Error('the import has not ended after half an hour')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** The report and what was put aside, against what was planted: exactly these. */
function compared(
  locations: number,
  wanted: ReturnType<typeof planted>,
  pull: Pull,
  aside: readonly Aside[],
): readonly string[] {
  const found: string[] = []
  const expect = (what: string, is: unknown, right: unknown) => {
    if (is !== right) found.push(`${what}: ${is} instead of ${right}`)
  }
  const refused = wanted.filter(({ path }) => path === '').length
  expect(`complete (${pull.why})`, pull.complete, true)
  expect('received', pull.received, locations)
  expect('refused', pull.refused, refused)
  expect('left out', pull.left_out, wanted.length - refused)
  expect('created', pull.created, locations - refused)
  const nameOf = (object: string | null, path: string) => `${object?.toUpperCase() ?? 'no id'} ${path}`
  const open = new Map<string, number>()
  for (const { object, path } of wanted) open.set(nameOf(object, path), (open.get(nameOf(object, path)) ?? 0) + 1)
  for (const { object_id, path } of aside) {
    const name = nameOf(object_id, path)
    const left = open.get(name) ?? 0
    if (left === 0) found.push(`put aside although nothing is wrong: ${name}`)
    else if (left === 1) open.delete(name)
    else open.set(name, left - 1)
  }
  for (const name of open.keys()) found.push(`not put aside: ${name}`)
  return found.slice(0, 10)
}
