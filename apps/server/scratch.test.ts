import { at } from '@yiwang/foundation/testing';
import { test } from 'vitest';
import { tellCounty } from './story.fixture.ts';
test('x', async () => {
  const t0 = performance.now();
  const { db, said } = await tellCounty(at('2026-11-24 09:00'));
  console.log(performance.now() - t0, said);
  console.log(await db.owner('select item_slug, state, outcome, submitted_at, presumed, legal_on from "case".cases order by submitted_at'));
  console.log(await db.owner(`select act, state, organization_id, due_on from process_host.tasks where state = 'open'`));
  await db.close();
});
