// `/metrics`: how many requests partners make and how they fare is the company's business, so it is not for everybody.

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Registry } from 'prom-client'
import { processMetrics } from '../observability/process-metrics.ts'
import { isPrivateAddress } from '../outbound/address-guard.ts'
import type { HttpHandler, HttpRequest, HttpResponse } from './exchange.ts'

/** Headers by which proxies say that a request came from somewhere else. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** With a key: for who sends it. Without: for who is near, on this machine or in the same private network. */
export function metricsHandler(
  registry: Registry,
  key: string | undefined,
  metrics: (registries: readonly Registry[]) => Promise<string> = ownMetrics,
): HttpHandler {
  const registries = [registry, processMetrics()]
  return async (request) => {
    const refusal = key === undefined ? refuseFar(request) : refuseKeyless(request, key)
    if (refusal) return refusal
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'GET is\n', { allow: 'GET' })
    return { status: 200, headers: { 'content-type': registry.contentType }, body: await metrics(registries) }
  }
}

const ownMetrics = async (registries: readonly Registry[]): Promise<string> =>
  (await Promise.all(registries.map((one) => one.metrics()))).join('')

function refuseFar({ headers, remoteAddress }: HttpRequest): HttpResponse | undefined {
  const isNear = remoteAddress !== undefined && isPrivateAddress(remoteAddress)
  if (isNear && !FORWARDED.some((name) => headers[name] !== undefined)) return undefined
  return text(403, 'Without METRICS_KEY the metrics are for this machine and its private network alone\n')
}

function refuseKeyless({ headers }: HttpRequest, key: string): HttpResponse | undefined {
  const given = /^Bearer +(\S+)$/i.exec([headers.authorization].flat()[0] ?? '')?.[1]
  if (given !== undefined && timingSafeEqual(hash(given), hash(key))) return undefined
  return text(401, 'Send METRICS_KEY as `Authorization: Bearer KEY`\n', { 'www-authenticate': 'Bearer' })
}

const hash = (value: string): Buffer => createHash('sha256').update(value).digest()

const text = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
})
