export { default } from './routes.ts';
export { errors } from './rules.ts';
export type { Rating, Statistics } from './schema.ts';
export { subscriptions } from './service.ts';
