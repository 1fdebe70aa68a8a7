// Four processes write the same and other objects in transactions of random length, one of them is killed on the way and
// begins again, while readers of their own follow the feed: nobody steps past a change.

import { describe, expect, it } from 'vitest'
import { type Child, startChild } from '../support/child-process.ts'
import { engines } from '../support/databases.ts'
import type { ChildTask } from '../support/storage-child.ts'
import { Follower } from '../support/stored-objects.ts'

const postgres = engines.find(({ name }) => name === 'postgres')!
const script = new URL('../support/storage-child.ts', import.meta.url)
const COUNT = 4000

describe.skipIf(!postgres.available)('positions under several processes (postgres)', () => {
  it('no reader ever steps past a change, whatever its pages and however long transactions last', async () => {
    const database = await postgres.open()
    const start = (name: string, count = COUNT): Child =>
      startChild(script, {
        settings: postgres.settings(database.schema),
        name,
        shared: 60,
        count,
        concurrency: 16,
        lingersMs: 25,
      } satisfies ChildTask)
    const children = ['one', 'two', 'three'].map((name) => start(name))
    const victim = start('victim', 1_000_000)
    const readers = [1, 7, 100, 500].map((limit) => new Follower(database, limit))
    let running = true
    const ended = (async () => {
      await victim.line((line) => line.includes('"n":500,'))
      victim.kill('SIGKILL')
      const again = start('again', 1000)
      children.push(again)
      return await Promise.all(children.map((child) => child.ended))
    })().finally(() => {
      running = false
    })
    const following = readers.map(async (reader, index) => {
      while (running) {
        // Each at a pace of its own; what it saw must be in order, and nothing may turn up behind it.
        await reader.step()
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * index))
      }
      await reader.toEnd()
    })
    expect(await ended, children.map((child) => child.errors()).join()).toEqual([0, 0, 0, 0])
    await Promise.all(following)
    for (const reader of readers) {
      expect(await reader.missed(['sessions'])).toEqual([])
      expect(reader.positions).toEqual([...reader.positions].sort((a, b) => a - b))
    }
    const given = [...children, victim].flatMap(({ lines }) =>
      lines
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line).position as number),
    )
    expect(given.length).toBeGreaterThan(3 * COUNT + 1000)
    expect(new Set(given).size).toBe(given.length)
  }, 600_000)
})
