// The types of the company-side API as `@interchange/client` has them, made from its OpenAPI document by
// openapi-typescript. That one needs the compiler's API of TypeScript 5, which lies below packages/client.

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const load = createRequire(join(root, 'packages/client/package.json'))
const { default: openapiTS, astToString } = load('openapi-typescript')
const { factory, SyntaxKind } = load('typescript')

/** What goes wrong is thrown as one error, whatever the call: only what a call answers is told. */
const withoutProblems = (paths) =>
  Object.fromEntries(
    Object.entries(paths).map(([path, calls]) => [
      path,
      Object.fromEntries(
        Object.entries(calls).map(([method, { responses, ...call }]) => [
          method,
          { ...call, responses: Object.fromEntries(Object.entries(responses).filter(([status]) => status < 400)) },
        ]),
      ),
    ]),
  )

/**
 * @param {Record<string, unknown>} document
 * @returns {Promise<string>}
 */
export async function clientTypes(document) {
  const literal = (text) => factory.createLiteralTypeNode(factory.createStringLiteral(text))
  // `string & {}`: any other text is allowed too, and the known ones are still proposed.
  const anyOther = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ])
  const nodes = await openapiTS(
    { ...document, paths: withoutProblems(document.paths) },
    {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      rootTypesKeepCasing: true,
      emptyObjectsUnknown: true,
      // What has a default may be left out of a body.
      defaultNonNullable: false,
      transform({ type, examples }) {
        if (type === 'string' && Array.isArray(examples)) {
          return factory.createUnionTypeNode([...examples.map(literal), anyOther])
        }
      },
    },
  )
  return `// Made by \`npm run generate\` from docs/reference/backend-api.json; not to be edited.\n\n${astToString(nodes)}`
}
