import { code, section, table } from '@interchange/ocpi/derive/markdown'
import { ruleGroups } from './rules.ts'

/** docs/reference/tariff-lint.md, made from the rules. */
export const lintPage = (): string =>
  section(
    '# What is said about tariffs',
    'Made by `npm run generate` from the rules in `packages/tariff/src/lint/rules`; not to be edited. How to read it: `docs/tariff-lint.md`.',
    ...Object.entries(ruleGroups).flatMap(([name, rules]) => [
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
