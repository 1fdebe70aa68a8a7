import { type Transport, type TransportAnswer, TransportError, type TransportRequest } from './transport.ts'

/** A transport on `fetch`, for browsers and small programs. A server does better with a pool of connections. */
export const fetchTransport =
  (fetch: typeof globalThis.fetch = globalThis.fetch): Transport =>
  async (request) => {
    const abort = new AbortController()
    const giveUp = () => abort.abort()
    let late = false
    const timer = setTimeout(() => {
      late = true
      giveUp()
    }, request.timeoutMs)
    request.signal?.addEventListener('abort', giveUp)
    if (request.signal?.aborted) giveUp()
    try {
      return await exchange(fetch, request, abort.signal)
    } catch (error) {
      if (error instanceof TransportError) throw error
      if (late) throw new TransportError('timeout', `no answer within ${request.timeoutMs} ms`)
      throw new TransportError('unreachable', request.signal?.aborted ? 'the request was given up' : whyOf(error))
    } finally {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', giveUp)
      giveUp()
    }
  }

async function exchange(
  fetch: typeof globalThis.fetch,
  { method, url, headers, body, maxBytes }: TransportRequest,
  signal: AbortSignal,
): Promise<TransportAnswer> {
  const response = await fetch(url, {
    method,
    headers,
    signal,
    redirect: 'manual',
    credentials: 'omit',
    ...(body !== undefined && { body }),
  })
  // A browser shows nothing of a redirect that is not followed, not even its status.
  if (response.type === 'opaqueredirect') throw new TransportError('unreachable', 'the answer is a redirect')
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await readBody(response, maxBytes),
  }
}

async function readBody(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) throw new TransportError('tooLarge', `the answer is larger than ${maxBytes} bytes`)
    text += decoder.decode(value, { stream: true })
  }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'no connection could be made in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection could be made in time',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by nobody we know',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by nobody we know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by nobody we know',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
}

/** Never the error's own message: that of a refused header quotes the header, which is the credentials token. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  return (code && words[code]) ?? `the request could not be made${code ? ` (${code})` : ''}`
}
