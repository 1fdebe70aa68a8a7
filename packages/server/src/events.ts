import { Counter, Registry } from 'prom-client'
import type { Log } from './log.ts'
import { exchangeMetrics, outcomeOf } from './observability/exchange-metrics.ts'
import { pairMetrics, pairOf, type RoutedEvent } from './observability/pair-metrics.ts'
import { talliedCounter } from './observability/tallied.ts'

/**
 * Every business event, one function each: a line in the log and a metric. Nothing else logs. Each platform has its
 * own registry, so that several can run in one process. No function takes a token, a driver identifier or a body.
 * To add one: a function here, named after what happened.
 */
export type Events = ReturnType<typeof createEvents>

/** One request and its answer, whichever way it went. */
export interface ExchangeEvent {
  /** `in`: a partner asked us. */
  readonly direction: 'in' | 'out'
  readonly partner: { readonly id: string; readonly name: string } | undefined
  readonly method: string
  /** Module and path below it, as `shownPath` makes it: without token uids, without query. */
  readonly module: string
  readonly path: string
  /** HTTP status; undefined when there was no answer. */
  readonly http: number | undefined
  /** OCPI status code; undefined when there was no envelope. */
  readonly status: number | undefined
  readonly ms: number
  readonly requestId?: string | undefined
  readonly correlationId?: string | undefined
  /** Of a call that failed: `timeout`, `no connection`, what was refused. */
  readonly why?: string | undefined
}

/** What an alert is about, without what it counts. */
export interface AlertEvent {
  readonly rule: string
  readonly kind: string
  readonly partnerId: string
  readonly module: string | undefined
}

/** How far a partner is behind: changed objects, and the age of the oldest change. */
export interface Lag {
  readonly objects: number
  readonly seconds: number
}

/** Stands for a partner where an object is one of our own. */
export const ourselves = { id: 'own', name: 'own' }

/** Ids come from outside and end up in every line. */
const LONGEST_ID = 80

/** Hears how long each partner took to answer, and by pairs of parties, `NL-CPO NL-EMS`, what a hub passed on. */
export interface CallObserver {
  observe(partner: string, module: string, ms: number, failed: boolean): void
}

export interface Observers {
  readonly calls: CallObserver
  readonly pairs: CallObserver
}

