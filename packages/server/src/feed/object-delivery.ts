// One object on its way to one partner: what is sent, what follows a refusal, what the answer leads to.

import type { Clock, Ids } from '../clock.ts'
import type { Events } from '../events.ts'
import type { Scope } from '../modules/audience.ts'
import type { KnownPrices } from '../modules/price-groups/known-prices.ts'
import { outcomeOf } from '../observability/exchange-metrics.ts'
import type { Outbound } from '../outbound.ts'
import type { Directory } from '../partners/directory.ts'
import type { Partner } from '../partners/partner.ts'
import { partyKey } from '../party.ts'
import type { Source } from '../storage/feed-state.ts'
import { type FeedEntry, getRow } from '../storage/objects.ts'
import { keyText, type RowKey } from '../storage/row.ts'
import { type Judged, judge } from './answers.ts'
import { CdrOrder } from './cdr-order.ts'
import type { Compose, Composed } from './compose.ts'
import type { Health } from './health.ts'
import type { Lane } from './lane.ts'
import type { Taken } from './lane-queue.ts'
import { needsReading } from './lane-window.ts'
import type { CdrDelivery, MessageState, MessageStore } from './message-store.ts'
import { afterRefusal, type Form, type LaneModule, type LaneState, nextMessage } from './next-message.ts'
import { driverIds, namesOf, redacted } from './object-names.ts'
import type { AwayParties, ParkedIndex } from './parked-index.ts'
import { nameOf, type ParkedState } from './parked-store.ts'
import type { Progress } from './progress.ts'
import { awayUntil, betweenTries, parkedUntil, TRIES } from './retries.ts'

export interface DeliveryTools {
  readonly database: Source
  readonly directory: Directory
  readonly outbound: Outbound
  readonly compose: Compose
  readonly prices: Pick<KnownPrices, 'catchUp' | 'shows' | 'isWithdrawn' | 'told'>
  readonly messages: MessageStore
  readonly progress: Progress
  readonly events: Events
  readonly clock: Clock
  readonly ids: Ids
  readonly random: () => number
}

/** What is known of the partner; shared with whoever decides when something may be sent. */
export interface PartnerState {
  readonly id: string
  readonly health: Health
  readonly parked: ParkedIndex
  readonly away: AwayParties
  readonly lanes: ReadonlyMap<LaneModule, Lane>
  readonly scope: Scope
  /** It was not for the partner when it came by. */
  readonly passedOver: (module: LaneModule, entry: FeedEntry, partner: Partner) => void
  /** The partner does not accept our token. */
  readonly refusedToken: () => void
  /** It answered, whatever it said. */
  readonly answered: () => void
  readonly failed: (sentAt: number, why: string) => void
  /** Nothing more is to be said about an object in the state it had: taken, parked or passed over. */
  readonly through: (key: RowKey) => void
  /** What waited for the party can go. */
  readonly partyIsBack: () => void
  /** There is nothing (any more) at the URL that something was sent to. */
  readonly foundNothing: () => void
  /** Whether the partner is still ours: a process that stood still may wake up after another has taken it over. */
  readonly isLeased: () => boolean
}

/** Our own mistakes are not repeated at full speed. */
const AFTER_ERROR_MS = 5000
const MOST_TAKEN = 1000
const NOTHING_ELSE: readonly FeedEntry[] = []

interface Sent {
  readonly lane: Lane
  taken: Taken
  form: Form
  composed: Composed
  /** Rows that the message brought beside the one taken. */
  also: readonly FeedEntry[]
  readonly cdr: CdrDelivery | undefined
}

export class ObjectDelivery {
  readonly order: CdrOrder
  readonly #tools: DeliveryTools
  readonly #state: PartnerState
  /** Objects the partner has taken; tells whether others succeeded meanwhile. */
  #settled = 0
  /** CDRs that were taken and may not be written down as such yet. */
  readonly #taken = new Set<string>()

  constructor(tools: DeliveryTools, state: PartnerState) {
    this.#tools = tools
    this.#state = state
    this.order = new CdrOrder(tools, state)
  }

