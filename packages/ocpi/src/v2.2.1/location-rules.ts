import type { Rule } from '../define/object.ts'
import { isGiven, NONE, objectsIn } from '../define/rules.ts'

// What the Locations chapter says about several fields at once.

export const listWithoutUse: Rule = {
  id: 'R-LOC-14',
  severity: 'note',
  fields: ['publish', 'publish_allowed_to'],
  check: (location) =>
    location.publish === true && isGiven(location.publish_allowed_to)
      ? [{ path: '/publish_allowed_to', message: 'publish_allowed_to has no effect while publish is true' }]
      : NONE,
}

export const someIdentification: Rule = {
  id: 'R-LOC-15',
  severity: 'value',
  fields: ['uid', 'visual_number', 'group_id'],
  check: (entry) =>
    isGiven(entry.uid) || isGiven(entry.visual_number) || isGiven(entry.group_id)
      ? NONE
      : [{ path: '', message: 'one of uid, visual_number and group_id is needed' }],
}

export const regularHoursMissing: Rule = {
  id: 'R-LOC-23',
  severity: 'value',
  fields: ['twentyfourseven', 'regular_hours'],
  check: (hours) =>
    hours.twentyfourseven === false && !isGiven(hours.regular_hours)
      ? [{ path: '/regular_hours', message: 'regular_hours needs an entry when twentyfourseven is false' }]
      : NONE,
}

export const regularHoursUnused: Rule = {
  id: 'R-LOC-23',
  severity: 'note',
  fields: ['twentyfourseven', 'regular_hours'],
  check: (hours) =>
    hours.twentyfourseven === true && isGiven(hours.regular_hours)
      ? [{ path: '/regular_hours', message: 'regular_hours has no effect while twentyfourseven is true' }]
      : NONE,
}

/** Both are HH:MM, so text order is time order. A period over midnight is two entries. */
export const endAfterBegin: Rule = {
  id: 'R-LOC-24',
  severity: 'value',
  fields: ['period_begin', 'period_end'],
  check: ({ period_begin, period_end }) =>
    typeof period_begin === 'string' && typeof period_end === 'string' && period_end <= period_begin
      ? [{ path: '/period_end', message: 'period_end has to be later than period_begin' }]
      : NONE,
}

/** Shares are often rounded; half a percent is let pass. */
export const sharesAddUp: Rule = {
  id: 'R-LOC-30',
  severity: 'note',
  fields: ['energy_sources'],
  check: (mix) => {
    const shares = objectsIn(mix, 'energy_sources').map(({ item }) => item.percentage)
    if (shares.length === 0 || !shares.every((share) => typeof share === 'number')) return NONE
    const sum = shares.reduce((total, share) => total + share, 0)
    return Math.abs(sum - 100) > 0.5
      ? [{ path: '/energy_sources', message: 'the percentages do not add up to 100' }]
      : NONE
  },
}

/** Line to neutral is at most 347 V anywhere, line to line 380 V and more. */
export const lineToNeutral: Rule = {
  id: 'R-LOC-22',
  severity: 'note',
  fields: ['power_type', 'max_voltage'],
  check: ({ power_type, max_voltage }) =>
    power_type === 'AC_3_PHASE' && typeof max_voltage === 'number' && max_voltage >= 380
      ? [{ path: '/max_voltage', message: 'looks like line to line; line to neutral is meant, 230 and not 400' }]
      : NONE,
}
