import type { Finding } from '../finding.ts'
import type { Subject } from './subject.ts'

/** What was found about the signed meter values, at their place in the CDR. Their codes are those of `ocmf`. */
export const signedFindings = ({ context: { signed } }: Subject): Finding[] =>
  (signed?.findings ?? []).map((finding) => ({ ...finding, path: `/signed_data${finding.path}` }))
