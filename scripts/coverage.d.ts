export function quotes(source: string): { id: string; title: string }[]
export function coveragePage(root: string): string
