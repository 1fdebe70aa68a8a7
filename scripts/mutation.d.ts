export interface MutationFolder {
  readonly folder: string
  readonly least: number
  readonly except?: readonly string[]
}
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}
export interface Mutant {
  readonly status: string
  readonly location: { readonly start: Place; readonly end: Place }
  readonly replacement?: string
}
interface Place {
  readonly line: number
  readonly column: number
}
export interface FolderScore extends MutationFolder {
  readonly killed: number
  readonly timeout: number
  readonly survived: number
  readonly noCoverage: number
  readonly score: number | undefined
}
export const mutationFolders: readonly MutationFolder[]
export function mutatedFiles(folders?: readonly MutationFolder[]): string[]
export function scores(report: MutationReport, folders?: readonly MutationFolder[]): FolderScore[]
export function unnoticed(report: MutationReport, folders?: readonly MutationFolder[]): string[]
