// Much at once, as a backend sends it: one streamed call, results read as they come. Time, and the platform's memory
// while it runs.

import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { evse, location, token } from '../../tests/support/wire-objects.ts'
import type { LargePlatform } from '../support/large-platform.ts'
import { cpuSeconds } from '../support/large-platform.ts'

export const LOCATIONS = 80_000
export const STATUSES = 100_000
const TOKENS = 100_000
/** Of every location: 100,000 EVSEs in all, as a fifth of the locations has two of them. */
const evsesOf = (at: number): number => (at % 4 === 0 ? 2 : 1)

export interface Streamed {
  readonly name: string
  readonly lines: number
  readonly seconds: number
  /** Seconds of processor time: on a busy machine they are what says something. */
  readonly platformCpu: number
  readonly databaseCpu: number
  /** MB resident before, and at most while it ran. */
  readonly before: number
  readonly most: number
  /** Statuses of the results, with how many had each. */
  readonly results: Readonly<Record<string, number>>
}

const rss = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

/** Sends lines as fast as they are taken. */
async function stream(platform: LargePlatform, name: string, path: string, lines: Iterable<string>): Promise<Streamed> {
  const before = rss(platform.pid)
  const cpuBefore = [cpuSeconds(platform.pid), await platform.databaseCpu()] as const
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, rss(platform.pid))
  }, 50)
  const results: Record<string, number> = {}
  const began = performance.now()
  let count = 0
  await new Promise<void>((resolve, reject) => {
    const call = request(
      `${platform.url}/api/v1${path}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${platform.key}`, 'content-type': 'application/x-ndjson' },
      },
      (answer) => {
        createInterface(answer)
          .on('line', (line) => {
            const { status } = JSON.parse(line) as { status: number }
            results[status] = (results[status] ?? 0) + 1
            count++
          })
          .on('close', resolve)
        answer.on('error', reject)
      },
    )
    call.on('error', reject)
    Readable.from(inChunks(lines)).pipe(call)
  })
  clearInterval(watching)
  const seconds = (performance.now() - began) / 1000
  const platformCpu = cpuSeconds(platform.pid) - cpuBefore[0]
  const databaseCpu = (await platform.databaseCpu()) - cpuBefore[1]
  return { name, lines: count, seconds, platformCpu, databaseCpu, before, most, results }
}

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += `${line}\n`
    if (chunk.length < 32_768) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** Over the Netherlands and what lies around, the same at every run. */
function placeOf(at: number): { latitude: string; longitude: string } {
  const [a, b] = [(at * 0.618034) % 1, (at * 0.754878) % 1]
  return { latitude: (50.5 + 3 * a).toFixed(6), longitude: (3.5 + 4 * b).toFixed(6) }
}

function* locationLines(): Generator<string> {
  for (let at = 0; at < LOCATIONS; at++) {
    const evses = Array.from({ length: evsesOf(at) }, (_, index) =>
      evse({ uid: `E${at}-${index}`, evse_id: `NL*ABC*E${at}*${index}` }),
    )
    const object = location({ id: `L${at}`, coordinates: placeOf(at), evses })
    yield JSON.stringify({ op: 'put', module: 'locations', object })
  }
}

function* statusLines(): Generator<string> {
  const at = new Date().toISOString()
  for (let location = 0; location < LOCATIONS; location++) {
    for (let index = 0; index < evsesOf(location); index++) {
      const name =
        location % 2 === 0 ? { evse_uid: `E${location}-${index}` } : { evse_id: `NL*ABC*E${location}*${index}` }
      yield JSON.stringify({ party: 'NL-ABC', ...name, status: 'CHARGING', at })
    }
  }
}

function* tokenLines(): Generator<string> {
  for (let at = 0; at < TOKENS; at++) {
    yield JSON.stringify({
      op: 'put',
      module: 'tokens',
      object: token({ uid: `CARD${at}`, contract_id: `NL-XYZ-C${at}` }),
    })
  }
}

export const manyLocations = (platform: LargePlatform): Promise<Streamed> =>
  stream(platform, '80,000 locations by batch, publish=false', '/batch?publish=false', locationLines())

export const manyStatuses = (platform: LargePlatform): Promise<Streamed> =>
  stream(platform, '100,000 EVSE statuses', '/evse-status', statusLines())

export const manyTokens = (platform: LargePlatform): Promise<Streamed> =>
  stream(platform, '100,000 tokens by batch', '/batch', tokenLines())

export interface NearCosts {
  readonly name: string
  /** Milliseconds of the whole request. */
  readonly p50: number
  readonly p99: number
  /** Milliseconds of processor time, platform and database together, for each. */
  readonly cpu: number
}

/** Searches at many places, one after the other. */
export async function nearSearches(platform: LargePlatform, query: string, rounds: number): Promise<NearCosts> {
  const times: number[] = []
  const ask = async (at: number) => {
    const { latitude, longitude } = placeOf(at * 37 + 0.5)
    const response = await fetch(`${platform.url}/api/v1/locations?near=${latitude},${longitude}&${query}`, {
      headers: { authorization: `Bearer ${platform.key}` },
    })
    const { items } = (await response.json()) as { items: unknown[] }
    if (items.length === 0) throw new Error(`nothing near ${latitude},${longitude}`)
  }
  for (let at = 0; at < 20; at++) await ask(at)
  const all = async () => cpuSeconds(platform.pid) + (await platform.databaseCpu())
  const before = await all()
  for (let at = 0; at < rounds; at++) {
    const began = performance.now()
    await ask(at)
    times.push(performance.now() - began)
  }
  const cpu = (((await all()) - before) * 1000) / rounds
  times.sort((a, b) => a - b)
  return { name: query, p50: times[rounds >> 1]!, p99: times[Math.floor(rounds * 0.99)]!, cpu }
}
