import { ourselves } from '../events.ts'
import type { Directory } from '../partners/directory.ts'

/** Whom a log line names; a partner that is gone has its id left. */
export const sourceOf = (
  directory: Directory,
  { partner }: { readonly partner: string | null },
): { readonly id: string; readonly name: string } =>
  partner === null ? ourselves : (directory.partner(partner) ?? { id: partner, name: partner })
