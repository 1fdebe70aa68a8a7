// What an OpenAPI document says, as the fuzzer reads it: it knows the API by this alone.

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema has keywords of every kind
export type Schema = { readonly [keyword: string]: any }

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly explode?: boolean
  readonly schema: Schema
}

export interface Header {
  readonly required?: boolean
  readonly schema: Schema
}

export interface Response {
  readonly headers?: Readonly<Record<string, Header>>
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface Operation {
  readonly id: string
  /** In upper case. */
  readonly method: string
  /** With `{name}` for parameters. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body?: {
    readonly required: boolean
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>
  }
  readonly responses: Readonly<Record<string, Response>>
}

export function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId, parameters = [], requestBody, responses }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      ...(requestBody ? { body: requestBody } : {}),
      responses,
    })),
  )
}

/** What a `$ref` leads to. */
export function resolved({ components }: OpenApi, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const { $ref, ...beside } = schema
  const name = String($ref).split('/').at(-1)!
  return { ...resolved({ components, paths: {} }, components.schemas[name]!), ...beside }
}

export const isPage = (path: string): boolean => !path.includes('{')
