import { describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { cursorOf, positionText } from './position.ts'

const state = { epoch: '7d6a3f0e-0000-4000-8000-000000000001', position: 100, purgedPosition: 40 }
const refusal = (since: string): number | undefined => {
  try {
    cursorOf(since, state)
    return undefined
  } catch (error) {
    return (error as Problem).status
  }
}

describe('a position of the feed', () => {
  it('leads back to where it was made', () => {
    const cursor = { epoch: state.epoch, position: 57 }
    expect(cursorOf(positionText(cursor), state)).toEqual(cursor)
  })

  it('is the end without since, and the beginning with start', () => {
    expect(cursorOf(undefined, state)).toEqual({ epoch: state.epoch, position: 100 })
    expect(cursorOf('start', state)).toEqual({ epoch: state.epoch, position: 0, walkEnd: 100 })
  })

  it('remembers that a walk from the start is not over, so that old objects do not make it too old', () => {
    const walking = cursorOf(positionText({ epoch: state.epoch, position: 3, walkEnd: 90 }), state)
    expect(walking).toEqual({ epoch: state.epoch, position: 3, walkEnd: 90 })
    expect(positionText({ ...walking, position: 90 })).toBe(`${state.epoch}.90`)
  })

  it('is gone when deletions behind it were forgotten, or the database became another', () => {
    expect(refusal(`${state.epoch}.39`)).toBe(410)
    expect(refusal(`${state.epoch}.40`)).toBeUndefined()
    expect(refusal(`${state.epoch}.3.39`)).toBe(410)
    expect(refusal(`${state.epoch}.101`)).toBe(410)
    expect(refusal(`${state.epoch}.3.101`)).toBe(410)
    expect(refusal('7d6a3f0e-0000-4000-8000-000000000002.50')).toBe(410)
  })

  it('is refused by name when it is none', () => {
    for (const text of ['', 'now', '50', `${state.epoch}.`, `${state.epoch}.-1`, `${state.epoch}.1e3`, 'x.1']) {
      expect([text, refusal(text)]).toEqual([text, 400])
    }
    expect(() => cursorOf('now', state)).toThrow(Problem)
  })
})
