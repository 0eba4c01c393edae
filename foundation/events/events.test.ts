import { afterAll, beforeAll, expect, test } from 'vitest';
import { withActor } from '../db/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../testing/index.ts';
import { type DomainEvent, emit, startDispatcher } from './index.ts';

let db: TestDatabase;
let now = at('2026-03-02 09:00');
beforeAll(async () => {
  db = await testDatabase();
  db = { ...db, report: () => {} };
});
afterAll(() => db.close());

const happen = (subject: string, n: number, fail = false) =>
  withActor(db, callOf(actingAs('person', 'p'), now), async (tx) => {
    emit(tx, { type: 'trial.done', subject, data: { n } });
    if (fail) throw new Error('the change did not happen');
  });

test('an event is handed on once, in order, and only when its change was committed', async () => {
  const seen: DomainEvent[] = [];
  const dispatcher = await startDispatcher(
    db,
    [{ consumer: 'a', types: ['trial.done'], handle: async (_tx, event) => void seen.push(event) }],
    () => now,
  );
  await happen('s', 1);
  await expect(happen('s', 2, true)).rejects.toThrow('did not happen');
  await happen('s', 3);
  await dispatcher.drain();
  await dispatcher.stop();
  const again = await startDispatcher(
    db,
    [{ consumer: 'a', types: ['trial.done'], handle: async (_tx, event) => void seen.push(event) }],
    () => now,
  );
  await again.drain();
  await again.stop();
  expect(seen.map((event) => event.data.n)).toEqual([1, 3]);
});

test('a failing event holds back the later ones of its subject, and no others', async () => {
  const seen: unknown[] = [];
  let broken = true;
  const dispatcher = await startDispatcher(
    db,
    [
      {
        consumer: 'b',
        types: ['trial.done'],
        handle: async (_tx, event) => {
          if (broken && event.data.n === 10) throw new Error('not today');
          seen.push(event.data.n);
        },
      },
    ],
    () => now,
  );
  await dispatcher.drain();
  seen.length = 0;
  await happen('x', 10);
  await happen('x', 11);
  await happen('y', 12);
  await dispatcher.drain();
  expect(seen).toEqual([12]);
  broken = false;
  now = new Date(now.getTime() + 10 * 60_000);
  for (let i = 0; i < 3; i += 1) await dispatcher.drain();
  await dispatcher.stop();
  expect(seen).toEqual([12, 10, 11]);
});
