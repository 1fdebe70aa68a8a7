import { expect, test } from 'vitest'
import { registerOf } from './register.ts'

// OCMF 1.4, table 25; the codes below it are those of earlier versions and of meters in the field.
test.each([
  ['01-00:B3.08.00*FF', '1-0:b3.8.0.ff', 'import', 0],
  ['01-0B:B1.08.00*FF', '1-b:b1.8.0.ff', 'import', 1],
  ['01-00:98.08.00.FF', '1-0:98.8.0.ff', 'import', 2],
  ['01-00:B2.08.00*FF', '1-0:b2.8.0.ff', 'import', 3],
  ['01-00:B0.08.00*FF', '1-0:b0.8.0.ff', 'import', 4],
  ['1-b:1.8.0', '1-b:1.8.0', 'import', 5],
  ['1-b:1.8.e', '1-b:1.8.e', 'import', 5],
  ['1-0:1.8.0*198', '1-0:1.8.0.198', 'import', 5],
  [' 01-0B:01.08.00*FF ', '1-b:1.8.0.ff', 'import', 5],
  ['1-0:9E.8.0', '1-0:9e.8.0', 'import', 6],
  ['1-0:1.8', '1-0:1.8', 'import', 5],
  ['1-b:2.8.0', '1-b:2.8.0', 'export', 7],
  ['01-00:C0.08.00*FF', '1-0:c0.8.0.ff', 'export', 7],
  ['01-00:C3.08.00*FF', '1-0:c3.8.0.ff', 'export', 7],
  ['01-00:C7.08.00*FF', '1-0:c7.8.0.ff', 'export', 7],
  ['01-00:C8.08.00*FF', '1-0:c8.8.0.ff', 'unknown', 7],
  ['01-00:C31.08.00*FF', '1-0:c31.8.0.ff', 'unknown', 7],
  ['100-0010:001.08.00', '100-10:1.8.0', 'import', 5],
  ['01-00:1C3.08.00*FF', '1-0:1c3.8.0.ff', 'unknown', 7],
  ['1-b:1.9.0', '1-b:1.9.0', 'unknown', 7],
  ['01-00:00.08.06.FF', '1-0:0.8.6.ff', 'unknown', 7],
  ['meter', 'meter', 'unknown', 7],
  ['x1-b:1.8.0', 'x1-b:1.8.0', 'unknown', 7],
  ['1-b:1.8.0.1.2', '1-b:1.8.0.1.2', 'unknown', 7],
  ['(1-b:1.8.0', '(1-b:1.8.0', 'unknown', 7],
  ['', '', 'unknown', 7],
  [undefined, '', 'unknown', 7],
])('%s is %s, %s', (code, name, direction, rank) => {
  expect(registerOf(code)).toEqual({ name, direction, rank })
})
