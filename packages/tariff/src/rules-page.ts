import { code, section, table } from '@interchange/ocpi/derive/markdown'
import type { RuleGroups } from './rule.ts'

/** A reference page made from rules: a table for each group. `folder`: where they stand; `more`: what else to know. */
export const rulesPage = <Subject>(
  { title, folder, more }: { readonly title: string; readonly folder: string; readonly more: string },
  groups: RuleGroups<Subject>,
): string =>
  section(
    `# ${title}`,
    `Made by \`npm run generate\` from the rules in \`${folder}\`; not to be edited. ${more}`,
    ...Object.entries(groups).flatMap(([name, rules]) => [
      `## ${name}`,
      table(
        ['Code', 'Severity', 'Requirement', 'Finds'],
        rules.map((rule) => [
          code(rule.code),
          rule.softer ? `${rule.severity}, ${rule.softer}` : rule.severity,
          rule.requirement ?? '',
          rule.doc,
        ]),
      ),
    ]),
  )
