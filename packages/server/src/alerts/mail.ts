// Mails of alerts by SMTP: each to one address, tried again for some hours while the server does not take it.

import { createTransport } from 'nodemailer'
import type { Clock } from '../clock.ts'
import type { Events } from '../events.ts'
import type { AlertStore, AlertView, DueMail } from './store.ts'

export interface MailNeeds {
  readonly store: Pick<AlertStore, 'takeMail' | 'mailSent' | 'mailFailed'>
  readonly events: Pick<Events, 'mailSent' | 'mailFailed'>
  readonly clock: Clock
  /** Undefined: mails that wait cannot be sent. */
  readonly smtpUrl: string | undefined
  readonly from: string | undefined
}

/** Half a minute after the first, then twice as long each time, at most an hour: about four hours in all. */
const TRIES = 10
const FIRST_MS = 30_000
const MOST_MS = 3_600_000
const IN_A_ROUND = 50
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 }

export const mailAgainAt = (attempts: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(FIRST_MS * 2 ** (attempts - 1), MOST_MS))

export function mailer({ store, events, clock, smtpUrl, from }: MailNeeds) {
  const transport = smtpUrl === undefined ? undefined : createTransport({ url: smtpUrl, ...TIMEOUTS })

  /** Undefined: it was taken. */
  async function send(mail: DueMail) {
    if (!transport) return { why: 'SMTP_URL is not set', isOfMail: true, isFinal: false }
    try {
      await transport.sendMail({
        from,
        to: mail.address,
        subject: mail.subject,
        text: mail.body,
        date: mail.created_at,
        // The same for every attempt, so that one that arrives twice is known as such.
        messageId: `<${mail.id}@interchange>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return undefined
    } catch (error) {
      return whatFailed(error)
    }
  }

  return {
    /** Sends what is due, until there is nothing left or the server does not answer. */
    async sendDue(signal: AbortSignal): Promise<void> {
      for (let sent = 0; sent < IN_A_ROUND && !signal.aborted; sent++) {
        const now = clock.now()
        const mail = await store.takeMail(now, (attempts) => mailAgainAt(attempts, now))
        if (!mail) return
        const failure = await send(mail)
        if (!failure) {
          await store.mailSent(mail.id, clock.now())
          events.mailSent(mail.rule)
          continue
        }
        const isOver = failure.isFinal || mail.attempts >= TRIES
        await store.mailFailed(mail.id, failure.why, isOver)
        events.mailFailed(mail.rule, failure.why, !isOver)
        if (!failure.isOfMail) return
      }
    },
    close: () => transport?.close(),
  }
}

/** Without the server's words, which quote addresses, and without the URL, which holds a password. */
function whatFailed(error: unknown): { why: string; isOfMail: boolean; isFinal: boolean } {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string }
  const parts = [code ?? 'failed', command, responseCode].filter((part) => part !== undefined)
  const isOfMail = responseCode !== undefined && command !== 'CONN' && !command?.startsWith('AUTH')
  // RFC 5321, 4.2.1: a server that says 5yz will say so again.
  return { why: parts.join(' '), isOfMail, isFinal: isOfMail && responseCode >= 500 }
}

/** What an alert's mail says. */
export function mailOf(alert: AlertView, partnerName: string): { subject: string; body: string } {
  const { rule, kind, partner, module, state, what } = alert
  const name = printable(partnerName)
  const lines = [
    `The alert "${rule}" is ${state}.`,
    '',
    `Partner: ${name} (${partner})`,
    ...(module === null ? [] : [`Module: ${module}`]),
    `Kind: ${kind}`,
    ...Object.entries(what).map(([field, value]) => `${field}: ${value}`),
    `Since: ${alert.since}`,
    `Raised at: ${alert.raised_at}`,
    ...(alert.cleared_at === null ? [] : [`Cleared at: ${alert.cleared_at}`]),
  ]
  return { subject: `[Interchange] ${state}: ${rule}, ${name}`, body: `${lines.join('\n')}\n` }
}

/** A name is a partner's to choose; a line of a mail is not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
