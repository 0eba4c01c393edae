import { defineConfig } from 'vitest/config';

/** Journeys in a real browser against one running server; one after the other, because they tell one story. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['e2e/**/*.journey.ts'],
    globalSetup: ['e2e/server.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    teardownTimeout: 60_000,
  },
});
