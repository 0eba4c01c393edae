export { messages } from './messages.ts';
export { default } from './routes.ts';
export { errors } from './rules.ts';
export type { Explanation } from './schema.ts';
export { subscriptions } from './service.ts';
