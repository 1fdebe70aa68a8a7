// When somebody is told that a partner is in trouble. Pure: the caller brings what is known and the time.

export const alertKinds = ['offline', 'lag', 'rejected_cdrs'] as const
export type AlertKind = (typeof alertKinds)[number]

export interface AlertRule {
  readonly name: string
  readonly kind: AlertKind
  /** Ids of partners; absent: all. */
  readonly partners?: readonly string[]
  /** Of `lag`; absent: all. */
  readonly modules?: readonly string[]
  /** It has to last so long. */
  readonly for_seconds?: number
  /** Of `lag`: more objects than this, or a change older than this. */
  readonly objects?: number
  readonly seconds?: number
  /** Of `rejected_cdrs`: at least so many. */
  readonly count?: number
  readonly mail?: readonly string[]
}

/** What is known of a partner. */
export interface Facts {
  readonly partner: string
  readonly status: string
  readonly offlineSince: Date | undefined
  readonly lanes: readonly { readonly module: string; readonly objects: number; readonly since: Date | undefined }[]
  /** CDRs of ours that it refused, and CDRs of its that an audit holds. */
  readonly refused: number
  readonly held: number
}

/** What a rule found, as it is told. */
export interface Found {
  readonly status?: string
  readonly objects?: number
  readonly seconds?: number
  readonly refused?: number
  readonly held?: number
}

/** A rule holds for a partner, and for `lag` for one module of it; `''` elsewhere. */
export interface Holding {
  readonly rule: string
  readonly kind: AlertKind
  readonly partner: string
  readonly module: string
  /** Since when, where that is known; else it holds from when it was first seen. */
  readonly since: Date | undefined
  readonly what: Found
}

export interface OpenAlert {
  readonly id: string
  readonly rule: string
  readonly partner: string
  readonly module: string
  readonly state: 'pending' | 'raised'
  readonly since: Date
}

export interface Moves {
  /** Not known yet. */
  readonly begin: readonly Holding[]
  readonly raise: readonly { readonly id: string; readonly what: Found }[]
  readonly clear: readonly string[]
  /** Over before it lasted long enough. */
  readonly drop: readonly string[]
}

const SECOND_MS = 1000

/** A partner that does not accept our token is as far away as one that does not answer. */
const isAway = (status: string): boolean => status === 'offline' || status === 'paused'

export function holdings(rule: AlertRule, facts: readonly Facts[], now: Date): Holding[] {
  const { name, kind, partners, modules } = rule
  const meant = facts.filter(({ partner }) => !partners?.length || partners.includes(partner))
  const holding = (partner: string, module: string, since: Date | undefined, what: Found): Holding => ({
    rule: name,
    kind,
    partner,
    module,
    since,
    what,
  })
  switch (kind) {
    case 'offline':
      return meant
        .filter(({ status }) => isAway(status))
        .map(({ partner, status, offlineSince }) => holding(partner, '', offlineSince, { status }))
    case 'lag':
      return meant.flatMap(({ partner, lanes }) =>
        lanes
          .filter(({ module }) => !modules?.length || modules.includes(module))
          .map(({ module, objects, since }) => ({ module, objects, seconds: secondsSince(since, now) }))
          .filter(
            ({ objects, seconds }) =>
              (rule.objects !== undefined && objects > rule.objects) ||
              (rule.seconds !== undefined && seconds > rule.seconds),
          )
          .map(({ module, objects, seconds }) => holding(partner, module, undefined, { objects, seconds })),
      )
    case 'rejected_cdrs':
      return meant
        .filter(({ refused, held }) => refused + held >= (rule.count ?? 1))
        .map(({ partner, refused, held }) => holding(partner, '', undefined, { refused, held }))
  }
}

/** What follows from what holds now and from what was open before. */
export function moves(
  rules: readonly AlertRule[],
  holding: readonly Holding[],
  open: readonly OpenAlert[],
  now: Date,
): Moves {
  const nameOf = (one: { rule: string; partner: string; module: string }) => `${one.rule} ${one.partner} ${one.module}`
  const held = new Map(holding.map((one) => [nameOf(one), one]))
  const known = new Set(open.map(nameOf))
  const lasts = new Map(rules.map(({ name, for_seconds: seconds = 0 }) => [name, seconds * SECOND_MS]))
  const over = open.filter((one) => !held.has(nameOf(one)))
  return {
    begin: holding.filter((one) => !known.has(nameOf(one))),
    raise: open.flatMap((one) => {
      const found = held.get(nameOf(one))
      if (!found || one.state !== 'pending') return []
      const lasted = now.getTime() - one.since.getTime() >= (lasts.get(one.rule) ?? 0)
      return lasted ? [{ id: one.id, what: found.what }] : []
    }),
    clear: over.filter(({ state }) => state === 'raised').map(({ id }) => id),
    drop: over.filter(({ state }) => state === 'pending').map(({ id }) => id),
  }
}

const secondsSince = (since: Date | undefined, now: Date): number =>
  since ? Math.max(0, Math.round((now.getTime() - since.getTime()) / SECOND_MS)) : 0
