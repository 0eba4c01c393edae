export { messages } from './messages.ts';
export { default } from './routes.ts';
export { errors } from './rules.ts';
export { subscriptions } from './service-queue.ts';
