import { readPackages } from '@yiwang/services/item-catalogue';
import type { put } from './service.ts';

type Indexed = Parameters<typeof put>[1][number];

/** The items of catalogue/ as the index takes them, without publishing them. */
export const shippedItems = (): Indexed[] =>
  readPackages().map(({ item }) => ({
    ...item,
    itemId: `${item.slug}.${item.regionCode}`,
    version: 1,
  }));
