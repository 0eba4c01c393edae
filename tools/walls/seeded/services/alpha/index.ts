export { a } from './service.ts';
