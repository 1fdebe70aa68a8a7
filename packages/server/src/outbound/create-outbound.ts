// Calls to partners: endpoint and version as the handshake left them, the token in use, one line in the log each.

import { call } from '@interchange/ocpi/client/call'
import type { Transport } from '@interchange/ocpi/client/transport'
import type { Endpoint, Module } from '@interchange/ocpi/define/endpoint'
import { versionOf } from '@interchange/ocpi/versions'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { ExchangeLog } from '../message-log/exchange-log.ts'
import { recordedTransport } from '../message-log/recorded-transport.ts'
import type { Outbound, OutboundRequest } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { partyKey, sameParty } from '../party.ts'
import { shownPath } from '../shown-path.ts'

export interface OutboundNeeds {
  readonly directory: Directory
  readonly transport: Transport
  readonly events: Events
  readonly ids: Ids
  /** A partner answered, so it is alive. */
  readonly seen?: (partnerId: string) => void
  /** The partner is renewing its credentials at this moment: resolves when it has. */
  readonly renewal?: (partnerId: string) => Promise<unknown> | undefined
  /** For an answer where the request names no time; 30 s where nothing is said. */
  readonly timeoutMs?: number
  /** Of an answer's body; 32 MiB where nothing is said. */
  readonly maxBytes?: number
  /** The message log. */
  readonly recording?: { readonly exchanges: Pick<ExchangeLog, 'record'>; readonly clock: Clock }
}

interface Target {
  readonly module: Module
  readonly endpoint: Endpoint
  /** A whole URL, or the endpoint's, to which the path is joined. */
  readonly url: string | undefined
  readonly baseUrl: string | undefined
}

const TIMEOUT_MS = 30_000
const NONE: Readonly<Record<string, string>> = {}

export function createOutbound(needs: OutboundNeeds): Outbound {
  const { directory, transport, events, ids, seen, renewal, timeoutMs = TIMEOUT_MS, maxBytes } = needs
  const recording = needs.recording && { transport, ...needs.recording }

  const newId = () => ids.uuid()

  function targetOf(partner: Partner, request: OutboundRequest): Target | string {
    const version = partner.version === null ? undefined : versionOf(partner.version)
    if (!version) return 'the partner is not registered'
    if (partner.status === 'suspended') return 'the connection is suspended'
    const module = Object.hasOwn(version.modules, request.module) ? version.modules[request.module] : undefined
    const endpoint = module?.[request.side].find(({ name }) => name === request.endpoint)
    if (!module || !endpoint) return `OCPI ${version.number} has no ${request.endpoint} in ${request.module}`
    if (request.url !== undefined) return { module, endpoint, url: request.url, baseUrl: undefined }
    const baseUrl = directory.endpoint(partner, request.module, request.side)?.url
    if (baseUrl === undefined) return `the partner offers no ${request.module}, ${request.side}`
    return { module, endpoint, url: undefined, baseUrl }
  }

  /** R-HCI-06 to R-HCI-08: nothing is sent to a party of which its hub says that it cannot be reached. */
  function isAway(partner: Partner, { to }: OutboundRequest): boolean {
    if (!to || partner.hubParty === null || sameParty(to, partner.hubParty)) return false
    const carried = directory.carriedBy(partner).get(partyKey(to))
    return carried?.every(({ status }) => status !== 'CONNECTED') === true
  }

  /** As it goes out, each attempt by itself. */
  function recorded(partner: Partner, { endpoint, url }: Target, request: OutboundRequest): Transport {
    if (!recording) return transport
    return recordedTransport(recording, {
      partner: partner.id,
      ourParty: request.from,
      theirParty: request.to,
      version: partner.version ?? undefined,
      module: request.module,
      endpoint,
      params: request.params ?? NONE,
      url: url !== undefined && URL.canParse(url) ? new URL(url).pathname : undefined,
      query: request.query,
    })
  }

  async function send(partner: Partner, target: Target, request: OutboundRequest): Promise<Answer> {
    const token = directory.outboundToken(partner.id)
    if (token === undefined) return { kind: 'unsendable', why: 'the partner is not registered' }
    // Named one by one: these are made for every push, and literals with spreads in them are made slowly.
    const answer = await call(
      target,
      {
        url: target.url,
        baseUrl: target.baseUrl,
        params: request.params,
        query: request.query,
        body: request.body,
        bodyText: request.bodyText,
      },
      {
        transport: recorded(partner, target, request),
        token,
        tokenEncoding: partner.settings.tokenEncoding,
        newId,
        correlationId: request.correlationId,
        routing: { from: request.from, to: request.to },
        timeoutMs: request.timeoutMs ?? timeoutMs,
        maxBytes,
      },
    )
    if (!('http' in answer) || answer.http !== 401) return answer
    // The token changed hands while the request was on its way. It was not carried out, so it goes again with the new one.
    await renewal?.(partner.id)
    const renewed = directory.outboundToken(partner.id)
    return renewed === undefined || renewed === token ? answer : await send(partner, target, request)
  }

  return {
    async call(given, request) {
      const partner = directory.partner(given.id) ?? given
      const startedAt = performance.now()
      const target = targetOf(partner, request)
      const answer: Answer =
        typeof target === 'string'
          ? { kind: 'unsendable', why: target }
          : isAway(partner, request)
            ? { kind: 'unsendable', why: 'its hub says that the party is not connected', away: true }
            : await send(partner, target, request)
      const endpoint = typeof target === 'string' ? undefined : target.endpoint
      const { http, status, why } = outcome(answer)
      events.exchange({
        direction: 'out',
        partner,
        method: endpoint?.method ?? '-',
        module: request.module,
        path:
          request.url === undefined ? shownPath(endpoint?.path ?? '', request.params ?? NONE) : 'at a URL of theirs',
        http,
        status,
        ms: performance.now() - startedAt,
        correlationId: request.correlationId,
        why,
      })
      if ('http' in answer) seen?.(partner.id)
      return answer
    },
  }
}

/** For the log. A partner's own words are left out: they may quote a token or a driver. */
function outcome(answer: Answer): { http: number | undefined; status: number | undefined; why?: string } {
  switch (answer.kind) {
    case 'ok':
    case 'refused':
      return { http: answer.http, status: answer.statusCode }
    case 'http':
      return { http: answer.http, status: undefined }
    case 'timeout':
      return { http: undefined, status: undefined, why: 'no answer in time' }
    case 'broken':
      return { http: answer.http, status: undefined, why: answer.why }
    default:
      return { http: undefined, status: undefined, why: answer.why }
  }
}
