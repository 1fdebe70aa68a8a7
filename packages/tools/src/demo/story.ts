// What happens at chargers, in words.

import type { CDR, Change } from '@interchange/client'
import type { ChargingEvents, Plug } from './charging.ts'

type Tell = (text: string) => void

/** Told by the CPO. */
export function chargingStory(tell: Tell): ChargingEvents {
  return {
    started: (id: string, plug: Plug) =>
      tell(`session ${short(id)} starts at ${plug.evse.uid}, ${plug.location.name ?? plug.location.id}`),
    metered: (id: string, kwh: number) => tell(`session ${short(id)} has taken ${kwh} kWh`),
    stopped: (id: string, cdr: CDR) =>
      tell(`session ${short(id)} ends; CDR over ${cdr.total_energy} kWh, ${money(cdr)}`),
  }
}

/** Told by the eMSP. */
export function tellChange(tell: Tell, change: Change): void {
  if (change.module === 'sessions') {
    const session = change.object
    tell(`sees session ${short(session.id)}: ${session.status}, ${session.kwh} kWh`)
  } else if (change.module === 'cdrs') {
    const cdr = change.object
    tell(`has the CDR of session ${short(cdr.session_id ?? '')}: ${cdr.total_energy} kWh, ${money(cdr)}`)
  }
}

const short = (id: string): string => id.slice(0, 8)

function money(cdr: CDR): string {
  const taxes = (cdr.total_cost.taxes ?? []).map(({ name, amount }) => ` plus ${amount.toFixed(2)} ${name}`).join('')
  return `${cdr.total_cost.before_taxes.toFixed(2)} ${cdr.currency}${taxes}`
}

export function latencyText(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return `latency from the operator's write to the eMSP's change feed: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${sorted.length} changes)`
}
