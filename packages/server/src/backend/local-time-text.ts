/** A DateTime as a clock at the place shows it, with its offset: `2026-07-01T14:00:00+02:00`. Undefined: no such zone. */
export function localTimeText(utc: string, timeZone: string | undefined): string | undefined {
  const at = Date.parse(/z$/i.test(utc) ? utc : `${utc}Z`)
  if (timeZone === undefined || Number.isNaN(at)) return undefined
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    }).formatToParts(at)
    const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
    const offset = of('timeZoneName').replace('GMT', '') || '+00:00'
    return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}${offset}`
  } catch {
    return undefined
  }
}
