export function pgliteTemplate(folder: string, compression: 'none' | 'gzip'): Promise<string>
