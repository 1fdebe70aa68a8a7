import type { Readable } from 'node:stream'

/**
 * The body of a request as it arrives. Whoever wants all of it takes it in one go, without a promise for each piece; whoever
 * reads lines iterates. Both may stop early: the stream stays whole, so the request can still be answered.
 */
export class RequestBody implements AsyncIterable<Uint8Array> {
  readonly #stream: Readable

  constructor(stream: Readable) {
    this.#stream = stream
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#stream.iterator({ destroyOnReturn: false })
  }

  /** All of it; undefined when it has more than `maxBytes`, and then no more of it was read. Rejects when it breaks off. */
  whole(maxBytes: number): Promise<readonly Uint8Array[] | undefined> {
    const stream = this.#stream
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = []
      let bytes = 0
      const stop = () => {
        stream.off('data', take).off('end', end).off('error', fail).off('close', broken)
      }
      const take = (chunk: Uint8Array) => {
        bytes += chunk.length
        chunks.push(chunk)
        if (bytes <= maxBytes) return
        stop()
        stream.pause()
        resolve(undefined)
      }
      const end = () => {
        stop()
        resolve(chunks)
      }
      const fail = (error: unknown) => {
        stop()
        reject(error)
      }
      const broken = () => fail(new Error('the request broke off'))
      if (stream.readableEnded) return resolve(chunks)
      if (stream.destroyed) return broken()
      stream.on('data', take).on('end', end).on('error', fail).on('close', broken)
    })
  }
}