  /** Never rejects. The group is in flight until it resolves. */
  async deliver(lane: Lane, taken: Taken, partner: Partner): Promise<void> {
    try {
      const prepared = this.#prepare(lane, taken, partner)
      const sent = prepared instanceof Promise ? await prepared : prepared
      if (!sent) {
        lane.pace.giveBack()
        return
      }
      const told = await this.#send(sent, partner)
      if (told) this.#conclude(sent, told.answer, told, partner)
      else lane.queue.putBack(sent.taken, this.#now())
    } catch (error) {
      this.#tools.events.failed('delivery', error)
      lane.queue.putBack(taken, this.#now() + AFTER_ERROR_MS)
    }
  }

  /** Tariffs: whether this partner is shown it, or may still have it although it is not. */
  shown({ key }: FeedEntry): LaneState['shown'] {
    const { prices } = this.#tools
    if (key.module !== 'tariffs' || prices.shows(key, this.#state.id)) return 'shown'
    return prices.isWithdrawn(key, this.#state.id) ? 'withdrawn' : 'hidden'
  }

  /** Undefined when there is nothing to send, now or at all; the group is released then. A promise only where it waits. */
  #prepare(lane: Lane, taken: Taken, partner: Partner): Sent | undefined | Promise<Sent | undefined> {
    if (!needsReading(taken.entry)) return this.#decide(lane, taken, taken.entry, partner)
    return this.#readAgain(taken).then((entry) =>
      entry ? this.#decide(lane, taken, entry, partner) : this.#skip(lane, taken, 'gone'),
    )
  }

  #decide(lane: Lane, taken: Taken, entry: FeedEntry, partner: Partner): Sent | undefined | Promise<Sent | undefined> {
    const { compose, prices } = this.#tools
    const { id, parked, scope } = this.#state
    const behind = prices.catchUp([entry])
    // When it may go is to be decided anew, too.
    if (behind) return behind.then(() => this.#putBack(lane, taken))
    const next = nextMessage(entry, {
      partnerId: id,
      inScope: scope.inScope(entry, partner),
      shown: this.shown(entry),
      known: taken.held.known,
      parked: parked.hasFor(entry.key),
      born: lane.born,
      leaving: taken.held.leaving === true,
      withdrawn: scope.isWithdrawn(entry, partner),
    })
    if ('skip' in next) {
      if (next.skip === 'out_of_scope') this.#state.passedOver(lane.module, entry, partner)
      return this.#skip(lane, taken, next.skip)
    }
    const { form } = next
    const composed = compose(form, entry, partner)
    return composed instanceof Promise
      ? composed.then((made) => this.#check(lane, taken, entry, form, made))
      : this.#check(lane, taken, entry, form, composed)
  }

  #check(
    lane: Lane,
    taken: Taken,
    entry: FeedEntry,
    form: Form,
    composed: Composed | undefined,
  ): Sent | undefined | Promise<Sent | undefined> {
    const { away } = this.#state
    if (!composed) return this.#skip(lane, taken, 'no_form')
    const newest = entry === taken.entry ? taken : { ...taken, entry }
    const sent: Sent = { lane, taken: newest, form, composed, also: NOTHING_ELSE, cdr: undefined }
    const party = partyOf(composed)
    if (away.isAway(party, this.#now())) {
      this.#wait(sent, away.tries(party), away.until(party))
      return undefined
    }
    return form === 'post_cdr' ? this.#prepareCdr(sent, taken, entry) : sent
  }

  async #prepareCdr(sent: Sent, taken: Taken, entry: FeedEntry): Promise<Sent | undefined> {
    const { messages, ids, clock } = this.#tools
    const { lane, composed } = sent
    if (this.#taken.has(keyText(entry.key))) return this.#skip(lane, taken, 'delivered')
    const before = await this.order.check(lane, taken, composed.object)
    if (before === 'wait') return this.#putBack(lane, taken)
    if (before === 'parked') {
      this.#park(sent, nothingSaid('the CDR it credits is parked'), null)
      return undefined
    }
    const cdr = await messages.beginCdr(ids.uuid(), this.#state.id, entry.key, clock.now())
    return cdr.state === 'settled' ? this.#skip(lane, taken, 'delivered') : { ...sent, cdr }
  }

  #putBack(lane: Lane, taken: Taken): undefined {
    lane.queue.putBack(taken, 0)
    return undefined
  }

  /** What waited for the end of a window, in its newest state. */
  async #readAgain({ entry }: Taken): Promise<FeedEntry | undefined> {
    const row = await getRow(this.#tools.database, entry.key)
    return row && { ...row, parentPosition: null, parentFullPosition: null }
  }

  /** Sends, and what follows a refusal: one PUT of the newest state. Undefined: the partner is another process's now. */
  async #send(
    sent: Sent,
    partner: Partner,
  ): Promise<{ answer: Judged; sentAt: number; token: string | undefined } | undefined> {
    const { outbound, directory, clock } = this.#tools
    for (;;) {
      if (!this.#state.isLeased()) return undefined
      const sentAt = this.#now()
      const token = directory.outboundToken(partner.id)
      const startedAt = performance.now()
      const answer = judge(await outbound.call(partner, sent.composed.request), clock.now())
      this.#tools.events.delivered(sent.composed.request.module, answer.verdict)
      this.#tellRouted(sent, answer, performance.now() - startedAt)
      if (answer.verdict !== 'refused' || !(await this.#followUp(sent, answer, partner)))
        return { answer, sentAt, token }
      sent.lane.pace.take(this.#now(), partner.settings.maxRate[sent.lane.module])
    }
  }

  /** What a hub passes on of another partner counts for the two parties. */
  #tellRouted({ taken, composed }: Sent, { http, statusCode }: Judged, ms: number): void {
    const { partner, key } = taken.entry
    const { request, to } = composed
    if (partner === null || !to) return
    const outcome = outcomeOf(http ?? undefined, statusCode ?? undefined)
    this.#tools.events.routed({ from: partyKey(key), to: partyKey(to), module: request.module, ms, outcome })
  }

  async #followUp(sent: Sent, answer: Judged, partner: Partner): Promise<boolean> {
    const { database, compose } = this.#tools
    const { taken } = sent
    const location: RowKey = { ...taken.entry.key, module: 'locations', sub: '' }
    const form = afterRefusal(sent.form, {
      missing: answer.missing,
      locationParked: this.#state.parked.has(location),
    })
    if (!form) return false
    const waiting = [...taken.group.held.values()].map(({ entry }) => entry)
    const key = form === 'put_location' ? location : taken.entry.key
    const newest = await getRow(database, key)
    if (newest) await this.#tools.prices.catchUp([newest])
    const composed = newest && !newest.deleted ? await compose(form, newest, partner) : undefined
    if (!newest || !composed) return false
    const entry: FeedEntry = { ...newest, parentPosition: null, parentFullPosition: null }
    // What the location brings is told with it; of what it follows, the newest state is told.
    sent.also = form === 'put_location' ? [taken.entry, ...waiting] : [taken.entry]
    sent.taken = { ...taken, entry }
    sent.form = form
    sent.composed = composed
    return true
  }

  #conclude(
    sent: Sent,
    answer: Judged,
    by: { readonly sentAt: number; readonly token: string | undefined },
    partner: Partner,
  ): void {
    const { health, answered, failed, refusedToken } = this.#state
    const { lane, taken } = sent
    const now = this.#now()
    // What is gone already need not be deleted.
    const gone = sent.form === 'delete_tariff' && answer.http === 404 && answer.verdict === 'refused'
    const verdict = gone ? 'settled' : answer.verdict
    const { http, statusCode, why } = answer
    if (verdict === 'settled') lane.lastSuccessAt = new Date(now)
    else lane.lastError = { at: new Date(now).toISOString(), http, status_code: statusCode, why }
    switch (verdict) {
      case 'settled':
        answered()
        this.#settle(sent, answer)
        break
      case 'refused':
        answered()
        if (isNowhere(answer) && this.#hasMoved(partner)) {
          lane.queue.putBack(taken, now)
          break
        }
        if (isNowhere(answer)) this.#state.foundNothing()
        this.#refuse(sent, answer)
        break
      case 'party_away':
        answered()
        this.#away(sent)
        break
      case 'slow_down':
        health.slowDown(now, answer.retryAfterMs)
        lane.queue.putBack(taken, now)
        break
      case 'unauthorized':
        // The token may have been changed while the request was under way; then the new one is tried.
        if (this.#tools.directory.outboundToken(partner.id) === by.token) refusedToken()
        lane.queue.putBack(taken, now)
        break
      case 'troubled':
      case 'no_answer':
        this.#tryAgain(sent, answer, by.sentAt, failed)
    }
  }

  /** Its modules are elsewhere than they were when the request left. */
  #hasMoved({ id, endpoints }: Partner): boolean {
    const now = this.#tools.directory.partner(id)
    return now !== undefined && JSON.stringify(now.endpoints) !== JSON.stringify(endpoints)
  }

  #settle(sent: Sent, answer: Judged): void {
    const { parked, away, id } = this.#state
    const { progress } = this.#tools
    const { lane, taken, composed } = sent
    const { key } = taken.entry
    this.#settled++
    if (!parked.isEmpty) {
      progress.accepted(id, nameOf(key.module, key, key.id))
      const brought = sent.form === 'put_location' || sent.form === 'remove_location' ? parked.evsesOf(key) : []
      for (const told of [key, ...sent.also.map((entry) => entry.key), ...brought]) this.#unpark(told)
    }
    if (away.back(partyOf(composed))) this.#state.partyIsBack()
    if (sent.form === 'delete_tariff' && !taken.entry.deleted) {
      void this.#tools.prices.told(key, id).catch((error: unknown) => this.#tools.events.failed('withdrawal', error))
    }
    if (sent.cdr) {
      this.#cdr(sent, 'settled', answer)
      this.#taken.add(keyText(key))
      if (this.#taken.size > MOST_TAKEN) this.#taken.delete(this.#taken.values().next().value!)
    }
    this.#through(lane, taken, sent.also, this.#now())
  }

  #refuse(sent: Sent, answer: Judged): void {
    const { key, position } = sent.taken.entry
    const refusals = this.#state.parked.refusals(key, position) + 1
    if (sent.cdr) this.#cdr(sent, 'parked', answer)
    this.#park(sent, answer, parkedUntil(refusals, this.#tools.clock.now()), refusals)
  }

  /** 3xxx, HTTP 5xx, no answer: three tries. Then it is this object, if others were taken meanwhile, or the partner. */
  #tryAgain(sent: Sent, answer: Judged, sentAt: number, failed: PartnerState['failed']): void {
    const { health } = this.#state
    const { lane, taken, cdr } = sent
    const { group } = taken
    const now = this.#now()
    if (group.tries === 0) group.settledBefore = this.#settled
    group.tries++
    if (cdr && cdr.until <= now) {
      this.#cdr(sent, 'expired', answer)
      this.#park(sent, { ...answer, why: `not delivered in seven days: ${answer.why}` }, null)
      return
    }
    if (cdr) this.#cdr(sent, 'open', answer)
    const isOut = group.tries >= TRIES
    if (isOut && this.#settled > group.settledBefore) {
      this.#refuse(sent, answer)
      return
    }
    if (answer.verdict === 'no_answer' || isOut || health.state !== 'up') failed(sentAt, answer.why)
    lane.queue.putBack(taken, now + betweenTries(group.tries, this.#tools.random))
  }

  /** A hub cannot reach the party: what is for it waits, what is for others goes on. */
  #away(sent: Sent): void {
    const { away } = this.#state
    const party = partyOf(sent.composed)
    const tries = away.tries(party) + 1
    const until = awayUntil(tries, this.#tools.clock.now())
    away.set(party, tries, until)
    this.#wait(sent, tries, until)
  }

  #wait(sent: Sent, tries: number, until: Date): void {
    this.#park(sent, nothingSaid('the hub cannot reach its party'), until, tries, 'waiting')
  }

  #park(sent: Sent, answer: Judged, nextAt: Date | null, refusals = 1, state: ParkedState = 'parked'): void {
    const { id, parked } = this.#state
    const { progress, clock } = this.#tools
    const { lane, taken, composed } = sent
    const { key, position } = taken.entry
    const isNew = state === 'parked' && parked.stateOf(key) !== 'parked'
    parked.add({ key, position, refusals, state })
    progress.park(
      {
        partner: id,
        key,
        position,
        state,
        party: partyOf(composed),
        names: namesOf(key.module, composed.object, key, key.id),
        refusals,
        at: clock.now(),
        nextAt,
        http: answer.http,
        statusCode: answer.statusCode,
        why: answer.why,
        message: redacted(answer.message, driverIds(key.module, composed.object)),
      },
      isNew,
    )
    this.#through(lane, taken, sent.also, answer.http === null ? undefined : clock.now().getTime())
  }

  #cdr({ taken, composed }: Sent, state: MessageState, answer: Judged): void {
    this.#tools.progress.cdr({
      partner: this.#state.id,
      key: taken.entry.key,
      state,
      judged: answer,
      message: redacted(answer.message, driverIds('cdrs', composed.object)),
    })
  }

  #skip(lane: Lane, taken: Taken, why: string): undefined {
    this.#tools.events.delivered(lane.module, why)
    this.#unpark(taken.entry.key)
    this.#through(lane, taken)
    return undefined
  }

  /** `told`: when the partner was told, in ms; undefined where it was not. */
  #through(lane: Lane, taken: Taken, also: readonly FeedEntry[] = [], told?: number): void {
    lane.queue.settle(taken, also, told)
    this.#tools.progress.touch(lane)
    this.#state.through(taken.entry.key)
  }

  #unpark(key: RowKey): void {
    const { id, parked } = this.#state
    if (!parked.has(key)) return
    parked.remove(key)
    this.#tools.progress.unpark(id, key)
  }

  #now(): number {
    return this.#tools.clock.now().getTime()
  }
}

const isNowhere = ({ http }: Judged): boolean =>
  http !== null && (http === 404 || http === 410 || (http >= 300 && http < 400))

const nothingSaid = (why: string): Judged => ({
  verdict: 'refused',
  why,
  http: null,
  statusCode: null,
  message: null,
  retryAfterMs: null,
  missing: false,
  location: null,
})

const partyOf = ({ to }: Composed): string => (to ? partyKey(to) : '')
