// A partner on bare node:http, written after the specification alone: no line of ours is imported, so what both our ends
// got wrong together shows here. It plays a CPO, an eMSP and a hub, in 2.2.1 and 2.3.0, on URLs of a shape of its own.

import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CPO, EMSP, type Json, type StrangerVersion } from './objects.ts'

export interface Heard {
  readonly method: string
  /** Path below this stranger's base, with its query: `/in/locations/NL/ABC/LOC1`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly text: string
}

export interface Said {
  readonly http: number
  readonly headers: Readonly<Record<string, string>>
  readonly envelope: { status_code?: number; status_message?: string; data?: unknown; timestamp?: string }
  readonly text: string
}

type Reply = {
  http?: number
  code?: number
  data?: unknown
  headers?: Record<string, string>
  raw?: string | Uint8Array
}

export type StrangerRole = 'CPO' | 'EMSP' | 'HUB'

export interface StrangerOptions {
  readonly role: StrangerRole
  readonly version: StrangerVersion
  /** Versions it lists; default: its own. */
  readonly lists?: readonly string[]
  /** Modules left out of its version details. */
  readonly without?: readonly string[]
  /** Modules it offers besides. */
  readonly more?: readonly (readonly [string, 'SENDER' | 'RECEIVER'])[]
  /** Default: the one of its role in `objects.ts`. */
  readonly party?: Party
}

export interface Party {
  readonly country_code: string
  readonly party_id: string
}

const encode = (token: string): string => `Token ${Buffer.from(token, 'utf8').toString('base64')}`

/** Names in [ ] are the interface roles of transport, table "Modules and interface roles". */
const OFFERS: Readonly<Record<StrangerRole, readonly (readonly [string, 'SENDER' | 'RECEIVER'])[]>> = {
  CPO: [
    ['locations', 'SENDER'],
    ['tariffs', 'SENDER'],
    ['sessions', 'SENDER'],
    ['cdrs', 'SENDER'],
    ['tokens', 'RECEIVER'],
    ['commands', 'RECEIVER'],
    ['hubclientinfo', 'RECEIVER'],
  ],
  EMSP: [
    ['locations', 'RECEIVER'],
    ['tariffs', 'RECEIVER'],
    ['sessions', 'RECEIVER'],
    ['cdrs', 'RECEIVER'],
    ['tokens', 'SENDER'],
    ['commands', 'SENDER'],
    ['hubclientinfo', 'RECEIVER'],
  ],
  HUB: [
    ['locations', 'SENDER'],
    ['locations', 'RECEIVER'],
    ['tokens', 'SENDER'],
    ['tokens', 'RECEIVER'],
    ['sessions', 'RECEIVER'],
    ['cdrs', 'RECEIVER'],
    ['hubclientinfo', 'SENDER'],
    ['hubclientinfo', 'RECEIVER'],
  ],
}

/** The examples of the HubClientInfo chapter call the module's path otherwise than its id; what counts is the URL given. */
const pathOf = (module: string): string => (module === 'hubclientinfo' ? 'clientinfo' : module)

export class Stranger {
  readonly heard: Heard[] = []
  /** What its lists hold, by module. */
  readonly lists: Record<string, Json[]> = {}
  /** Objects pushed to it, by path. */
  readonly stored = new Map<string, Json>()
  readonly party: Party
  /** What its credentials say; a test may replace it. */
  roles: Json[]
  /** Token the platform has to send. */
  inbound = `in-${randomUUID()}`
  /** Token it sends to the platform. */
  outbound = ''
  /** Overrides the answer to a request; undefined: the ordinary answer. */
  answer: (heard: Heard) => Reply | undefined | Promise<Reply | undefined> = () => undefined
  /** Endpoints of the platform by `module.ROLE`. */
  readonly theirs = new Map<string, string>()

  readonly #options: StrangerOptions
  readonly #server: Server
  #base = ''

  private constructor(options: StrangerOptions) {
    this.#options = options
    this.party = options.party ?? (options.role === 'CPO' ? CPO : EMSP)
    // 2.3.0 has no role HUB: the hub's own party is an OTHER, named by hub_party_id.
    const role = options.role === 'HUB' && options.version === '2.3.0' ? 'OTHER' : options.role
    this.roles = [{ role, ...this.party, business_details: { name: `Stranger ${options.role}` } }]
    this.#server = createServer((incoming, outgoing) => this.#serve(incoming, outgoing))
  }

