import { describe, expect, it } from 'vitest'
import { Waiter } from './waiter.ts'

const LONG = 60_000

describe('a rest', () => {
  it('is ended by news, even by news that came before it', async () => {
    const waiter = new Waiter()
    const rest = waiter.sleep(LONG, true)
    waiter.wake()
    expect(await rest).toBe(true)
    waiter.wake()
    expect(await waiter.sleep(LONG, true)).toBe(true)
    expect(await waiter.sleep(1, true)).toBe(false)
  })

  it('that is not to be disturbed lasts its time, and keeps the news for later', async () => {
    const waiter = new Waiter()
    const rest = waiter.sleep(20, false)
    waiter.wake()
    expect(await rest).toBe(false)
    expect(await waiter.sleep(LONG, true)).toBe(true)
  })

  it('ends for good', async () => {
    const waiter = new Waiter()
    const rest = waiter.sleep(LONG, false)
    waiter.end()
    await rest
    await waiter.sleep(LONG, true)
  })
})
