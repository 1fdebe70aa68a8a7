// Two strangers registered at one platform, and the words of a test that pushes.

import { afterAll, beforeAll, expect } from 'vitest'
import { faultPaths, joined, type OurSide, outcome, startPlatform, US } from './conversation.ts'
import type { Json, StrangerVersion } from './objects.ts'
import type { Said, Stranger } from './stranger.ts'

export const without = (object: Json, field: string): Json => {
  const { [field]: _, ...rest } = object
  return rest
}
export const evsesOf = (object: Json): Json[] => object.evses as Json[]
export const connectorsOf = (evse: Json): Json[] => evse.connectors as Json[]

/** Registered before the tests of the enclosing `describe`. */
export interface Met {
  ours: OurSide
  cpo: Stranger
  emsp: Stranger
}

export function pushing(version: StrangerVersion) {
  const met = {} as Met
  beforeAll(async () => {
    met.ours = await startPlatform()
    met.cpo = await joined(met.ours, { role: 'CPO', version })
    met.emsp = await joined(met.ours, { role: 'EMSP', version })
  })
  afterAll(async () => {
    await Promise.all([met.cpo.stop(), met.emsp.stop()])
    await met.ours.stop()
  })

  /** `path` begins with the module: `locations/BE/BEC/LOC1`. */
  const call = (stranger: Stranger, method: string, path: string, body?: unknown): Promise<Said> => {
    const [module = '', ...rest] = path.split('/')
    const url = [stranger.theirs.get(`${module}.RECEIVER`), ...rest].join('/')
    return stranger.send(method, url, { to: US, ...(body === undefined ? {} : { body }) })
  }
  const put = (path: string, body: unknown) => call(met.cpo, 'PUT', path, body)
  const patch = (path: string, body: unknown) => call(met.cpo, 'PATCH', path, body)
  const read = async (path: string): Promise<Json> => {
    const said = await call(met.cpo, 'GET', path)
    expect([path, outcome(said)]).toEqual([path, '200/1000'])
    return said.envelope.data as Json
  }

  /** Puts an object without each of its required fields; what was stored before stays as it was. */
  async function requires(
    path: string,
    whole: Json,
    fields: readonly string[],
    broken: (field: string) => Json = (field) => without(whole, field),
    where = '',
  ): Promise<void> {
    await put(path, whole)
    const before = await read(path)
    for (const field of fields) {
      const said = await put(path, broken(field))
      expect([field, outcome(said)]).toEqual([field, '200/2001'])
      expect(faultPaths(said)).toContain(`${where}/${field}`)
      expect(await read(path)).toEqual(before)
    }
  }

  return { met, call, put, patch, read, requires }
}
