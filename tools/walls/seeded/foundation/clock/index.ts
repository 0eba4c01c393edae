import { a } from '../../services/alpha/index.ts';
export const clock = a;
