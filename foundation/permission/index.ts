export type { Actor, AuthLevel, Call, Scope } from './actor.ts';
export { noScope, system } from './actor.ts';
