// The company-side API as a backend calls it: plain HTTP, nothing of ours.

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every kind
  readonly body: any
}

/** One Server-Sent Event. */
export interface SseEvent {
  readonly id: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly data: any
}

export class ApiClient {
  readonly url: string
  private readonly key: string

  constructor(url: string, key: string) {
    this.url = url
    this.key = key
  }

  /** `path` is below `/api/v1`. A string is sent as it is. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = /\bjson|\+json/.test(response.headers.get('content-type') ?? '') && text !== ''
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined }
  }

  get = (path: string) => this.send('GET', path)
  put = (path: string, body: unknown) => this.send('PUT', path, body)
  post = (path: string, body?: unknown) => this.send('POST', path, body)
  patch = (path: string, body: unknown) => this.send('PATCH', path, body)
  delete = (path: string) => this.send('DELETE', path)

  /** Events with data until the signal aborts or the server ends the stream. Rejects when the stream is refused. */
  async *changes(query: string, signal: AbortSignal, headers: Record<string, string> = {}): AsyncGenerator<SseEvent> {
    const response = await fetch(`${this.url}/api/v1/changes${query}`, {
      headers: { authorization: `Bearer ${this.key}`, ...headers },
      signal,
    })
    if (response.status !== 200) throw new Error(`changes answered ${response.status}: ${await response.text()}`)
    const decoder = new TextDecoder()
    let rest = ''
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        rest += decoder.decode(chunk, { stream: true })
        const blocks = rest.split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const field = (name: string) =>
            block
              .split('\n')
              .find((line) => line.startsWith(`${name}: `))
              ?.slice(name.length + 2)
          const data = field('data')
          if (data !== undefined) yield { id: field('id'), data: JSON.parse(data) }
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
