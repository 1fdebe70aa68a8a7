// The demo's way into a platform: its public backend API and nothing else.

export interface Api {
  readonly url: string
  request<T>(method: string, path: string, body?: unknown): Promise<T>
  get<T>(path: string): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  /** Follows `GET /changes` until the signal aborts. */
  changes(query: string, heard: (change: Change) => void, signal: AbortSignal): Promise<void>
}

export interface Change {
  readonly position: string
  readonly module: string
  readonly country_code: string
  readonly party_id: string
  readonly id: string
  readonly kind: 'put' | 'delete' | 'question'
  readonly object: Record<string, unknown>
}

/** A refusal by the backend API, in the problem's own words. */
export class ApiError extends Error {
  readonly status: number
  readonly problem: unknown
  constructor(method: string, path: string, status: number, problem: unknown) {
    super(`${method} ${path} answered ${status}: ${describe(problem)}`)
    this.status = status
    this.problem = problem
  }
}

const TIMEOUT_MS = 30_000

export function createApi(baseUrl: string, apiKey: string, timeoutMs = TIMEOUT_MS): Api {
  const url = `${baseUrl.replace(/\/$/, '')}/api/v1`
  const authorization = `Bearer ${apiKey}`

  async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await answer.text()
    const data: unknown = text === '' ? undefined : JSON.parse(text)
    if (!answer.ok) throw new ApiError(method, path, answer.status, data)
    return data as T
  }

  return {
    url,
    request,
    get: (path) => request('GET', path),
    put: (path, body) => request('PUT', path, body),
    post: (path, body) => request('POST', path, body),
    async changes(query, heard, signal) {
      const answer = await fetch(`${url}/changes${query}`, {
        headers: { authorization, accept: 'text/event-stream' },
        signal,
      })
      if (!answer.ok || !answer.body) throw new ApiError('GET', '/changes', answer.status, await answer.text())
      for await (const data of eventsOf(answer.body)) heard(JSON.parse(data) as Change)
    },
  }
}

/** Data of each Server-Sent Event. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true })
    const events = rest.split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n')
      if (data !== '') yield data
    }
  }
}

function describe(problem: unknown): string {
  if (typeof problem !== 'object' || problem === null) return String(problem)
  const { title, detail, errors } = problem as {
    title?: string
    detail?: string
    errors?: { pointer: string; detail: string }[]
  }
  const faults = errors?.map((error) => `${error.pointer} ${error.detail}`).join('; ')
  return [title, detail, faults].filter(Boolean).join(': ')
}

/** Every object of a list, page by page. */
export async function everything<T>(api: Api, module: string, query = ''): Promise<T[]> {
  const all: T[] = []
  let next: string | undefined
  do {
    const page: { items: T[]; next?: string | null } = await api.get(
      `/${module}?limit=100${query}${next ? `&next=${encodeURIComponent(next)}` : ''}`,
    )
    all.push(...page.items)
    next = page.next ?? undefined
  } while (next)
  return all
}

export const segment = (text: string): string => encodeURIComponent(text)
