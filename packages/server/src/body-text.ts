import { isUtf8 } from 'node:buffer'
import { RequestBody } from './http/request-body.ts'

/** - `too_large`: nothing more of it was read. - `not_utf8`: it was read, and is no text. */
export type BodyText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_utf8' }

const BYTE_ORDER_MARK = 0xfeff

/** A request's body as text, up to a limit. */
export async function bodyText(body: AsyncIterable<Uint8Array> | undefined, maxBytes: number): Promise<BodyText> {
  if (!body) return { kind: 'text', text: '' }
  const chunks = body instanceof RequestBody ? await body.whole(maxBytes) : await collected(body, maxBytes)
  if (!chunks) return { kind: 'too_large' }
  const whole = chunks.length === 1 ? asBuffer(chunks[0]!) : Buffer.concat(chunks)
  if (!isUtf8(whole)) return { kind: 'not_utf8' }
  const text = whole.toString('utf8')
  return { kind: 'text', text: text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text }
}

async function collected(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array[] | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  return chunks
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
