import type { Subscription } from '@yiwang/foundation/events';
import { indexPublished } from './service.ts';

export { pages } from './pages.ts';
export { default } from './routes.ts';
export type { GuideQuery, GuideSummary } from './schema.ts';
export { findGuides, reindex } from './service.ts';

/** Every published version is found by search as soon as it is in force. */
export const subscriptions = (): Subscription[] => [
  { consumer: 'guide', types: ['item-catalogue.published'], handle: indexPublished },
];
