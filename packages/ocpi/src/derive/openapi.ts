import type { Endpoint, Payload } from '../define/endpoint.ts'
import type { PlacedEndpoint, Version } from '../define/version.ts'
import { fieldSchema, patchName, type Schema, schemasOf } from './json-schema.ts'
import { viewField, walk } from './walk.ts'

const refTo = (name: string): string => `#/components/schemas/${name}`
const header = (name: string): Schema => ({ $ref: `#/components/headers/${name}` })
const parameter = (name: string): Schema => ({ $ref: `#/components/parameters/${name}` })

const MESSAGE_IDS = ['X-Request-ID', 'X-Correlation-ID']
const ROUTING = ['OCPI-to-country-code', 'OCPI-to-party-id', 'OCPI-from-country-code', 'OCPI-from-party-id']
const PAGING = ['Link', 'X-Total-Count', 'X-Limit']

/** OpenAPI 3.1 of the partners' side of one version, both interface roles, as this platform lays out its URLs. */
export function openApi(version: Version): Schema {
  const { endpoints } = walk(version)
  const paths: Record<string, Record<string, Schema>> = {}
  for (const placed of endpoints) {
    const path = pathOf(version, placed)
    paths[path] = { ...paths[path], [placed.endpoint.method.toLowerCase()]: operation(version, placed) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `OCPI ${version.number}`,
      version: version.number,
      description:
        'What partners call. Other platforms lay out their URLs in their own way; they are found in the version details.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'https://example.com/ocpi', description: 'PUBLIC_URL of the platform, and /ocpi' }],
    security: [{ credentialsToken: [] }],
    tags: Object.values(version.modules).map(({ id, doc }) => ({ name: id, description: doc })),
    paths,
    components: components(version),
  }
}

/** Where this platform serves an endpoint, below `/ocpi`. A path of the `versions` module stands alone. */
export function pathOf(version: Version, { module, side, endpoint }: PlacedEndpoint): string {
  if (module.id === 'versions') return `/${endpoint.path.replace('{version}', version.number)}`
  const base =
    module.id === 'credentials'
      ? `/${version.number}/${module.id}`
      : `/${version.number}/${side.toLowerCase()}/${module.id}`
  return endpoint.path === '' ? base : `${base}/${endpoint.path}`
}

function operation(version: Version, { module, side, endpoint }: PlacedEndpoint): Schema {
  const routed = module.kind === 'functional'
  return {
    operationId: `${module.id}_${side.toLowerCase()}_${endpoint.name}`,
    tags: [module.id],
    summary: endpoint.doc,
    ...describeUrl(endpoint),
    parameters: [
      ...endpoint.params
        .filter((name) => module.id !== 'versions' || name !== 'version')
        .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...Object.entries(endpoint.query).map(([name, field]) => {
        const view = viewField(version, name, { ...field, card: '1' })
        const { description, ...schema } = fieldSchema(view, refTo)
        const required = field.card === '1'
        return { name, in: 'query', required, ...(description === undefined ? {} : { description }), schema }
      }),
      ...[...MESSAGE_IDS, ...(routed ? ROUTING : [])].map(parameter),
    ],
    ...(endpoint.body ? { requestBody: requestBody(endpoint.body) } : {}),
    responses: responses(endpoint, routed),
  }
}

const URL_FROM: Readonly<Record<NonNullable<Endpoint['urlFrom']>, string>> = {
  response_url: 'Called at the `response_url` of the request it answers.',
  Location: 'Called at the `Location` the answer to the POST gave.',
  Credentials: 'Called at the `url` of the credentials.',
  Version: 'Called at the `url` in the list of versions.',
}

const describeUrl = ({ urlFrom }: Endpoint): Schema => (urlFrom ? { description: URL_FROM[urlFrom] } : {})

const requestBody = ({ name, shape }: Payload): Schema => ({
  required: shape !== 'optional',
  content: { 'application/json': { schema: { $ref: refTo(shape === 'partial' ? patchName(name) : name) } } },
})

function responses(endpoint: Endpoint, routed: boolean): Schema {
  const names = [...MESSAGE_IDS, ...(routed ? ROUTING : []), ...(endpoint.paged ? PAGING : [])]
  const headers = Object.fromEntries(
    [...names, ...(endpoint.answersLocation ? ['Location'] : [])].map((name) => [name, header(name)]),
  )
  const answer = (description: string): Schema => ({
    description,
    headers,
    content: { 'application/json': { schema: envelope(endpoint.data) } },
  })
  const creates = endpoint.method === 'PUT' || endpoint.method === 'POST'
  return {
    200: answer('Reached the OCPI layer; `status_code` says what became of the request.'),
    ...(creates && !endpoint.data ? { 201: answer('The object is new.') } : {}),
    default: { $ref: '#/components/responses/Error' },
  }
}

function envelope(data: Payload | undefined): Schema {
  const base = { $ref: refTo('ocpi_response') }
  if (!data) return base
  const one = { $ref: refTo(data.name) }
  const schema = data.shape === 'list' ? { type: 'array', items: one } : one
  return { allOf: [base, { type: 'object', properties: { data: schema } }] }
}

const text = (description: string): Schema => ({ description, schema: { type: 'string' } })

const ABOUT: Readonly<Record<string, string>> = {
  'X-Request-ID': 'Names this request; the answer repeats it.',
  'X-Correlation-ID': 'The same along a whole chain of forwarded requests; the answer repeats it.',
  'OCPI-to-country-code': 'Country of the party this message is for.',
  'OCPI-to-party-id': 'Id of the party this message is for.',
  'OCPI-from-country-code': 'Country of the party this message is from.',
  'OCPI-from-party-id': 'Id of the party this message is from.',
}

function components(version: Version): Schema {
  return {
    securitySchemes: {
      credentialsToken: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: '`Token`, a space and the Base64 of the credentials token.',
      },
    },
    parameters: Object.fromEntries(
      Object.entries(ABOUT).map(([name, about]) => [
        name,
        { name, in: 'header', required: name.startsWith('X-'), ...text(about) },
      ]),
    ),
    headers: {
      ...Object.fromEntries(Object.entries(ABOUT).map(([name, about]) => [name, text(about)])),
      Link: text('`<URL>; rel="next"` of the next page; absent on the last one.'),
      'X-Total-Count': {
        description: 'Objects in all pages together.',
        schema: { type: 'integer', minimum: 0 },
      },
      'X-Limit': {
        description: 'Most objects a page may have.',
        schema: { type: 'integer', minimum: 1 },
      },
      Location: text('Absolute URL at which the stored object can be read.'),
    },
    responses: {
      Error: {
        description: 'Broken JSON (400), unknown token (401), unknown resource (404) or method (405).',
        content: { 'application/json': { schema: { $ref: refTo('ocpi_response') } } },
      },
    },
    schemas: {
      ocpi_response: {
        description: 'The envelope of every answer.',
        type: 'object',
        properties: {
          data: {},
          status_code: { type: 'integer', minimum: 1000, maximum: 4999 },
          status_message: { type: 'string' },
          timestamp: { type: 'string' },
        },
        required: ['status_code', 'timestamp'],
      },
      ...schemasOf(version, refTo),
    },
  }
}
