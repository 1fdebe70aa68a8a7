// The lowest position that holds a lane's cursor back, without walking over everything the lane holds.

/** A row of the lane: where it is found, and the position it holds the cursor below. */
export interface Hold {
  readonly group: string
  readonly row: string
  readonly low: number
}

/** More entries than this times what is held, and those that hold nothing any more are left out. */
const SLACK = 2
const LEAST = 64

/**
 * A binary heap. What is settled or has moved up stays in it until it comes to the top: `lowOf` tells where a row stands
 * now, undefined when it is not held any more.
 */
export class Lowest {
  #heap: Hold[] = []

  /** A row is held, or held from a lower position than before. One that holds nothing back may be left out. */
  add(group: string, row: string, low: number): void {
    if (low === Number.POSITIVE_INFINITY) return
    this.#heap.push({ group, row, low })
    this.#up(this.#heap.length - 1)
  }

  /** `held`: rows there are, to know when to tidy up. */
  find(lowOf: (group: string, row: string) => number | undefined, held: number): number | undefined {
    if (this.#heap.length > held * SLACK + LEAST) this.#tidy(lowOf)
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      const low = lowOf(top.group, top.row)
      if (low === top.low) return low
      this.#pop()
      if (low !== undefined) this.add(top.group, top.row, low)
    }
    return undefined
  }

  clear(): void {
    this.#heap = []
  }

  #tidy(lowOf: (group: string, row: string) => number | undefined): void {
    const rows = new Map<string, Hold>()
    for (const { group, row } of this.#heap) {
      const low = lowOf(group, row)
      if (low !== undefined && low !== Number.POSITIVE_INFINITY) rows.set(row, { group, row, low })
    }
    // What is sorted is a heap.
    this.#heap = [...rows.values()].sort((a, b) => a.low - b.low)
  }

  #up(at: number): void {
    const heap = this.#heap
    const moved = heap[at]!
    while (at > 0) {
      const above = (at - 1) >> 1
      if (heap[above]!.low <= moved.low) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = moved
  }

  #pop(): void {
    const heap = this.#heap
    const moved = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let below = at * 2 + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && heap[below + 1]!.low < heap[below]!.low) below++
      if (heap[below]!.low >= moved.low) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = moved
  }
}
