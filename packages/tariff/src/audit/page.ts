import { code, section, table } from '@interchange/ocpi/derive/markdown'
import { ruleGroups } from './rules.ts'

/** docs/reference/audit-rules.md, made from the rules. */
export const auditPage = (): string =>
  section(
    '# What is said about CDRs',
    'Made by `npm run generate` from the rules in `packages/tariff/src/audit/rules`; not to be edited. What pricing finds (`packages/tariff/src/price.ts`) and what the verification of signed meter values finds (`signed-meter-values.md`) is told of the CDR too, under the codes they have there. A guess of the price engine, such as a period that crosses a change of price, is a note once the amounts agree.',
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
