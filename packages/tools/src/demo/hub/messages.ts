// What goes through the hub, message by message: who -> hub -> whom, from the hub's own log.

import { createLog, type Log } from '@interchange/server/log'

/** A line of the log about one request and its answer. */
interface Exchange {
  readonly event: string
  readonly direction: 'in' | 'out'
  readonly partner?: string
  readonly method: string
  readonly module: string
  readonly path: string
  readonly http?: number
  readonly status?: number
  readonly ms: number
  readonly correlationId?: string
  readonly why?: string
}

export interface Counts {
  /** Requests that the hub carried to one platform. */
  forwarded: number
  /** What it told of its own accord, of what it was told. */
  told: number
  /** Answers other than HTTP 2xx with 1xxx. */
  failed: number
}

export interface Messages {
  readonly log: Log
  readonly counts: Readonly<Counts>
  /** From now on each message is told; `undefined`: they are only counted. */
  tell: ((text: string) => void) | undefined
}

/** Between a platform and the hub alone. */
const OWN = new Set(['versions', 'credentials', 'hubclientinfo'])
/** The leg to the receiver ends before the leg from the sender: so long it waits for that. */
const PATIENCE_MS = 2_000
const WIDEST_PATH = 32

export function hubMessages(): Messages {
  const counts: Counts = { forwarded: 0, told: 0, failed: 0 }
  /** Legs to receivers, by correlation id. */
  const waiting = new Map<string, { exchange: Exchange; timer: NodeJS.Timeout }[]>()

  const messages: Messages = {
    log: createLog({ to: { write: (line) => heard(JSON.parse(line) as Exchange) } }),
    counts,
    tell: undefined,
  }

  function heard(exchange: Exchange): void {
    if (exchange.event !== 'exchange' || OWN.has(exchange.module) || !exchange.partner) return
    if (failedIn(exchange)) counts.failed++
    const id = exchange.correlationId ?? ''
    const legs = waiting.get(id) ?? []
    if (exchange.direction === 'out') {
      const timer = setTimeout(() => {
        waiting.delete(id)
        for (const { exchange } of legs.splice(0)) alone(exchange)
      }, PATIENCE_MS)
      waiting.set(id, legs)
      legs.push({ exchange, timer: timer.unref() })
      return
    }
    waiting.delete(id)
    for (const { timer } of legs) clearTimeout(timer)
    const to = legs.splice(0).map(({ exchange }) => exchange)
    if (to.length === 0) messages.tell?.(line(`${exchange.partner} -> hub`, exchange))
    for (const leg of to) {
      counts.forwarded++
      messages.tell?.(line(`${exchange.partner} -> hub -> ${leg.partner}`, leg))
    }
  }

  function alone(exchange: Exchange): void {
    counts.told++
    messages.tell?.(line(`hub -> ${exchange.partner}`, exchange))
  }

  return messages
}

const failedIn = ({ http, status }: Exchange): boolean =>
  http === undefined || http >= 300 || (status !== undefined && (status < 1000 || status >= 2000))

function line(who: string, exchange: Exchange): string {
  const { method, module, path, http, status, why } = exchange
  const where = path === '' ? module : `${module} ${path}`
  const shown = where.length > WIDEST_PATH ? `${where.slice(0, WIDEST_PATH - 2)}..` : where
  return `${who.padEnd(32)} ${method.padEnd(5)} ${shown} ${why ?? status ?? http ?? ''}`.trimEnd()
}
