// What every process knows of agreements, in memory; read again when any process changed them.

import type { Directory } from '../partners/directory.ts'
import type { Database } from '../storage/database.ts'
import { agreementStore, agreementsChannel } from './agreement-store.ts'
import { type AgreementDefault, type AgreementRule, type Agreements, terms } from './agreements.ts'

export interface KnownAgreements extends Agreements {
  /** Those that were put, in order of their names. */
  rules(): readonly AgreementRule[]
  /** Those of the setting AGREEMENTS; they hold beside the others. */
  readonly set: readonly AgreementRule[]
  put(rule: AgreementRule): Promise<'created' | 'updated' | 'full'>
  remove(name: string): Promise<boolean>
  close(): Promise<void>
}

export interface KnownAgreementsNeeds {
  readonly database: Database
  readonly directory: Pick<Directory, 'rolesOf' | 'onChange'>
  /** From the settings AGREEMENTS and AGREEMENTS_DEFAULT. */
  readonly set?: readonly AgreementRule[]
  readonly fallback?: AgreementDefault
  readonly failed: (error: unknown) => void
}

export const MOST_AGREEMENTS = 10_000
/** NOTIFY may be lost; then the table is looked at this often. */
const POLL_MS = 10_000

export async function knownAgreements(needs: KnownAgreementsNeeds): Promise<KnownAgreements> {
  const { database, directory, set = [], fallback = 'open', failed } = needs
  const store = agreementStore(database)
  const channel = agreementsChannel(database.schema)
  const listeners = new Set<() => void>()
  const { rolesOf } = directory
  let text = '[]'
  let rules: readonly AgreementRule[] = []
  let asked = terms({ rules: set, fallback, rolesOf })
  let running: Promise<void> | undefined

  async function load(): Promise<void> {
    const stored = await store.all()
    if (JSON.stringify(stored) === text) return
    text = JSON.stringify(stored)
    rules = stored
    asked = terms({ rules: [...stored, ...set], fallback, rolesOf })
    for (const heard of [...listeners]) heard()
  }

  /** Resolves after a read that began later than this call. */
  async function reload(): Promise<void> {
    await running?.catch(() => undefined)
    running ??= load().finally(() => {
      running = undefined
    })
    await running
  }

  async function spread(): Promise<void> {
    await reload()
    await database.notify(channel)
  }

  await reload()
  const unlisten = await database.listen(channel, () => void reload().catch(failed))
  const forget = directory.onChange(() => asked.forget())
  const timer = setInterval(() => void reload().catch(failed), POLL_MS)
  timer.unref()

  return {
    allows: (from, to, module, side) => asked.allows(from, to, module, side),
    sees: (party, other) => asked.sees(party, other),
    rules: () => rules,
    set,
    async put(rule) {
      const outcome = await store.put(rule, MOST_AGREEMENTS)
      if (outcome !== 'full') await spread()
      return outcome
    },
    async remove(name) {
      const gone = await store.remove(name)
      if (gone) await spread()
      return gone
    },
    onChange(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    async close() {
      clearInterval(timer)
      forget()
      await unlisten()
      await running?.catch(() => undefined)
    },
  }
}
