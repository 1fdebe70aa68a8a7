// `/api/docs`: the reference of the company-side API as a page, on which calls can be tried. Swagger UI lies beside the
// build (scripts/api-reference.js); nothing is fetched from another host, and the browser is told to refuse it.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { HttpRequest, HttpResponse } from '../http/exchange.ts'
import { Problem } from './problem.ts'

const PAGE = '/api/docs'

/** From the bundled program, from the build, and from the sources. */
const PLACES = ['.', '..', '../../dist']

const files: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
}

// Calls go to where the page came from, whatever PUBLIC_URL says: the browser may know the platform by another name.
const script = `
fetch('openapi.json').then((answer) => answer.json()).then((spec) => {
  spec.servers = [{ url: new URL('v1', location.href).href }]
  SwaggerUIBundle({
    spec,
    dom_id: '#reference',
    validatorUrl: null,
    deepLinking: true,
    docExpansion: 'none',
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    defaultModelsExpandDepth: 0,
  })
})
`

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Interchange, company-side API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script>${script}</script>
</body>
</html>
`

const policy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  // Swagger UI styles single elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** The page and its files; undefined for other paths. Needs no key: what it shows is public, calls take one of their own. */
export async function referencePage({ method, url }: HttpRequest): Promise<HttpResponse | undefined> {
  const path = url.split('?', 1)[0]!
  if (path !== PAGE && !path.startsWith(`${PAGE}/`)) return undefined
  if (method !== 'GET' && method !== 'HEAD') {
    throw new Problem('method-not-allowed', 'GET can be done here', { headers: { allow: 'GET, HEAD' } })
  }
  const name = path.slice(PAGE.length + 1)
  if (path === PAGE) return found('text/html; charset=utf-8', 'no-cache', html)
  // Relative addresses would lead elsewhere from here.
  if (name === '') return { status: 308, headers: { ...always, location: '../docs' }, body: undefined }
  const type = files[name]
  const text = type && (await textOf(name))
  if (!text) throw new Problem('not-found', 'There is no such page')
  return found(type, 'public, max-age=86400', text)
}

const found = (type: string, caching: string, body: string): HttpResponse => ({
  status: 200,
  headers: { ...always, 'content-type': type, 'cache-control': caching },
  body,
})

const read = new Map<string, Promise<string>>()

function textOf(name: string): Promise<string> | undefined {
  const known = read.get(name)
  if (known) return known
  const file = PLACES.map((place) => fileURLToPath(new URL(`${place}/api-reference/${name}`, import.meta.url))).find(
    existsSync,
  )
  if (!file) return undefined
  const text = readFile(file, 'utf8')
  read.set(name, text)
  return text
}
