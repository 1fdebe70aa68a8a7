// A listener of `/changes` on bare HTTP: it keeps what it heard of each object, and what should not be.

import { type ClientRequest, get, type IncomingMessage } from 'node:http'

export interface ListenerOrder {
  readonly url: string
  readonly key: string
  readonly query: string
  /** It opens the stream and takes nothing of it. */
  readonly reads?: boolean
  /** It hangs up after so many events, and comes back with the last id it saw. */
  readonly leavesAfter?: number
}

export class Listener {
  readonly order: ListenerOrder
  /** By module and id: the number of the newest state. */
  readonly newest = new Map<string, number>()
  /** What was not as it has to be. */
  readonly faults: string[] = []
  heard = 0
  connections = 0
  isOpen = false
  isOver = false
  /** ms from writing to hearing, of changes that say when they were written. */
  readonly delays: number[] = []
  private at = -1
  private lastId: string | undefined
  private request: ClientRequest | undefined
  private response: IncomingMessage | undefined
  private sinceOpen = 0
  private isStopped = false

  constructor(order: ListenerOrder) {
    this.order = order
    this.connect()
  }

  stop(): void {
    this.isStopped = true
    this.request?.destroy()
  }

  /** Takes what waited for it. */
  resume(): void {
    this.response?.resume()
  }

  private connect(): void {
    const { url, key, query, reads = true } = this.order
    const resumed = this.lastId === undefined ? {} : { 'last-event-id': this.lastId }
    this.connections++
    this.sinceOpen = 0
    this.request = get(`${url}/api/v1/changes${query}`, {
      agent: false,
      headers: { authorization: `Bearer ${key}`, ...resumed },
    })
    this.request.on('error', () => this.ended())
    this.request.on('response', (response) => {
      this.response = response
      if (response.statusCode !== 200) this.faults.push(`it was answered ${response.statusCode}`)
      response.on('error', () => undefined)
      response.on('close', () => this.ended())
      this.isOpen = true
      if (reads) this.read(response)
      else response.pause()
    })
  }

  private ended(): void {
    if (this.isOver) return
    this.isOver = true
    if (this.isStopped || this.order.reads === false) return
    this.isOver = false
    setTimeout(() => this.connect(), 20)
  }

  private read(response: IncomingMessage): void {
    let rest = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      if (this.isStopped) return
      const events = (rest + chunk).split('\n\n')
      rest = events.pop()!
      for (const event of events) {
        this.take(event)
        if (this.sinceOpen === this.order.leavesAfter) {
          this.request!.destroy()
          return
        }
      }
    })
  }

  private take(event: string): void {
    const id = /^id: (.+)$/m.exec(event)?.[1]
    const data = /^data: (.+)$/m.exec(event)?.[1]
    if (id !== undefined) this.lastId = id
    if (data === undefined) return
    this.heard++
    this.sinceOpen++
    const change = JSON.parse(data)
    const { position, module, object } = change
    if (position !== id) this.faults.push(`${position} has the id ${id}`)
    const at = Number(String(position).split('.')[1])
    if (!(at > this.at)) this.faults.push(`${position} comes after ${this.at}`)
    this.at = at
    const name = `${module}/${change.party_id}/${change.id}`
    const before = this.newest.get(name) ?? -1
    if (!(object.n > before)) this.faults.push(`${name}: state ${object.n} comes after ${before}`)
    this.newest.set(name, object.n)
    if (typeof object.written_ms === 'number') this.delays.push(Date.now() - object.written_ms)
  }
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
