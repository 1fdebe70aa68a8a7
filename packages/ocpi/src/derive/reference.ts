import type { Endpoint, Payload } from '../define/endpoint.ts'
import type { Field } from '../define/type.ts'
import type { PlacedEndpoint, Version } from '../define/version.ts'
import { describeField, describeType } from './describe.ts'
import { code, section, table } from './markdown.ts'
import { pathOf } from './openapi.ts'
import { type EnumView, type FieldView, type ObjectView, type Page, type Walked, walk } from './walk.ts'

export interface ReferencePage {
  /** Below the folder of the version: `locations.md`. */
  readonly file: string
  readonly text: string
}

/**
 * Reference pages of one version: one per module, one for what several modules share, a table of all endpoints, and
 * the index. With `older`, what that version does not have is marked as new.
 */
export function referencePages(version: Version, older?: Version): ReferencePage[] {
  const walked = walk(version)
  return [
    { file: 'README.md', text: indexPage(walked) },
    { file: 'endpoints.md', text: endpointsPage(walked) },
    ...walked.pages.map((page) => ({ file: `${page.name}.md`, text: chapterPage(walked, page, older) })),
  ]
}

const MADE = 'Made by `npm run generate` from the definitions; not to be edited.'

function indexPage({ version, pages }: Walked): string {
  return section(
    `# OCPI ${version.number}`,
    MADE,
    table(
      ['Page', 'What it is about'],
      pages.map(({ name, module }) => [`[${name}](${name}.md)`, module?.doc ?? 'What several modules share.']),
    ),
    '[All endpoints](endpoints.md), [OpenAPI](openapi.json), [JSON Schema](schema.json).',
  )
}

function endpointsPage(walked: Walked): string {
  const { version, endpoints } = walked
  return section(
    `# Endpoints of OCPI ${version.number}`,
    MADE,
    'Where this platform serves them, below `PUBLIC_URL/ocpi`. Other platforms name their URLs in their version details.',
    'Every request carries `Authorization`, `X-Request-ID` and `X-Correlation-ID`; every request of a functional module also ' +
      '`OCPI-to-country-code`, `OCPI-to-party-id`, `OCPI-from-country-code` and `OCPI-from-party-id`. Answers repeat the ids and swap the parties. ' +
      'Paged lists answer `Link`, `X-Total-Count` and `X-Limit`.',
    endpointTable(
      walked,
      endpoints,
      (placed) => placed.module.id,
      (placed) => pathOf(version, placed),
    ),
  )
}

function chapterPage(walked: Walked, page: Page, older: Version | undefined): string {
  const { version } = walked
  const objects = page.definitions.filter((one): one is ObjectView => one.kind === 'object')
  const enums = page.definitions.filter((one): one is EnumView => one.kind === 'enum')
  return section(
    `# ${page.module?.id ?? 'Types'} (OCPI ${version.number})`,
    MADE,
    page.module ? moduleText(page) : 'Objects and enums that several modules share.',
    ...(page.endpoints.length > 0
      ? ['## Endpoints', endpointTable(walked, page.endpoints), queryTables(walked, page)]
      : []),
    ...(objects.length > 0 ? ['## Objects'] : []),
    ...objects.map((view) => objectText(walked, page, view, older)),
    ...(enums.length > 0 ? ['## Enums'] : []),
    ...enums.map((view) => enumText(view, older)),
  )
}

const moduleText = ({ module }: Page): string =>
  `${module!.doc} ${module!.kind === 'functional' ? 'Functional module: messages carry routing headers.' : 'Configuration module: no routing headers.'}`

function endpointTable(
  walked: Walked,
  endpoints: readonly PlacedEndpoint[],
  moduleOf?: (placed: PlacedEndpoint) => string,
  path: (placed: PlacedEndpoint) => string = ({ endpoint }) => endpoint.path,
): string {
  return table(
    [...(moduleOf ? ['Module'] : []), 'Side', 'Method', 'Path', 'Body', 'Answer', 'Name', 'What it does'],
    endpoints.map((placed) => {
      const { side, endpoint } = placed
      return [
        ...(moduleOf ? [moduleOf(placed)] : []),
        side,
        endpoint.method,
        code(path(placed)),
        payloadText(walked, endpoint.body),
        `${payloadText(walked, endpoint.data)}${endpoint.paged ? ', paged' : ''}${endpoint.answersLocation ? '`Location` header' : ''}`,
        code(endpoint.name),
        `${endpoint.doc}${urlText(endpoint)}`,
      ]
    }),
  )
}

