import type { Version } from '@interchange/ocpi/define/version'
import { notFound } from '@interchange/ocpi/wire/error'
import type { Row } from '../../storage/row.ts'
import { type Body, bodyOf, inVersion } from '../body.ts'
import type { Reply } from '../call.ts'
import { equalId } from '../writing.ts'
import { connectorsOf, evsesOf } from './family.ts'

/** A whole location, or the EVSE or connector of it that a URL names, in a version. */
export function partOf(location: Row, params: Readonly<Record<string, string>>, version: Version): Reply {
  const { evse_uid: uid, connector_id: id } = params
  const whole = inVersion(bodyOf(location), 'Location', version.number)
  const evse = whole && uid !== undefined ? find(evsesOf(whole), 'uid', uid) : undefined
  const connector = evse && id !== undefined ? find(connectorsOf(evse), 'id', id) : undefined
  const found = id !== undefined ? connector : uid !== undefined ? evse : whole
  if (!found)
    throw notFound(`There is no such ${id !== undefined ? 'connector' : uid !== undefined ? 'EVSE' : 'Location'}`)
  return { dataText: found.text }
}

const find = (parts: readonly Body[], field: string, named: string): Body | undefined =>
  parts.find(({ value }) => equalId(value[field], named))
