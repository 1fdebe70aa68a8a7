// NDJSON both ways: lines are sent while results are read, and neither waits in memory.

import { type Calls, nameOf, type PlainCall } from './calls.ts'
import { type Patience, textLines } from './text-lines.ts'
import { LINES } from './types.ts'

/** The platform ends a stream on which nothing moves for a minute: longer than that, and nobody is there. */
const SILENCE_MS = 120_000

/** Lines of an answer as they come. */
export async function* readLines<T>(
  calls: Calls,
  call: PlainCall,
  patience: Patience = { silence: SILENCE_MS },
): AsyncGenerator<T, void, undefined> {
  for await (const lines of textLines(await calls.open(call), nameOf(call), patience)) {
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T
  }
}

/** Sends lines and gives out the answers, as they come. */
export async function* exchangeLines<T>(
  calls: Calls,
  call: PlainCall,
  lines: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncGenerator<T, void, undefined> {
  const source = sourceOf(lines)
  const headers = { ...call.headers, 'Content-Type': LINES }
  const patience = { silence: SILENCE_MS, lastSign: source.lastTaken }
  try {
    yield* readLines<T>(calls, { ...call, headers, body: source.body }, patience)
  } catch (error) {
    // What the lines themselves ended with: the connection broke because of it.
    throw source.failed() ? source.failure() : error
  } finally {
    await source.close()
  }
}

/** Lines as the body of a request, fetched as the connection takes them. */
function sourceOf(lines: AsyncIterable<unknown> | Iterable<unknown>) {
  const items = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]()
  const encoder = new TextEncoder()
  let failure: { readonly error: unknown } | undefined
  let lastTaken = Date.now()
  let isOver = false
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await items.next()
          lastTaken = Date.now()
          if (!done) return controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
          isOver = true
          controller.close()
        } catch (error) {
          isOver = true
          failure = { error }
          controller.error(error)
        }
      },
    },
    { highWaterMark: 1 },
  )
  return {
    body,
    failed: () => failure !== undefined,
    failure: () => failure?.error,
    lastTaken: () => lastTaken,
    /** Whoever makes the lines is told that no more are wanted. */
    async close() {
      if (isOver) return
      isOver = true
      await items.return?.()
    },
  }
}
