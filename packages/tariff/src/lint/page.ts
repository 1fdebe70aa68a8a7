import { rulesPage } from '../rules-page.ts'
import { ruleGroups } from './rules.ts'

/** docs/reference/tariff-lint.md, made from the rules. */
export const lintPage = (): string =>
  rulesPage(
    {
      title: 'What is said about tariffs',
      folder: 'packages/tariff/src/lint/rules',
      more: 'How to read it: `docs/tariff-lint.md`.',
    },
    ruleGroups,
  )