const urlText = ({ urlFrom }: Endpoint): string => (urlFrom ? ` The URL comes from \`${urlFrom}\`.` : '')

function payloadText(walked: Walked, payload: Payload | undefined): string {
  if (!payload) return ''
  const name = link(walked, payload.name)
  const shapes = {
    one: name,
    list: `list of ${name}`,
    partial: `changed fields of ${name}`,
    optional: `${name}, or none`,
  }
  return shapes[payload.shape]
}

function queryTables(walked: Walked, page: Page): string {
  const texts = page.endpoints
    .filter(({ endpoint }) => Object.keys(endpoint.query).length > 0)
    .map(({ side, endpoint }) =>
      section(
        `Query of ${code(endpoint.name)} (${side}):`,
        table(
          ['Parameter', 'Type', 'Card.', 'Meaning'],
          Object.entries(endpoint.query).map(([name, field]) => [
            code(name),
            typeText(walked, field),
            field.card,
            describeField(field),
          ]),
        ),
      ).trimEnd(),
    )
  return texts.join('\n\n')
}

function objectText(walked: Walked, page: Page, view: ObjectView, older: Version | undefined): string {
  const { name, definition, fields } = view
  const before = older?.objects[name]
  const isNew = older !== undefined && !before
  const marked = (field: FieldView): string => {
    if (!older || isNew) return describeField(field.field)
    const stated = before?.fields[field.name]
    const mark = stated === undefined ? 'New.' : sameField(stated, field.field) ? '' : 'Changed.'
    return [mark === '' ? '' : `**${mark}**`, describeField(field.field)].filter((part) => part !== '').join(' ')
  }
  const gone = Object.keys(before?.fields ?? {}).filter((field) => !(field in definition.fields))
  const rules = [...new Set(definition.rules.map(({ id }) => id))]
  return section(
    `### ${name}`,
    `${isNew ? `**New in ${walked.version.number}.** ` : ''}${definition.doc}`,
    table(
      ['Field', 'Type', 'Card.', 'Meaning'],
      fields.map((field) => [code(field.name), typeText(walked, field.field, page), field.field.card, marked(field)]),
    ),
    ...(definition.patchRequires.length > 0
      ? [`A PATCH carries ${definition.patchRequires.map(code).join(', ')}.`]
      : []),
    ...(gone.length > 0 ? [`Of the version before, ${gone.map(code).join(', ')} no longer exist.`] : []),
    ...(rules.length > 0 ? [`Rules over several fields: ${rules.join(', ')}.`] : []),
  ).trimEnd()
}

const sameField = (a: Field, b: Field): boolean =>
  a.card === b.card && describeType(a.type) === describeType(b.type) && describeField(a) === describeField(b)

function enumText({ name, definition }: EnumView, older: Version | undefined): string {
  const before = older?.enums[name]
  const kind = definition.open ? 'Open: others may be used.' : 'Closed.'
  const news = before && definition.open !== before.open ? ' **Open since this version.**' : ''
  const gone = before?.values.filter((value) => !definition.values.includes(value)) ?? []
  return section(
    `### ${name}`,
    `${older && !before ? '**New.** ' : ''}${definition.doc} ${kind}${news}`,
    definition.values
      .map((value) => `${code(value)}${before && !before.values.includes(value) ? ' (**new**)' : ''}`)
      .join(', '),
    ...(gone.length > 0 ? [`No longer: ${gone.map(code).join(', ')}.`] : []),
  ).trimEnd()
}

function typeText(walked: Walked, { type }: Field, page?: Page): string {
  return type.kind === 'ref' ? link(walked, type.name, page) : describeType(type)
}

function link(walked: Walked, name: string, page?: Page): string {
  const home = walked.pageOf(name)
  return `[${name}](${home === page?.name ? '' : `${home}.md`}#${name.toLowerCase()})`
}
