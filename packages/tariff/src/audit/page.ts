import { rulesPage } from '../rules-page.ts'
import { ruleGroups } from './rules.ts'

/** docs/reference/audit-rules.md, made from the rules. */
export const auditPage = (): string =>
  rulesPage(
    {
      title: 'What is said about CDRs',
      folder: 'packages/tariff/src/audit/rules',
      more: 'What pricing finds (`packages/tariff/src/price.ts`) and what the verification of signed meter values finds (`signed-meter-values.md`) is told of the CDR too, under the codes they have there. A guess of the price engine, such as a period that crosses a change of price, is a note once the amounts agree.',
    },
    ruleGroups,
  )
