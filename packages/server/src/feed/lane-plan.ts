// Which lanes a partner has, and where a lane begins. Pure.

import type { Directory } from '../partners/directory.ts'
import type { Partner, Role } from '../partners/partner.ts'
import { partyKey } from '../party.ts'
import { offersInterface } from '../roles.ts'
import { type LaneModule, laneModules } from './next-message.ts'

type Known = Pick<Directory, 'endpoint' | 'ownPartiesFor' | 'partiesOf'>

/** A lane as it is stored. */
export interface LaneRow {
  readonly partner: string
  readonly module: LaneModule
  /** Everything up to here is settled. */
  readonly cursor: number
  /** The partner has whatever of any object had changed up to here. */
  readonly known: number
  /** The feed's end when the lane was made. */
  readonly born: number
  /** Up to here modules go one after the other. */
  readonly inOrderUntil: number
  /** Where the cursor goes back to at `rewindAt`, unless the partner crawls the module before. */
  readonly rewindTo: number | null
  readonly rewindAt: Date | null
  /** The partner has read everything itself, from this position on nothing. */
  readonly crawledTo: number | null
  /** Which of our parties, and for which of the partner's, the lane was made. */
  readonly scope: string
  /** Parties of ours that it does not see any more: their objects are withdrawn. */
  readonly leaving: readonly string[]
  /** `seq` of the last of these objects that is through. */
  readonly leftUpTo: number
  /** The feed's epoch. In another one the cursor means nothing, and the partner may be ahead of what is stored. */
  readonly epoch: string
  /** What changed after it may have been sent late by a process that had lost the partner, and is sent again. */
  readonly againFrom: number | null
}

/** Partners that have credentials; whether they answer at the moment does not matter. */
export const isConnected = (partner: Partner): boolean => partner.version !== null && partner.status !== 'invited'

/** Modules the partner takes and that are pushed to it. */
export const takenModules = (partner: Partner, directory: Pick<Known, 'endpoint'>): LaneModule[] =>
  laneModules.filter(
    (module) =>
      isConnected(partner) &&
      partner.settings.push[module] !== false &&
      directory.endpoint(partner, module, 'RECEIVER') !== undefined,
  )

/** Modules whose changes are pushed to a partner: it takes them, one of our parties has some, push is not off. */
export function wantedLanes(partner: Partner, directory: Known): LaneModule[] {
  const roles = directory.ownPartiesFor(partner).flatMap((party) => party.roles)
  return takenModules(partner, directory).filter((module) => offersInterface(roles, module, 'SENDER'))
}

/** Milliseconds within which an object is told at most once; 0: whenever it changes. CDRs never wait. */
export const windowOf = ({ settings }: Partner, module: LaneModule): number =>
  module === 'cdrs' ? 0 : (settings.window[module] ?? 0) * 1000

/** Changes when objects that were there all along may come into a partner's scope, or leave it. */
export function scopeOf(partner: Partner, directory: Known): string {
  const ours = directory
    .ownPartiesFor(partner)
    .map((party) => `${partyKey(party)}:${[...party.roles].sort().join('+')}`)
  const theirs = partner.roles.map((role) => `${partyKey(role)}:${role.role}`)
  if (partner.hubParty) theirs.push(`${partyKey(partner.hubParty)}:HUB`)
  return `${ours.sort().join(',')} > ${[...new Set(theirs)].sort().join(',')}`
}

/** What a partner can be told to forget; about sessions and CDRs there is nothing to say. */
const withdrawable: ReadonlySet<LaneModule> = new Set<LaneModule>(['locations', 'tariffs', 'tokens'])

/**
 * What another scope means for a lane: whether something enters, and whose objects are to be withdrawn. Of a party that
 * is given again nothing more is.
 */
export function scopeChange(
  { module, scope, leaving, leftUpTo }: Pick<LaneRow, 'module' | 'scope' | 'leaving' | 'leftUpTo'>,
  after: string,
): { readonly enters: boolean } & Pick<LaneRow, 'leaving' | 'leftUpTo'> {
  const [was, is] = [readScope(scope), readScope(after)]
  const [saw, sees] = [was.seen(module), is.seen(module)]
  const left = withdrawable.has(module) ? saw.filter((party) => !sees.includes(party)) : []
  // Who joins behind a hub comes to what the hub has already; sessions and CDRs may have waited for him.
  const isAsBefore = was.isHub && is.isHub && withdrawable.has(module)
  const joins = !isAsBefore && is.theirs.some((role) => !was.theirs.includes(role))
  const enters = sees.length > 0 && (joins || sees.some((party) => !saw.includes(party)))
  const still = leaving.filter((party) => !sees.includes(party))
  return { enters, leaving: [...still, ...left], leftUpTo: left.length > 0 ? 0 : leftUpTo }
}

interface ReadScope {
  readonly theirs: readonly string[]
  readonly isHub: boolean
  readonly seen: (module: LaneModule) => string[]
}

function readScope(scope: string): ReadScope {
  const [ours = [], theirs = []] = scope.split(' > ').map((side) => side.split(',').filter((part) => part !== ''))
  const roles = theirs.map((part) => part.split(':')[1] as Role)
  return {
    theirs,
    isHub: roles.includes('HUB'),
    /** Our parties whose objects of a module it sees (modules/audience.ts). */
    seen: (module) =>
      offersInterface(roles, module, 'RECEIVER')
        ? ours.flatMap((part) => {
            const [party = '', own = ''] = part.split(':')
            return offersInterface(own.split('+') as Role[], module, 'SENDER') ? [party] : []
          })
        : [],
  }
}

type Start = Pick<LaneRow, 'cursor' | 'known' | 'inOrderUntil' | 'rewindTo' | 'rewindAt'>

/**
 * A lane starts at the feed's end. Unless the partner crawls the module in time, it goes back to `rewindTo`: to the
 * beginning for a new lane, to where it was for a partner that is back.
 */
export function startAt(end: number, rewindTo: number, partner: Partner, now: Date): Start {
  const after = partner.settings.initialPushAfter
  const base: Start = { cursor: end, known: end, inOrderUntil: 0, rewindTo: null, rewindAt: null }
  if (after === 'never') return base
  if (after === 'at_once') return rewound(end, rewindTo)
  return { ...base, rewindTo, rewindAt: new Date(now.getTime() + after * 1000) }
}

/** The partner gets everything after `to` once, modules in order up to where the feed ends now. */
export const rewound = (end: number, to: number): Start => ({
  cursor: Math.min(to, end),
  known: -1,
  inOrderUntil: end,
  rewindTo: null,
  rewindAt: null,
})

export const newLane = (
  partner: Partner,
  module: LaneModule,
  directory: Known,
  { end, epoch, now }: { readonly end: number; readonly epoch: string; readonly now: Date },
): LaneRow => ({
  partner: partner.id,
  module,
  born: end,
  crawledTo: null,
  scope: scopeOf(partner, directory),
  leaving: [],
  leftUpTo: 0,
  epoch,
  againFrom: null,
  ...startAt(end, 0, partner, now),
})

/**
 * Where a complete crawl that began at `began` leaves the lane: forward to there; back only where a lane was made while
 * its partner was reading already, so that nothing changed between the two goes unsaid.
 */
export function afterCrawl(lane: Pick<LaneRow, 'cursor' | 'born' | 'rewindTo'>, began: number): 'skip' | 'rewind' {
  return lane.rewindTo !== null && began < lane.born && began < lane.cursor ? 'rewind' : 'skip'
}
