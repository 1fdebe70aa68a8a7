// What a hub lets its partners' parties do with each other. Pure: rules in, answers out; docs/hub.md, "Agreements".

import { canonical } from '@interchange/ocpi/canonical'
import type { Side } from '@interchange/ocpi/define/endpoint'
import type { Role } from '../partners/partner.ts'

/** Party keys are `NL-ABC`. */
export interface Agreements {
  /**
   * Whether a request of `from` may go to `to`, addressed at that side of the module; the same decides whether `to` may
   * be told an object of `from` (as a push to its RECEIVER side).
   */
  allows(from: string, to: string, module: string, side: Side): boolean
  /** Whether one of two parties may use anything of the other: then each may know that the other one is there. */
  sees(party: string, other: string): boolean
  /** Called after rules changed. */
  onChange(heard: () => void): () => void
}

export type AgreementEffect = 'allow' | 'deny'

/** Who may, or may not, see and use whose modules. What is left out is everybody, or every module. */
export interface AgreementRule {
  readonly name: string
  readonly effect: AgreementEffect
  /** The party that uses, `NL-ABC`, or all with a role. */
  readonly user?: string
  readonly user_role?: Role
  /** The party whose modules they are, or all with a role. */
  readonly owner?: string
  readonly owner_role?: Role
  readonly modules?: readonly string[]
}

export type AgreementDefault = 'open' | 'closed'

/** Whose the RECEIVER side is: a command or profile is sent to the party whose charge points it is about. */
const ownedByReceiver: ReadonlySet<string> = new Set(['commands', 'chargingprofiles'])

/** Modules that go from party to party; configuration modules are never routed (R-ROUTE-02). */
export const agreedModules: readonly string[] = Object.values(canonical.modules)
  .filter(({ kind }) => kind === 'functional')
  .map(({ id }) => id)

export interface Use {
  readonly user: string
  readonly owner: string
}

/**
 * Who uses whose module when `from` addresses that side of it at `to`. Data belongs to who sends it: a GET of the SENDER
 * side is the caller's use, a push to the RECEIVER side the receiver's. Callbacks follow what they answer: the result of
 * a command, at the SENDER side, belongs to the same use as the command.
 */
export const useOf = (from: string, to: string, module: string, side: Side): Use =>
  (side === 'SENDER') !== ownedByReceiver.has(module) ? { user: from, owner: to } : { user: to, owner: from }

/** A party named counts more than a role, a role more than everybody; then one that names modules counts more. */
export const weightOf = (rule: AgreementRule): number =>
  weightOfSide(rule.user, rule.user_role) + weightOfSide(rule.owner, rule.owner_role) + (rule.modules ? 1 : 0)

const weightOfSide = (party: string | undefined, role: string | undefined): number =>
  party !== undefined ? 9 : role !== undefined ? 3 : 0

/** Answers that are remembered. */
const MOST_KNOWN = 200_000

export interface AgreementTerms {
  readonly rules: readonly AgreementRule[]
  readonly fallback: AgreementDefault
  readonly rolesOf: (party: string) => readonly Role[]
}

/** Asks the rules in the order in which they count; of equal weight, deny comes before allow. */
export function terms({ rules, fallback, rolesOf }: AgreementTerms) {
  const ordered = [...rules].sort(
    (a, b) => weightOf(b) - weightOf(a) || Number(b.effect === 'deny') - Number(a.effect === 'deny'),
  )
  const known = new Map<string, boolean>()

  const isMeant = (party: string, named: string | undefined, role: Role | undefined): boolean =>
    (named === undefined || named === party) && (role === undefined || rolesOf(party).includes(role))

  function decide({ user, owner }: Use, module: string): boolean {
    const rule = ordered.find(
      (one) =>
        (one.modules === undefined || one.modules.includes(module)) &&
        isMeant(user, one.user, one.user_role) &&
        isMeant(owner, one.owner, one.owner_role),
    )
    return rule ? rule.effect === 'allow' : fallback === 'open'
  }

  function mayUse(use: Use, module: string): boolean {
    if (ordered.length === 0) return fallback === 'open'
    const name = `${use.user} ${use.owner} ${module}`
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= MOST_KNOWN) known.clear()
    const decided = decide(use, module)
    known.set(name, decided)
    return decided
  }

  return {
    allows: (from: string, to: string, module: string, side: Side): boolean =>
      mayUse(useOf(from.toUpperCase(), to.toUpperCase(), module, side), module),
    sees(party: string, other: string): boolean {
      const [one, two] = [party.toUpperCase(), other.toUpperCase()]
      return agreedModules.some(
        (module) => mayUse({ user: one, owner: two }, module) || mayUse({ user: two, owner: one }, module),
      )
    },
    /** Roles of parties are others now. */
    forget: () => known.clear(),
  }
}
