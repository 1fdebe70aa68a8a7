// Part of `npm run build`: what the pages at /api/docs need of Swagger UI, beside the server's build
// (packages/server/src/backend/reference-page.ts serves it). Copied rather than depended on: its package brings one that
// reports installations.

import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const to = join(root, 'packages/server/dist/api-reference')

rmSync(to, { recursive: true, force: true })
mkdirSync(to, { recursive: true })
const licenses = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt']
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', ...licenses])
  copyFileSync(join(from, file), join(to, file))
