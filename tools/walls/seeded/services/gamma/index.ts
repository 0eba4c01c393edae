import type { door } from '../beta/index.ts';
export type Door = typeof door;
