// How far a change of price groups is carried out. Pure.
//
//   idle -> enter: what partners will name is shown to them, beside what they name now
//        -> switch: connectors name the new tariffs
//        -> leave: what partners do not name any more is withdrawn
//        -> idle
//
// A step first commits what is shown from then on, and then moves the objects concerned, as an own write would do it: so
// lanes send them and delta lists hold them, and whoever reads in between sees no tariff named that is not shown. A
// process that dies leaves a step half done; the next one does it again from its beginning, or from `after_seq` on.

import { keyText, type RowKey } from '../../storage/row.ts'
import { type CompiledGroup, compileGroups, moves, type PriceConfig, type PriceGroup } from './rules.ts'

export type Stage = 'idle' | 'enter' | 'switch' | 'leave'

/** As it is stored. Tariffs are keys. */
export interface PriceState {
  readonly stage: Stage
  /** What connectors name up to `enter`. */
  readonly current: readonly PriceGroup[]
  /** What they name from `switch` on. */
  readonly target: readonly PriceGroup[]
  /** Tariffs that rules name, and connectors of ours by themselves: they are for everybody. */
  readonly open: readonly RowKey[]
  /** The same once the change is carried out. */
  readonly nextOpen: readonly RowKey[]
  /** Tariffs that rules named once: nobody else sees what was agreed on with a group only because it is over. */
  readonly former: readonly RowKey[]
  /** Open now, and not moved in the feed yet. */
  readonly untold: readonly RowKey[]
  /** A group was put or deleted that `target` does not know of. */
  readonly dirty: boolean
}

export const firstState: PriceState = {
  stage: 'idle',
  current: [],
  target: [],
  open: [],
  nextOpen: [],
  former: [],
  untold: [],
  dirty: false,
}

/** Whether a tariff, by `keyText`, is shown to partners of a group, or of none. */
type Shown = (tariff: string, group: CompiledGroup | undefined) => boolean

/** What follows from a state. */
export interface PriceView {
  readonly state: PriceState
  readonly current: PriceConfig
  readonly target: PriceConfig
  /** What connectors name now. */
  readonly inForce: PriceConfig
  /** Tariffs that rules name or named, by `keyText`. All others are for everybody. */
  readonly named: ReadonlyMap<string, RowKey>
  /** Those of them that are not for everybody, or will not be once the change is carried out. */
  readonly closed: ReadonlyMap<string, RowKey>
  /** Before the change, and when it is carried out. */
  readonly before: Shown
  readonly after: Shown
  /** A tariff, by `keyText`, is for this partner now. */
  shows(tariff: string, partnerId: string): boolean
}

const textsOf = (tariffs: readonly RowKey[]): Map<string, RowKey> => new Map(tariffs.map((key) => [keyText(key), key]))

/**
 * A tariff that rules name, or named once, is for the groups whose rules name it, unless a connector of ours names it by
 * itself: then, like any other, it is for everybody.
 */
export function viewOf(state: PriceState): PriceView {
  const { stage } = state
  const current = compileGroups(state.current)
  const target = stage === 'idle' ? current : compileGroups(state.target)
  const known = new Map([...textsOf(state.former), ...current.named])
  const named = new Map([...known, ...target.named])
  const wasOpen = textsOf(state.open)
  const isOpen = textsOf(openIn(state))
  const before: Shown = (tariff, group) =>
    !known.has(tariff) || wasOpen.has(tariff) || group?.tariffs.has(tariff) === true
  const after: Shown = (tariff, group) =>
    !named.has(tariff) || isOpen.has(tariff) || group?.tariffs.has(tariff) === true
  return {
    state,
    current,
    target,
    inForce: stage === 'switch' || stage === 'leave' ? target : current,
    named,
    closed: new Map([...named].filter(([tariff]) => !isOpen.has(tariff))),
    before,
    after,
    shows(tariff, partner) {
      if (after(tariff, target.groupOf(partner))) return true
      return (stage === 'enter' || stage === 'switch') && before(tariff, current.groupOf(partner))
    },
  }
}

/** Tariffs that some partner is shown after the change and not before it, or the other way round. */
export function tariffsMoving({ current, target, named, before, after }: PriceView, way: 'enter' | 'leave'): RowKey[] {
  // Beside those who move between groups there are always partners in none.
  const pairs = [...moves(current, target), [undefined, undefined] as const]
  return [...named].flatMap(([tariff, key]) => {
    const concerns = pairs.some(([from, to]) => {
      const [was, is] = [before(tariff, from), after(tariff, to)]
      return way === 'enter' ? is && !was : was && !is
    })
    return concerns ? [key] : []
  })
}

/** The change is carried out. `exists`: tariffs, by `keyText`; one that was deleted begins anew when it is put again. */
export function ended(state: PriceState, exists: ReadonlySet<string>): PriceState {
  const { target, closed } = viewOf({ ...state, stage: 'leave' })
  return {
    ...state,
    stage: 'idle',
    current: state.target,
    target: [],
    open: state.nextOpen.filter((key) => target.named.has(keyText(key))),
    nextOpen: [],
    former: [...closed].flatMap(([tariff, key]) => (!target.named.has(tariff) && exists.has(tariff) ? [key] : [])),
  }
}

/** Tariffs for everybody once the change is carried out. */
const openIn = ({ stage, open, nextOpen }: PriceState): readonly RowKey[] => (stage === 'idle' ? open : nextOpen)

/** Tariffs are for everybody from now on. What was not shown to everybody before has to be told. */
export function opened(state: PriceState, tariffs: readonly RowKey[]): PriceState {
  const missing = (list: readonly RowKey[]) => {
    const known = new Set(list.map(keyText))
    return tariffs.filter((key) => !known.has(keyText(key)))
  }
  if (missing(openIn(state)).length === 0) return state
  const hidden = missing(state.stage === 'leave' ? state.nextOpen : state.open)
  return {
    ...state,
    open: [...state.open, ...missing(state.open)],
    nextOpen: state.stage === 'idle' ? [] : [...state.nextOpen, ...missing(state.nextOpen)],
    untold: [...state.untold, ...hidden],
  }
}
