import type { OpenAnswer } from './calls.ts'
import { ConnectionError } from './errors.ts'

/** Characters of one line: more than any object of the API has. */
const LONGEST_LINE = 64 * 1024 * 1024

export interface Patience {
  /** Milliseconds without a sign of life until the other side is given up for dead. */
  readonly silence: number
  /** When there was another sign of life last, as `Date.now()`. */
  readonly lastSign?: () => number
}

/**
 * Lines of an answer, as many at a time as one read of the connection completed; the next read waits until these are taken.
 * Time that the caller spends with them is not counted as silence. Closes the answer at the end, whoever ends it.
 */
export async function* textLines(
  answer: OpenAnswer,
  name: string,
  patience: Patience,
): AsyncGenerator<string[], void, undefined> {
  const reader = answer.body.getReader()
  const decoder = new TextDecoder()
  /** Of the line that is not whole yet. */
  let pieces: string[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await readInTime(reader, name, patience, answer)
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true })
      pieces.push(text)
      length += text.length
      const end = text.lastIndexOf('\n')
      if (end >= 0) {
        const rest = text.slice(end + 1)
        const whole = pieces.join('').slice(0, length - rest.length - 1)
        pieces = [rest]
        length = rest.length
        yield whole.split('\n')
      }
      if (length > LONGEST_LINE) throw new ConnectionError(name, 'answered with a line that does not end')
      if (!done) continue
      if (length > 0) yield [pieces.join('')]
      return
    }
  } finally {
    answer.close()
  }
}

async function readInTime(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  name: string,
  { silence, lastSign = () => 0 }: Patience,
  answer: OpenAnswer,
): Promise<Awaited<ReturnType<typeof reader.read>>> {
  const begun = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const silent = new Promise<never>((_, reject) => {
    const look = (): void => {
      const left = Math.max(begun, lastSign()) + silence - Date.now()
      if (left > 0) timer = setTimeout(look, left)
      else reject(new ConnectionError(name, `was silent for ${silence / 1000} s`))
    }
    look()
  })
  const read = reader.read().catch((error: unknown) => {
    throw answer.explain(error)
  })
  try {
    return await Promise.race([read, silent])
  } finally {
    clearTimeout(timer)
    // Where silence was faster, the read ends when the answer is closed.
    read.catch(() => undefined)
  }
}
