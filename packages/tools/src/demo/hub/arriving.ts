import type { Module, Owned } from '../compare.ts'
export const arrivingIn =
  (_m: Module, _a: string, _b: string) =>
  (o: Owned): unknown =>
    o
