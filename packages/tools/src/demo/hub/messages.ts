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
  readonly correlationId?: string
  readonly why?: string
}

export interface Counts {
  /** Requests that the hub carried to the platform they were for. */
  forwarded: number
  /** What it sent of its own accord: what it was told to tell everybody, and reads. */
  sent: number
  /** Answers other than HTTP 2xx with 1xxx. */
  failed: number
}

export interface Messages {
  readonly log: Log
  readonly counts: Readonly<Counts>
  /** Each message is told from now on, or not any more; in any case it is counted. */
  tell: ((text: string) => void) | undefined
}

/** Between a platform and the hub alone. */
const OWN = new Set(['versions', 'credentials', 'hubclientinfo'])
/** Legs to receivers end before the leg from the sender: so long they wait for that. */
const PATIENCE_MS = 500
/** What is told to everybody goes out within about this time. */
const TOGETHER_MS = 200
const MOST_ANSWERED = 1_000
const WIDEST_PATH = 36
/** As elsewhere in the demo, the first eight characters stand for all. */
const UUID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi

interface Legs {
  readonly exchanges: Exchange[]
  readonly timer: NodeJS.Timeout
}

export function hubMessages(): Messages {
  const counts: Counts = { forwarded: 0, sent: 0, failed: 0 }
  /** Legs to receivers, by correlation id. */
  const waiting = new Map<string, Legs>()
  /** Correlation ids of requests that have their answer: what goes out of them goes to everybody. */
  const answered = new Set<string>()

  const messages: Messages = {
    log: createLog({ to: { write: (line) => heard(JSON.parse(line) as Exchange) } }),
    counts,
    tell: undefined,
  }

  function heard(exchange: Exchange): void {
    if (exchange.event !== 'exchange' || OWN.has(exchange.module) || !exchange.partner) return
    if (hasFailed(exchange)) counts.failed++
    if (exchange.direction === 'out') goesOut(exchange)
    else comesIn(exchange)
  }

  function comesIn(exchange: Exchange): void {
    const id = exchange.correlationId ?? ''
    const legs = waiting.get(id)?.exchanges ?? []
    drop(id)
    answered.add(id)
    for (const oldest of answered) {
      if (answered.size <= MOST_ANSWERED) break
      answered.delete(oldest)
    }
    counts.forwarded += legs.length
    if (legs.length === 0) messages.tell?.(line(`${exchange.partner} -> hub`, exchange))
    for (const leg of legs) messages.tell?.(line(`${exchange.partner} -> hub -> ${leg.partner}`, leg))
  }

  function goesOut(exchange: Exchange): void {
    const id = exchange.correlationId ?? ''
    const key = answered.has(id) ? `${id} ${exchange.method} ${exchange.module} ${exchange.path}` : id
    const legs = waiting.get(key)
    if (legs) {
      legs.exchanges.push(exchange)
      return
    }
    const exchanges = [exchange]
    const { tell } = messages
    const timer = setTimeout(
      () => {
        drop(key)
        counts.sent += exchanges.length
        tell?.(line(`hub -> ${exchanges.map(({ partner }) => partner).join(', ')}`, exchange))
      },
      key === id ? PATIENCE_MS : TOGETHER_MS,
    )
    waiting.set(key, { exchanges, timer: timer.unref() })
  }

  function drop(key: string): void {
    clearTimeout(waiting.get(key)?.timer)
    waiting.delete(key)
  }

  return messages
}

const hasFailed = ({ http, status }: Exchange): boolean =>
  http === undefined || http >= 300 || (status !== undefined && (status < 1000 || status >= 2000))

/** An answer other than 1000 is said. */
function line(who: string, { method, module, path, http, status, why }: Exchange): string {
  const where = (path === '' ? module : `${module} ${path}`).replaceAll(UUID, '$1')
  const shown = where.length > WIDEST_PATH ? `${where.slice(0, WIDEST_PATH - 2)}..` : where
  const answer = status === 1000 ? '' : `: ${why ?? status ?? http}`
  return `${who.padEnd(32)} ${method.padEnd(5)} ${shown}${answer}`
}
