import { call } from '@interchange/ocpi/client/call'
import type { Transport } from '@interchange/ocpi/client/transport'
import type { Version } from '@interchange/ocpi/define/version'
import { versionOf } from '@interchange/ocpi/versions'
import type { Answer } from '@interchange/ocpi/wire/envelope'
import type { Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Outbound, OutboundRequest } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { shownPath } from '../shown-path.ts'

export interface OutboundNeeds {
  readonly directory: Directory
  readonly transport: Transport
  readonly events: Events
  readonly ids: Ids
  /** A partner answered, so it is alive. */
  readonly seen?: (partnerId: string) => void
}

const TIMEOUT_MS = 30_000

export function createOutbound({ directory, transport, events, ids, seen }: OutboundNeeds): Outbound {
  async function answerOf(
    partner: Partner,
    version: Version,
    request: OutboundRequest,
    token: string,
  ): Promise<Answer> {
    const module = version.modules[request.module]
    const endpoint = module?.[request.side].find(({ name }) => name === request.endpoint)
    if (!module || !endpoint) {
      return { kind: 'unsendable', why: `OCPI ${version.number} has no ${request.endpoint} in ${request.module}` }
    }
    const baseUrl = directory.endpoint(partner, request.module, request.side)?.url
    if (baseUrl === undefined && request.url === undefined) {
      return { kind: 'unsendable', why: `the partner offers no ${request.module}, ${request.side}` }
    }
    return await call(
      { module, endpoint },
      {
        ...(request.url === undefined ? { baseUrl: baseUrl! } : { url: request.url }),
        ...(request.params ? { params: request.params } : {}),
        ...(request.query ? { query: request.query } : {}),
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.bodyText === undefined ? {} : { bodyText: request.bodyText }),
      },
      {
        transport,
        token,
        tokenEncoding: partner.settings.tokenEncoding,
        newId: () => ids.uuid(),
        ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
        routing: { ...(request.from ? { from: request.from } : {}), ...(request.to ? { to: request.to } : {}) },
        timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
      },
    )
  }

  return {
    async call(partner, request) {
      const startedAt = performance.now()
      const version = partner.version === null ? undefined : versionOf(partner.version)
      const token = directory.outboundToken(partner.id)
      const answer: Answer =
        version && token !== undefined
          ? await answerOf(partner, version, request, token)
          : { kind: 'unsendable', why: 'the partner is not registered' }
      const endpoint = version?.modules[request.module]?.[request.side].find(({ name }) => name === request.endpoint)
      const told = tell(answer)
      events.exchange({
        direction: 'out',
        partner,
        method: endpoint?.method ?? 'GET',
        module: request.module,
        path:
          request.url === undefined
            ? shownPath(endpoint?.path ?? '', request.params ?? {})
            : `(${endpoint?.urlFrom ?? 'Link'})`,
        ms: performance.now() - startedAt,
        ...told,
        ...(request.correlationId === undefined ? {} : { correlationId: request.correlationId }),
      })
      if (told.http !== undefined) seen?.(partner.id)
      return answer
    },
  }
}

function tell(answer: Answer): { http: number | undefined; status: number | undefined; why?: string } {
  switch (answer.kind) {
    case 'ok':
      return { http: answer.http, status: answer.statusCode }
    case 'refused':
      return { http: answer.http, status: answer.statusCode, ...(answer.message ? { why: 'refused' } : {}) }
    case 'http':
      return { http: answer.http, status: undefined }
    case 'timeout':
      return { http: undefined, status: undefined, why: 'timeout' }
    case 'broken':
      return { http: answer.http, status: undefined, why: answer.why }
    default:
      return { http: undefined, status: undefined, why: answer.why }
  }
}
