// Load test and labelled set, run by hand: node services/guide/guide.load.ts [20000]
import { readAs, withActor } from '@yiwang/foundation/db';
import { noScope, system } from '@yiwang/foundation/permission';
import { tokens } from '@yiwang/foundation/search';
import { callOf, testDatabase } from '@yiwang/foundation/testing';
import setup from '../../foundation/testing/global-setup.ts';
import { crowd } from './crowd.ts';
import { heldOut, type Question, tuning, unanswerable } from './labelled.ts';
import { findGuides, put } from './service.ts';
import { shippedItems } from './shipped.ts';

const now = new Date('2026-11-23T01:00:00Z');
const reader = callOf({ kind: 'person', id: 'reader', scope: noScope, authLevel: 0 }, now);
const indexer = callOf(system('seed'), now);
const REGION = '340104';
const ROUNDS = 3;
const BATCH = 500;

const ms = (value: number | undefined) => (value ?? 0).toFixed(1);
const percentile = (times: readonly number[], p: number) =>
  [...times].sort((a, b) => a - b)[Math.ceil(p * times.length) - 1];

type Db = Awaited<ReturnType<typeof testDatabase>>;
const search = (db: Db, q: string, region?: string) =>
  readAs(db, reader, (tx) => findGuides(tx, { q, region }, { limit: 10 }));

async function share(db: Db, name: string, questions: readonly Question[], region?: string) {
  const wrong: string[] = [];
  let third = 0;
  for (const { asks, means } of questions) {
    const { items } = await search(db, asks, region);
    if (items[0]?.slug !== means) wrong.push(`${asks} → ${items[0]?.title.zh ?? 'nothing'}`);
    if (items.slice(0, 3).some(({ slug }) => slug === means)) third += 1;
  }
  const right = questions.length - wrong.length;
  const percent = (n: number) => `${((100 * n) / questions.length).toFixed(0)} %`;
  console.log(
    `${name}: first ${right}/${questions.length} (${percent(right)}), in three ${percent(third)}`,
  );
  for (const line of wrong) console.log(`   ${line}`);
}

async function quality(db: Db, region?: string) {
  await share(db, 'tuning', tuning, region);
  await share(db, 'held out', heldOut, region);
}

async function speed(db: Db, region?: string) {
  const times: number[] = [];
  const questions = [...tuning, ...heldOut].map(({ asks }) => asks).concat(unanswerable);
  for (let round = -1; round < ROUNDS; round += 1)
    for (const q of questions) {
      const start = performance.now();
      await search(db, q, region);
      if (round >= 0) times.push(performance.now() - start);
    }
  const at = (p: number) => ms(percentile(times, p));
  console.log(
    `search ${region ?? 'everywhere'}: p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} ms of ${times.length}`,
  );
}

async function indexCrowd(db: Db, count: number) {
  const start = performance.now();
  const guides = crowd(count);
  for (let i = 0; i < guides.length; i += BATCH)
    await withActor(db, indexer, async (tx) => put(tx, guides.slice(i, i + BATCH)));
  await db.owner('vacuum analyze guide.entries, guide.postings, guide.terms');
  const [size] = await db.owner<{ size: string; postings: string }>(
    `select pg_size_pretty(pg_total_relation_size('guide.postings')) as size,
      (select count(*) from guide.postings)::text as postings`,
  );
  console.log(
    `${count} guides indexed in ${ms((performance.now() - start) / 1000)} s, ${size?.postings} postings, ${size?.size}`,
  );
}

const teardown = await setup();
const db = await testDatabase();
try {
  const loading = performance.now();
  tokens('加载');
  console.log(`jieba loaded in ${ms(performance.now() - loading)} ms`);
  await withActor(db, indexer, async (tx) => put(tx, shippedItems()));
  console.log('-- the items of the platform alone');
  await quality(db);
  for (const q of unanswerable) {
    const { items } = await search(db, q);
    if (items.length > 0) console.log(`   found for ${q}: ${items.map((i) => i.title.zh)}`);
  }
  await indexCrowd(db, Number(process.argv[2] ?? 20_000));
  console.log(`-- in the crowd, seen from ${REGION}`);
  await quality(db, REGION);
  console.log('-- in the crowd, everywhere');
  await quality(db);
  await speed(db, REGION);
  await speed(db);
} finally {
  await db.close();
  await teardown();
}