  static async start(options: StrangerOptions): Promise<Stranger> {
    const stranger = new Stranger(options)
    await new Promise<void>((resolve) => stranger.#server.listen(0, '127.0.0.1', resolve))
    stranger.#base = `http://127.0.0.1:${(stranger.#server.address() as AddressInfo).port}`
    return stranger
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  get versionsUrl(): string {
    return `${this.#base}/hello`
  }

  get base(): string {
    return this.#base
  }

  /** What it says itself at a path below its base, as anybody with its token reads it. */
  async own(path: string): Promise<unknown> {
    const said = await this.send('GET', `${this.#base}${path}`, { token: this.inbound, config: true })
    return said.envelope.data
  }

  credentials(token = this.inbound): Json {
    const { role, version } = this.#options
    const isHub = role === 'HUB' && version === '2.3.0'
    const hub = isHub ? { hub_party_id: `${this.party.country_code}${this.party.party_id}` } : {}
    return { token, url: this.versionsUrl, ...hub, roles: this.roles }
  }

  /** Registers at a platform that invited it: the whole handshake as the credentials chapter draws it. */
  async register(versionsUrl: string, tokenA: string): Promise<Said> {
    this.outbound = tokenA
    await this.discover(versionsUrl)
    const said = await this.send('POST', this.credentialsUrl, { body: this.credentials(), config: true })
    if (said.envelope.status_code === 1000) this.outbound = (said.envelope.data as { token: string }).token
    return said
  }

  /** The role of this endpoint is to be disregarded (versions, "InterfaceRole"). */
  get credentialsUrl(): string {
    return this.theirs.get('credentials.SENDER') ?? this.theirs.get('credentials.RECEIVER') ?? ''
  }

  /** Reads versions and details; later requests use the URLs as they were given. */
  async discover(versionsUrl: string, wanted: string = this.#options.version): Promise<void> {
    const versions = await this.send('GET', versionsUrl, { config: true })
    const mine = (versions.envelope.data as { version: string; url: string }[]).find(
      ({ version }) => version === wanted,
    )
    if (!mine) throw new Error(`the platform does not list ${wanted}`)
    const details = await this.send('GET', mine.url, { config: true })
    const { endpoints } = details.envelope.data as { endpoints: { identifier: string; role: string; url: string }[] }
    this.theirs.clear()
    for (const { identifier, role, url } of endpoints) this.theirs.set(`${identifier}.${role}`, url)
  }

  /** One request to the platform. `to` is the platform's party; without it no OCPI-to headers are sent. */
  send(
    method: string,
    url: string,
    options: {
      body?: unknown
      text?: string
      to?: Party
      config?: boolean
      headers?: Record<string, string>
      token?: string | null
    } = {},
  ): Promise<Said> {
    const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body))
    const token = options.token === undefined ? this.outbound : options.token
    const headers: Record<string, string> = {
      ...(token === null ? {} : { Authorization: encode(token) }),
      'X-Request-ID': randomUUID(),
      'X-Correlation-ID': randomUUID(),
      ...(text === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) }),
      ...(options.config
        ? {}
        : {
            'OCPI-from-country-code': this.party.country_code,
            'OCPI-from-party-id': this.party.party_id,
            ...(options.to
              ? { 'OCPI-to-country-code': options.to.country_code, 'OCPI-to-party-id': options.to.party_id }
              : {}),
          }),
      ...options.headers,
    }
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers, timeout: 10_000 }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8')
          let envelope = {}
          try {
            envelope = JSON.parse(answer)
          } catch {
            // Looked at by the test through `text`.
          }
          resolve({ http: response.statusCode ?? 0, headers: flat(response.headers), envelope, text: answer })
        })
      })
      outgoing.on('error', reject)
      outgoing.on('timeout', () => outgoing.destroy(new Error('the platform did not answer within 10 s')))
      outgoing.end(text)
    })
  }

  #serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const heard: Heard = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: flat(incoming.headers),
        body: text === '' ? undefined : JSON.parse(text),
        text,
      }
      this.heard.push(heard)
      const reply =
        heard.headers.authorization === encode(this.inbound)
          ? ((await this.answer(heard)) ?? this.#ordinary(heard))
          : { http: 401, code: 2000 }
      outgoing.writeHead(reply.http ?? 200, {
        'Content-Type': 'application/json',
        'X-Request-ID': heard.headers['x-request-id'] ?? '',
        'X-Correlation-ID': heard.headers['x-correlation-id'] ?? '',
        ...reply.headers,
      })
      outgoing.end(
        reply.raw ??
          JSON.stringify({
            ...(reply.data === undefined ? {} : { data: reply.data }),
            status_code: reply.code ?? 1000,
            timestamp: new Date().toISOString(),
          }),
      )
    })
  }

  #ordinary({ method, path, body }: Heard): Reply {
    const { version, role, lists, without, more = [] } = this.#options
    const url = new URL(path, this.#base)
    if (url.pathname === '/hello') {
      return { data: (lists ?? [version]).map((number) => ({ version: number, url: `${this.#base}/v/${number}` })) }
    }
    if (url.pathname.startsWith('/v/')) {
      const offered = [...OFFERS[role], ...more].filter(([module]) => !without?.includes(module))
      return {
        data: {
          version: url.pathname.slice(3),
          endpoints: [
            // R-VER-03: the role of credentials means nothing; this stranger says RECEIVER.
            { identifier: 'credentials', role: 'RECEIVER', url: `${this.#base}/creds` },
            ...offered.map(([module, side]) => ({
              identifier: module,
              role: side,
              url: `${this.#base}/${side === 'SENDER' ? 'out' : 'in'}/${pathOf(module)}${side === 'SENDER' ? '' : '/'}`,
            })),
          ],
        },
      }
    }
    if (url.pathname === '/creds') return this.#credentialsCall(method, body as Json | undefined)
    if (url.pathname.startsWith('/out/tokens/') && url.pathname.endsWith('/authorize')) {
      const uid = decodeURIComponent(url.pathname.split('/')[3] ?? '')
      const token = (this.lists.tokens ?? []).find((known) => known.uid === uid)
      return token
        ? { data: { allowed: 'ALLOWED', token, authorization_reference: 'REF-1' } }
        : { http: 404, code: 2004 }
    }
    if (url.pathname.startsWith('/out/')) return this.#list(url)
    return this.#receive(method, url, body as Json | undefined)
  }

  /** It was invited by the platform, so the platform calls; or the platform changes something later. */
  #credentialsCall(method: string, body: Json | undefined): Reply {
    if (method === 'GET') return { data: this.credentials() }
    if (method === 'DELETE') {
      this.outbound = ''
      return {}
    }
    this.outbound = String(body?.token)
    this.inbound = `in-${randomUUID()}`
    return { data: this.credentials() }
  }

  #list(url: URL): Reply {
    const all = this.lists[url.pathname.slice('/out/'.length)]
    // What it only pushes it does not list: an empty list would say that all of it is gone (R-PAGE-19).
    if (!all) return { http: 404, code: 2000 }
    const from = url.searchParams.get('date_from')
    const wanted = from ? all.filter((object) => String(object.last_updated) >= from) : all
    const offset = Number(url.searchParams.get('offset') ?? 0)
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 50), 50)
    const page = wanted.slice(offset, offset + limit)
    const next = new URL(url)
    next.searchParams.set('offset', String(offset + limit))
    next.searchParams.set('limit', String(limit))
    return {
      data: page,
      headers: {
        'X-Total-Count': String(wanted.length),
        'X-Limit': String(limit),
        ...(offset + limit < wanted.length ? { Link: `<${next}>; rel="next"` } : {}),
      },
    }
  }

  #receive(method: string, url: URL, body: Json | undefined): Reply {
    const path = url.pathname.toUpperCase() + url.search
    const known = this.stored.get(path)
    switch (method) {
      case 'GET':
        return known ? { data: known } : { http: 404, code: 2000 }
      case 'PUT':
        this.stored.set(path, body!)
        return { http: known ? 200 : 201 }
      case 'PATCH':
        if (!known) return this.#patchPart(url, body!)
        this.stored.set(path, { ...known, ...body })
        return {}
      case 'DELETE':
        return this.stored.delete(path) ? {} : { http: 404, code: 2000 }
      default: {
        if (url.pathname.includes('/commands/')) return { data: { result: 'ACCEPTED', timeout: 30 } }
        const place = `/kept/${this.stored.size + 1}`
        this.stored.set(place.toUpperCase(), body!)
        return { http: 201, headers: { Location: this.#base + place } }
      }
    }
  }

  /** An EVSE inside a location it was given whole. */
  #patchPart(url: URL, body: Json): Reply {
    const parts = url.pathname.toUpperCase().split('/')
    const location = this.stored.get(parts.slice(0, 6).join('/'))
    const evse = (location?.evses as Json[] | undefined)?.find(({ uid }) => String(uid).toUpperCase() === parts[6])
    if (!evse) return { http: 404, code: 2003 }
    Object.assign(evse, body)
    return {}
  }
}

const flat = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )

/** Waits for a condition, at most ten seconds. */
export async function eventually<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`waited 10 s in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
