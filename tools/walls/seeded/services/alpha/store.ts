import { a } from './service.ts';
export const b = a;
