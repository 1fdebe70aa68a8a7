// The disk of the embedded database is full: nothing that was acknowledged is lost, what cannot be stored is refused, and
// when there is room again the platform goes on. The disk is a small tmpfs, which only root may mount.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ApiClient } from '../../support/api-client.ts'
import { type Child, startChild } from '../../support/child-process.ts'
import { until } from '../../support/until.ts'
import { tariff } from '../../support/wire-objects.ts'
import { TEST_MS } from './support/fault-bed.ts'

const script = new URL('../support/platform-child.ts', import.meta.url)
const KEY = 'key-of-the-disk-test'
const SIZE_MB = 150
const folder = mkdtempSync(join(tmpdir(), 'interchange-full-'))

function mounted(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder], { stdio: 'pipe' })
    return true
  } catch {
    process.stdout.write('no tmpfs can be mounted here (root only): the test of a full disk is skipped\n')
    return false
  }
}
const canMount = mounted()

describe.skipIf(!canMount)('a full disk (pglite)', () => {
  let child: Child | undefined
  afterAll(async () => {
    child?.kill('SIGTERM')
    await child?.ended
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(): Promise<ApiClient> {
    child = startChild(script, {
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      API_KEY: KEY,
      PARTIES: 'NL-ABC:CPO',
    })
    const line = await child.line((text) => text.startsWith('listens on '))
    return new ApiClient(line.slice('listens on '.length), KEY)
  }

  it(
    'what was acknowledged stays, what finds no room is refused, and with room again writing goes on',
    async () => {
      let api = await start()
      const taken: string[] = []
      const put = async (id: string): Promise<number> => {
        const { last_updated: _, ...fields } = tariff({
          id,
          tariff_alt_text: Array.from({ length: 200 }, (__, at) => ({
            language: 'en',
            text: `${id} ${at} `.repeat(20),
          })),
        })
        const answer = await api.put(`/tariffs/NL/ABC/${id}`, fields).catch(() => undefined)
        if (answer && answer.status < 300) taken.push(id)
        return answer?.status ?? 0
      }
      for (let n = 0; n < 20; n++) expect(await put(`FIRST${n}`)).toBe(201)
      const ballast = join(folder, 'ballast')
      const block = Buffer.alloc(1024 * 1024)
      try {
        for (;;) writeFileSync(ballast, block, { flag: 'a' })
      } catch {
        // Full.
      }
      let refused = 0
      for (let n = 0; n < 3000 && refused < 5; n++) if ((await put(`FULL${n}`)) >= 500) refused++
      expect(refused).toBe(5)
      rmSync(ballast)
      // By itself, or by starting it again where the database gave up.
      let n = 0
      const goesOn = async () => (await put(`AFTER${n++}`)) === 201
      await until(goesOn, 20_000).catch(async () => {
        child!.kill('SIGKILL')
        await child!.ended
        api = await start()
        await until(goesOn)
      })
      for (const id of taken) expect([id, (await api.get(`/tariffs/NL/ABC/${id}`)).status]).toEqual([id, 200])
    },
    TEST_MS,
  )
})
