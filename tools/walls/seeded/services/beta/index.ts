import { a } from '../alpha/service.ts';
export const door = a;