export function createEvents(log: Log, { calls, pairs }: Partial<Observers> = {}) {
  const registry = new Registry()
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `interchange_${name}`, help, labelNames, registers })

  const exchanges = exchangeMetrics(registers)
  const routed = pairMetrics(registers)
  const unlogged = counter('exchanges_unlogged_total', 'Exchanges that the message log had no room for', [
    'direction',
    'module',
  ])
  const refusedByLog = counter(
    'exchanges_refused_total',
    'Exchanges that could not be written into the message log',
    [],
  )
  const noted = counter('findings_total', 'Faults that were accepted and counted', ['partner', 'module'])
  const stored = counter('pushes_total', 'Objects that partners pushed, by what became of them', ['module', 'outcome'])
  const findings = counter('object_findings_total', 'Odd objects that were stored', ['partner', 'module', 'rule'])
  const unauthorized = counter('unauthorized_total', 'Requests answered 401', ['why'])
  const limited = counter('rate_limited_total', 'Requests answered 429', ['partner'])
  const failures = counter('failures_total', 'Errors of our own, answered 3000', ['where'])
  const registrations = counter('registrations_total', 'Registrations by what became of them', ['what', 'outcome'])
  const statusChanges = counter('partner_changes_total', 'Partners that changed their status', ['status'])
  const webhookFailures = counter('webhook_failures_total', 'Attempts to deliver to a webhook that failed', ['webhook'])
  const unanswered = counter('questions_unanswered_total', 'Questions the backend did not answer usably', ['type'])
  const deliveries = talliedCounter({
    name: 'interchange_deliveries_total',
    help: 'Objects and messages sent to partners, by what became of them',
    labelNames: ['module', 'outcome'],
    registers,
  })
  const parkedObjects = counter('parked_total', 'Objects that a partner refused', ['partner', 'module'])
  const expired = counter('messages_expired_total', 'Messages that nobody took in time', ['partner', 'kind'])
  const readBacks = counter('read_backs_total', 'Objects read again because a push was older than what is stored', [
    'module',
    'outcome',
  ])
  const pulls = counter('pulls_total', 'Crawls of partners', ['partner', 'module', 'outcome'])
  const switches = counter('price_switches_total', 'Changes of price groups that were carried out', [])
  const pulled = counter('pulled_objects_total', 'Objects that crawls brought', ['module', 'outcome'])
  const audits = counter('audits_total', 'Audits of CDRs, by what came of them', ['partner', 'state'])
  const auditFindings = counter('audit_findings_total', 'CDRs with a finding', ['partner', 'code'])
  const lintFindings = counter('lint_findings_total', 'Tariffs with a finding', ['partner', 'code'])
  const decisions = counter('audit_decisions_total', 'CDRs that somebody accepted or disputed', ['partner', 'state'])
  const erasures = counter('drivers_erased_total', 'Drivers removed from what is stored', [])
  const passedOver = counter('inspections_failed_total', 'Objects that could not be looked at', ['module'])
  const databaseErrors = counter('database_errors_total', 'Statements that the database did not carry out', ['code'])
  const hubRefusals = counter('hub_refused_total', 'Requests that partners must not send through the hub', ['partner'])
  const hubLosses = counter('hub_losses_total', 'Fields that had no place in the version of the other side', ['module'])
  const hubLeftOut = counter('hub_left_out_total', 'Objects of lists that cannot exist in the version of who asked', [
    'module',
  ])
  const alerts = counter('alerts_total', 'Alerts that were raised and cleared', ['kind', 'what'])
  const mails = counter('alert_mails_total', 'Mails of alerts, by what became of each attempt', ['outcome'])

  return {
    registry,

    /** One request and its answer. */
    exchange(event: ExchangeEvent): void {
      const { direction, module, http, status, ms } = event
      exchanges.observe(event)
      if (direction === 'out' && event.partner) {
        calls?.observe(event.partner.id, module, ms, outcomeOf(http, status) !== 'ok')
      }
      log.info({
        event: 'exchange',
        direction,
        partner: event.partner?.name,
        partnerId: event.partner?.id,
        method: event.method,
        module,
        path: event.path,
        http,
        status,
        ms: Math.round(ms * 10) / 10,
        requestId: event.requestId?.slice(0, LONGEST_ID),
        correlationId: event.correlationId?.slice(0, LONGEST_ID),
        why: event.why,
      })
    },

    /** The message log's buffer is full; it is counted instead. */
    exchangeUnlogged(direction: 'in' | 'out', module: string): void {
      unlogged.inc({ direction, module })
    },

    exchangeRefused(): void {
      refusedByLog.inc()
    },

    /** Faults of an object that was accepted nevertheless; `rules` are requirement ids or paths, never values. */
    objectNoted(partner: { id: string; name: string }, module: string, paths: readonly string[]): void {
      noted.inc({ partner: partner.id, module }, paths.length)
      log.debug({ event: 'noted', partner: partner.name, module, paths }, 'accepted although not as specified')
    },

    /** A partner asked for what it must not: in the name of somebody else, or with a URL that was not made for it. */
    hubRefused(partner: { id: string; name: string }, what: string): void {
      hubRefusals.inc({ partner: partner.id })
      log.warn({ event: 'hub.refused', partner: partner.name, partnerId: partner.id, what }, 'refused by the hub')
    },

    /** What went through the hub from one version to another and did not come out whole. */
    hubConverted(
      partner: { id: string; name: string },
      module: string,
      losses: readonly { readonly path: string; readonly why: string }[],
      leftOut: number,
    ): void {
      hubLosses.inc({ module }, losses.length)
      hubLeftOut.inc({ module }, leftOut)
      const paths = losses.slice(0, 20).map(({ path, why }) => `${path} ${why}`)
      log.debug({ event: 'hub.converted', partner: partner.name, module, paths, leftOut }, 'not all of it fits')
    },

    /** A message of one party went to another through this hub, an object pushed to all among them, with its answer. */
    routed(event: RoutedEvent): void {
      const { from, to, module, ms, outcome } = event
      routed.observe(event)
      pairs?.observe(pairOf(from, to), module, ms, outcome !== 'ok')
    },

    /** A push was carried out, or passed over because something newer is stored (`stale`). */
    pushStored(partner: { id: string; name: string }, module: string, outcome: string): void {
      stored.inc({ module, outcome })
      if (outcome === 'stale') {
        log.debug({ event: 'stale', partner: partner.name, module }, 'older than what is stored, not applied')
      }
      if (outcome === 'expired') {
        log.info({ event: 'expired', partner: partner.name, module }, 'so old that it is not kept, not stored')
      }
    },

    /** Old rows were removed for good. */
    dropped(rows: Readonly<Record<string, number>>): void {
      if (Object.values(rows).some((count) => count > 0)) log.info({ event: 'dropped', ...rows }, 'old rows dropped')
    },

    /** Nobody said that a charging had ended. */
    chargingSilent(charging: string, days: number, status: string): void {
      log.warn(
        { event: 'charging_silent', charging, days, status },
        'nothing was told of a charging any more; it is ended',
      )
    },

    /** Somebody had CDRs deleted. */
    cdrsDeleted(by: string, before: string, cdrs: number): void {
      log.warn({ event: 'cdrs_deleted', by, before, cdrs }, 'CDRs deleted for good')
    },

    /** An object was stored and does not agree with others that are. */
    objectOdd(
      partner: { id: string; name: string },
      module: string,
      odd: readonly { readonly rule: string; readonly path: string; readonly message: string }[],
    ): void {
      for (const { rule, path, message } of odd) {
        findings.inc({ partner: partner.id, module, rule })
        log.warn({ event: 'finding', partner: partner.name, module, rule, path }, message)
      }
    },

    /** A request without a credentials token we know. */
    requestUnauthorized(why: 'missing' | 'unknown' | 'token A'): void {
      unauthorized.inc({ why })
    },

    requestLimited(partner: { id: string }): void {
      limited.inc({ partner: partner.id })
    },

    /** An error nobody foresaw. The partner gets 3000 and the correlation id; the cause stays here. */
    failed(where: string, error: unknown, correlationId?: string): void {
      failures.inc({ where })
      log.error(
        { event: 'failed', where, correlationId: correlationId?.slice(0, LONGEST_ID), error: told(error) },
        'failed',
      )
    },

    /** What was under way stopped because of something outside: a partner's answer, a setting. */
    warned(where: string, why: string, fields: Readonly<Record<string, unknown>> = {}): void {
      log.warn({ event: 'warned', where, ...fields }, why)
    },

    platformStarted(fields: { url: string; database: string; parties: readonly string[] }): void {
      log.info({ event: 'started', pid: process.pid, ...fields }, 'listening')
    },

    platformStopped(): void {
      log.info({ event: 'stopped' }, 'stopped')
    },

    /** Somebody was given a CREDENTIALS_TOKEN_A. */
    partnerInvited(partner: { id: string; name: string }): void {
      registrations.inc({ what: 'invitation', outcome: 'made' })
      log.info({ event: 'partner.invited', partner: partner.name, partnerId: partner.id }, 'partner invited')
    },

    /** Credentials were exchanged: for the first time, or new ones. */
    partnerRegistered(
      partner: { id: string; name: string; version: string | null },
      by: 'us' | 'them',
      what: 'registration' | 'update',
    ): void {
      registrations.inc({ what, outcome: 'done' })
      log.info(
        {
          event: 'partner.registered',
          partner: partner.name,
          partnerId: partner.id,
          version: partner.version,
          by,
          what,
        },
        what === 'registration' ? 'partner registered' : 'credentials renewed',
      )
    },

    /** A registration, by either side, that came to nothing; nothing has changed. */
    registrationFailed(name: string, by: 'us' | 'them', why: string): void {
      registrations.inc({ what: 'registration', outcome: 'failed' })
      log.warn({ event: 'partner.registration_failed', partner: name, by, why }, 'registration failed')
    },

    partnerGone(partner: { id: string; name: string }, by: 'us' | 'them'): void {
      registrations.inc({ what: 'unregistration', outcome: 'done' })
      log.info({ event: 'partner.gone', partner: partner.name, partnerId: partner.id, by }, 'partner unregistered')
    },

    /** An object or message left for a partner; `outcome` is a verdict of the table of answers, or why it was skipped. */
    delivered(module: string, outcome: string): void {
      deliveries(`${module} ${outcome}`, () => ({ module, outcome }))
    },

    /** A partner refused an object for good; it is tried again on a schedule. Its id may name a driver and is not told. */
    objectParked(
      partner: { id: string; name: string },
      parked: { module: string; http: number | null; statusCode: number | null; why: string },
    ): void {
      // What the partner said of it is for the API: it may quote the token it was called with.
      parkedObjects.inc({ partner: partner.id, module: parked.module })
      log.warn({ event: 'object.parked', partner: partner.name, partnerId: partner.id, ...parked }, 'object refused')
    },

    /** A partner does not answer; it is not offline yet. */
    partnerFailing(partner: { id: string; name: string }, why: string): void {
      log.warn(
        { event: 'partner.failing', partner: partner.name, partnerId: partner.id, why },
        'partner does not answer',
      )
    },

    messageExpired(partner: { id: string; name: string }, kind: string): void {
      expired.inc({ partner: partner.id, kind })
      log.warn({ event: 'message.expired', partner: partner.name, partnerId: partner.id, kind }, 'message not taken')
    },

    /** An object was read because a push of it was older than what is stored. */
    readBack(
      partner: { id: string; name: string },
      module: string,
      outcome: 'applied' | 'not applied' | 'failed',
    ): void {
      readBacks.inc({ module, outcome })
      log.debug({ event: 'read back', partner: partner.name, module, outcome }, 'read because a push was too old')
    },

    /** A crawl of one module of a partner ended. */
    crawled(
      partner: { id: string; name: string },
      crawl: {
        readonly module: string
        readonly full: boolean
        readonly complete: boolean
        readonly why: string | null
        readonly counts: Readonly<Record<string, number>>
      },
    ): void {
      const { module, full, complete, why, counts } = crawl
      pulls.inc({ partner: partner.id, module, outcome: complete ? 'complete' : 'broken off' })
      for (const [outcome, count] of Object.entries(counts)) if (count > 0) pulled.inc({ module, outcome }, count)
      const line = { event: 'crawl', partner: partner.name, partnerId: partner.id, module, full, why, ...counts }
      if (complete) log.info(line, 'crawl complete')
      else log.warn(line, 'crawl broken off')
    },

    /** Connectors name what the price groups say now. `evses`: those that moved. */
    pricesSwitched(groups: number, evses: number): void {
      switches.inc()
      log.info({ event: 'prices.switched', groups, evses }, 'price groups are in force')
    },

    /** Parts of pulled objects were left out; the list of what was kept aside has the details. */
    partsLeftOut(partner: { id: string; name: string }, module: string, parts: number): void {
      log.warn({ event: 'left_out', partner: partner.name, partnerId: partner.id, module, parts }, 'bad parts left out')
    },

    /** A complete crawl misses so many objects that nobody believes it; they stay. */
    vanishingHeld(partner: { id: string; name: string }, module: string, missing: number, known: number): void {
      log.error(
        { event: 'vanishing_held', partner: partner.name, partnerId: partner.id, module, missing, known },
        'too many objects are missing in the crawl; they are kept',
      )
    },

    /** A CDR was audited, or audited again with another outcome. */
    cdrAudited(
      partner: { id: string; name: string },
      {
        state,
        codes,
        ...cdr
      }: { state: string; codes: readonly string[]; cdr_id: string; country_code: string; party_id: string },
    ): void {
      audits.inc({ partner: partner.id, state })
      for (const code of codes) auditFindings.inc({ partner: partner.id, code })
      if (codes.length === 0) return
      const line = {
        event: `cdr.${state}`,
        partner: partner.name,
        partnerId: partner.id,
        party: `${cdr.country_code}-${cdr.party_id}`,
        cdr: cdr.cdr_id,
        codes,
      }
      if (state === 'accepted') log.info(line, 'CDR audited')
      else log.warn(line, `CDR is ${state}`)
    },

    cdrDecided(partner: { id: string; name: string }, state: string): void {
      decisions.inc({ partner: partner.id, state })
      log.info({ event: `cdr.${state}`, partner: partner.name, partnerId: partner.id }, `CDR ${state} by hand`)
    },

    /** A tariff was looked at for the first time, or with another outcome. */
    tariffLinted(
      partner: { id: string; name: string },
      tariff: { codes: readonly string[]; severity: string; tariff_id: string; country_code: string; party_id: string },
    ): void {
      const { codes, severity } = tariff
      for (const code of codes) lintFindings.inc({ partner: partner.id, code })
      if (codes.length === 0) return
      const line = {
        event: 'tariff.linted',
        partner: partner.name,
        partnerId: partner.id,
        party: `${tariff.country_code}-${tariff.party_id}`,
        tariff: tariff.tariff_id,
        codes,
      }
      if (severity === 'note') log.info(line, 'tariff with notes')
      else log.warn(line, 'tariff with faults')
    },

    /** An object could not be looked at, and never will be in this state. */
    inspectionPassedOver(module: string, error: unknown): void {
      passedOver.inc({ module })
      log.error({ event: 'inspection.passed_over', module, error: told(error) }, 'object passed over')
    },

    /** `offline`, `paused`, `suspended`, or `registered` again. */
    partnerStatus(partner: { id: string; name: string }, status: string, why: string | undefined, lag?: Lag): void {
      statusChanges.inc({ status })
      const line = {
        event: `partner.${status}`,
        partner: partner.name,
        partnerId: partner.id,
        why,
        lagObjects: lag?.objects,
        lagSeconds: lag?.seconds,
      }
      if (status === 'registered') log.info(line, 'partner is back')
      else log.warn(line, `partner is ${status}`)
    },

    /** What is to be sent to a partner waits; said once, and now and then as long as it lasts. */
    partnerBehind(partner: { id: string; name: string }, lag: Lag, health: string): void {
      const line = { event: 'partner.behind', partner: partner.name, partnerId: partner.id, health }
      log.warn({ ...line, lagObjects: lag.objects, lagSeconds: lag.seconds }, 'partner is behind')
    },

    partnerCaughtUp(partner: { id: string; name: string }, lag: Lag): void {
      const line = { event: 'partner.caught_up', partner: partner.name, partnerId: partner.id }
      log.info({ ...line, lagObjects: lag.objects, lagSeconds: lag.seconds }, 'partner has caught up')
    },

    /** `code`: SQLSTATE, or the system's code when the database was not reached. Whoever asked says what it meant. */
    databaseFailed(code: string | undefined): void {
      databaseErrors.inc({ code: code ?? 'none' })
    },

    alertRaised(alert: AlertEvent): void {
      alerts.inc({ kind: alert.kind, what: 'raised' })
      log.warn({ event: 'alert.raised', ...alert }, 'alert raised')
    },

    alertCleared(alert: AlertEvent): void {
      alerts.inc({ kind: alert.kind, what: 'cleared' })
      log.info({ event: 'alert.cleared', ...alert }, 'alert cleared')
    },

    mailSent(rule: string): void {
      mails.inc({ outcome: 'sent' })
      log.info({ event: 'mail.sent', rule }, 'mail of an alert sent')
    },

    /** `again`: it is tried again; otherwise nobody gets it. */
    mailFailed(rule: string, why: string, again: boolean): void {
      mails.inc({ outcome: again ? 'put off' : 'given up' })
      log.warn({ event: 'mail.failed', rule, why, again }, again ? 'mail not sent, tried again' : 'mail not sent')
    },

    /** Somebody was removed from what is stored; who it was is not told. `remaining`: columns that still name it. */
    driverErased(by: string, erased: { tokens: number; rows: number; remaining: number }): void {
      erasures.inc()
      const line = { event: 'driver.erased', by, ...erased }
      if (erased.remaining === 0) log.info(line, 'driver erased')
      else log.warn(line, 'driver erased, but for what remains')
    },

    /** A webhook did not take what it was sent; it is tried again. */
    webhookFailing(webhook: { id: string }, why: string): void {
      webhookFailures.inc({ webhook: webhook.id })
      log.warn({ event: 'webhook.failing', webhook: webhook.id, why }, 'webhook does not take what it is sent')
    },

    webhookBack(webhook: { id: string }): void {
      log.info({ event: 'webhook.back', webhook: webhook.id }, 'webhook takes what it is sent again')
    },

    /** The backend did not answer, too late or not usably; what happens then was decided without it. */
    questionUnanswered(type: string, why: string): void {
      unanswered.inc({ type })
      log.warn({ event: 'question.unanswered', question: type, why }, 'question without a usable answer')
    },
  }
}

/** Stack and message, without what libraries hang onto their errors: statements, rows, requests. */
export function told(error: unknown): { message: string; stack?: string } {
  if (!(error instanceof Error)) return { message: String(error) }
  return error.stack === undefined ? { message: error.message } : { message: error.message, stack: error.stack }
}
