// Locations around a place, nearest first: by the index of places, in boxes that grow until enough are in them. Distances
// are those on a sphere of the Earth's mean radius, right to half a percent.

import type { Source } from './feed-state.ts'
import { conditionsOf, type ListFilter } from './list-sql.ts'
import type { Row } from './row.ts'
import { assembledColumns, assembly, pricesColumn, type RowRecord, toRow } from './row-sql.ts'
import { nearPoint } from './search-sql.ts'

/** Degrees (WGS 84); `radius` in metres. */
export interface Around {
  readonly latitude: number
  readonly longitude: number
  readonly radius: number
}

/** Where a page ended. */
export interface NearPosition {
  /** Metres. */
  readonly distance: number
  readonly seq: number
}

export interface NearRow extends Row {
  /** Metres. */
  readonly distance: number
}

const EARTH = 6_371_008.8
const FIRST_RADIUS = 1000
const GROWTH = 2.5

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const degrees = (radians: number): number => (radians * 180) / Math.PI

/** Whole locations, by distance and then by creation. */
export async function nearRows(
  db: Source,
  filter: ListFilter,
  around: Around,
  after: NearPosition | undefined,
  limit: number,
): Promise<NearRow[]> {
  const table = `"${db.schema}".object`
  let found: NearPosition[] = []
  let radius = Math.min(Math.max(FIRST_RADIUS, (after?.distance ?? 0) * 1.2), around.radius)
  for (;;) {
    found = await within(db, filter, { ...around, radius }, after, limit)
    if (found.length >= limit || radius >= around.radius) break
    radius = Math.min(radius * GROWTH, around.radius)
  }
  if (found.length === 0) return []
  const { rows } = await db.query<RowRecord>(
    `select ${assembledColumns}, ${pricesColumn(db.schema)}
     from unnest($1::bigint[]) as page (seq)
     join ${table} o on o.module = 'locations' and o.seq = page.seq ${assembly(db.schema)}`,
    [found.map(({ seq }) => seq)],
  )
  const bySeq = new Map(rows.map((row) => [row.seq, toRow(row)]))
  return found.flatMap(({ seq, distance }) => {
    const row = bySeq.get(seq)
    return row ? [{ ...row, distance }] : []
  })
}

async function within(
  db: Source,
  filter: ListFilter,
  around: Around,
  after: NearPosition | undefined,
  limit: number,
): Promise<NearPosition[]> {
  const point = nearPoint('o.body')
  const { where, values } = conditionsOf(`"${db.schema}".object`, filter)
  const boxes = boxesAround(around).map((corners) => {
    const [west, south, east, north] = corners.map((corner) => values.add(corner, 'float8'))
    return `${point} <@ box(point(${west}, ${south}), point(${east}, ${north}))`
  })
  const [latitude, longitude] = [around.latitude, around.longitude].map((degree) => values.add(degree, 'float8'))
  const distance = `2 * ${EARTH} * asin(least(1, sqrt(
    power(sind((p[1] - ${latitude}) / 2), 2)
      + cosd(${latitude}) * cosd(p[1]) * power(sind((p[0] - ${longitude}) / 2), 2))))`
  const [from, seq] = [values.add(after?.distance ?? -1, 'float8'), values.add(after?.seq ?? 0, 'bigint')]
  const { rows } = await db.query<NearPosition>(
    `select distance, seq::float8 as seq from (
       select ${distance} as distance, seq
       from (select ${point} as p, o.seq from "${db.schema}".object o
         where o.module = 'locations' and ${where.join(' and ')} and (${boxes.join(' or ')}) offset 0) boxed
     ) around
     where distance <= ${values.add(around.radius, 'float8')} and (distance, seq) > (${from}, ${seq})
     order by distance, seq limit ${values.add(limit, 'bigint')}`,
    values.list,
  )
  return rows
}

type Corners = readonly [west: number, south: number, east: number, north: number]

/** What holds the circle: one box, or two where it crosses the antimeridian. */
export function boxesAround({ latitude, longitude, radius }: Around): readonly Corners[] {
  // A little wider, so that nothing on the edge is lost to rounding.
  const angle = (radius / EARTH) * 1.000001
  const [south, north] = [latitude - degrees(angle), latitude + degrees(angle)]
  if (south <= -90 || north >= 90) return [[-180, Math.max(south, -90), 180, Math.min(north, 90)]]
  const half = degrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos(radians(latitude)))))
  const [west, east] = [longitude - half, longitude + half]
  if (west < -180) {
    return [
      [west + 360, south, 180, north],
      [-180, south, east, north],
    ]
  }
  if (east > 180) {
    return [
      [west, south, 180, north],
      [-180, south, east - 360, north],
    ]
  }
  return [[west, south, east, north]]
}
