import { withActor } from '@yiwang/foundation/db';
import { system } from '@yiwang/foundation/permission';
import { at, callOf } from '@yiwang/foundation/testing';
import { light, workingDaysBetween } from '@yiwang/foundation/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firms, firmUscc, idNumberOf, people } from './demo-county.ts';
import { seed } from './seed.ts';
import { type ToldCounty, tellCounty } from './story.fixture.ts';
import { LENGTH, pastWorkingDays, storyBegin } from './story-days.ts';

const now = at('2026-11-24 09:00');
let county: ToldCounty;
beforeAll(async () => {
  county = await tellCounty(now);
});
afterAll(() => county.close());

type CaseRow = { slug: string; state: string; outcome: string | null; n: number };
const cases = ({ db }: ToldCounty) =>
  db.owner<CaseRow>(`select item_slug as slug, state, outcome, count(*)::int as n
    from "case".cases group by 1, 2, 3 order by 1, 2, 3`);

type OpenTask = { slug: string; act: string; department: string; due: string | null };
const openTasks = ({ db }: ToldCounty) =>
  db.owner<OpenTask>(`select c.item_slug as slug, t.act, t.organization_id as department, t.due_on::text as due
    from process_host.tasks t join "case".cases c on c.id::text = t.subject_id
    where t.state = 'open' order by 1, 2`);

const counts = (db: ToldCounty['db']) =>
  db.owner<{ name: string; n: string }>(`
    select t.name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', t.name), false, true, '')))[1]::text as n
    from (select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')) t order by 1`);

test('a second start changes nothing', async () => {
  const before = await counts(county.db);
  const said: string[] = [];
  await seed(county.platform, county.rooms, (line) => said.push(line));
  expect(said).toEqual([]);
  expect(await counts(county.db)).toEqual(before);
});

describe('the story', () => {
  test('nothing goes wrong unseen', () => {
    expect(county.said).toEqual([
      expect.stringContaining('divisions imported'),
      expect.stringContaining('departments'),
      'The past weeks of the county are told',
    ]);
  });

  test('has a case in every state that a desk shows', async () => {
    expect(await cases(county)).toEqual([
      { slug: 'elder-card', state: 'accepted', outcome: null, n: 1 },
      { slug: 'elder-card', state: 'closed', outcome: 'granted', n: 2 },
      { slug: 'food-licence', state: 'accepted', outcome: null, n: 1 },
      { slug: 'food-licence', state: 'closed', outcome: 'withdrawn', n: 1 },
      { slug: 'road-occupation', state: 'accepted', outcome: null, n: 1 },
      { slug: 'road-occupation', state: 'closed', outcome: 'granted', n: 1 },
      { slug: 'road-occupation', state: 'submitted', outcome: null, n: 1 },
    ]);
  });

  test('leaves work for the approver, the reviewer, the slow department and the counter', async () => {
    expect(await openTasks(county)).toEqual([
      {
        slug: 'elder-card',
        act: 'decide',
        department: 'org-civil-affairs',
        due: '2026-11-19',
      },
      { slug: 'food-licence', act: 'review', department: 'org-market-regulation', due: null },
      {
        slug: 'road-occupation',
        act: 'accept-review',
        department: 'org-urban-management',
        due: '2026-11-24',
      },
      {
        slug: 'road-occupation',
        act: 'opine',
        department: 'org-traffic-police',
        due: '2026-11-19',
      },
    ]);
    // The counter has until the end of today: one day is left of five.
    const remaining = workingDaysBetween(county.platform.calendar(), '2026-11-23', '2026-11-24');
    expect(light({ state: 'running', remaining, total: 5 })).toBe('yellow');
  });

  test('one food licence was corrected once and visited by two officers', async () => {
    const rows =
      await county.db.owner(`select correction_used as used, cardinality(v.officers) as officers
      from "case".cases c join "case".visits v on v.case_id = c.id`);
    expect(rows).toEqual([{ used: true, officers: 2 }]);
  });

  test('a good and a poor rating; the poor one waits for its call-back', async () => {
    const rows =
      await county.db.owner(`select c.item_slug as slug, r.level, b.id is not null as open
      from rating.ratings r join "case".cases c on c.id = r.case_id
      left join rating.callbacks b on b.rating_id = r.id order by 1`);
    expect(rows).toEqual([
      { slug: 'elder-card', level: 1, open: false },
      { slug: 'road-occupation', level: 4, open: true },
    ]);
  });

  test('rules granted two cards, handed one to a person, and one holder asks for a person', async () => {
    const rows =
      await county.db.owner(`select e.outcome, count(*)::int as n, count(r.id)::int as asked
      from instant_approval.evaluations e
      left join instant_approval.reopenings r on r.evaluation_id = e.id group by 1 order by 1`);
    expect(rows).toEqual([
      { outcome: 'granted', n: 2, asked: 1 },
      { outcome: 'manual', n: 1, asked: 0 },
    ]);
  });

  test('a disputed address, a draft, a certificate that was shown and checked', async () => {
    const [found] = await county.db.owner(`select
      (select string_agg(element || ' ' || state, ',') from base_register.disputes) as disputes,
      (select count(*)::int from "case".drafts) as drafts,
      (select count(*)::int from certificate.certificates where state = 'valid') as certificates,
      (select count(*)::int from certificate.verifications where outcome = 'valid') as checks`);
    expect(found).toEqual({
      disputes: 'person.residence open',
      drafts: 1,
      certificates: 3,
      checks: 2,
    });
  });

  test('each certificate type stands there once', async () => {
    const rows = await county.db.owner(
      'select code from certificate.types group by 1 having count(*) > 1',
    );
    expect(rows).toEqual([]);
  });

  test('stays true after the start: no timer is due, nothing is handed on twice', async () => {
    const before = await cases(county);
    expect(await county.platform.processes.fireDue(now)).toBe(0);
    await county.settle();
    expect(await cases(county)).toEqual(before);
    expect(await county.platform.processes.fireDue(at('2026-11-24 23:59'))).toBe(0);
    const parked = await county.db.owner('select event_id from events.parked');
    expect(parked).toEqual([]);
  });

  test('every process replays to what is stored', async () => {
    const rows = await county.db.owner<{ id: string }>('select id from process_host.instances');
    const { db, platform } = county;
    for (const { id } of rows) {
      const found = await withActor(db, callOf(system('test'), now), (tx) =>
        platform.processes.rebuild(tx, id),
      );
      expect(found.differences).toEqual([]);
    }
  });

  test('happens on working days, in order, before today', async () => {
    const rows = await county.db.owner<{ at: Date }>('select at from "case".timeline order by seq');
    const times = rows.map((row) => row.at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(at('2026-11-24 00:00').getTime());
    expect(Math.min(...times)).toBeGreaterThan(
      storyBegin(county.platform.calendar(), now).getTime(),
    );
  });
});

describe('the past working days', () => {
  test.each([
    // National Day 2026: 1 to 7 October; 20 September and 10 October are worked.
    ['2026-10-12 09:00', 2, '2026-10-09'],
    ['2026-10-12 09:00', 1, '2026-10-10'],
    ['2026-10-12 09:00', 4, '2026-09-30'],
    // No schedule of 2027 is out: Mondays to Fridays there, the calendar before.
    ['2027-01-05 09:00', 1, '2027-01-04'],
    ['2027-01-05 09:00', 2, '2027-01-01'],
    ['2027-01-05 09:00', 3, '2026-12-31'],
  ])('of %s: %i ago was %s', (today, ago, day) => {
    const days = pastWorkingDays(county.platform.calendar(), at(today), LENGTH);
    expect(days[ago - 1]).toBe(day);
    expect(days).toHaveLength(LENGTH);
  });
});

test.each(['2027-03-10 23:50', '2026-02-28 00:10'])(
  'the story can also be told on %s',
  async (day) => {
    const other = await tellCounty(at(day));
    try {
      expect(await cases(other)).toEqual(await cases(county));
      expect(await other.platform.processes.fireDue(at(day))).toBe(0);
      expect(other.said.at(-1)).toBe('The past weeks of the county are told');
    } finally {
      await other.close();
    }
  },
);

describe('personal data', () => {
  const personal = [
    ...people.flatMap((person) => [
      person.name,
      idNumberOf(person),
      person.phone,
      person.residence,
    ]),
    ...firms.flatMap((firm) => [firm.name, firmUscc(firm)]),
  ];
  const found = (text: string) => personal.filter((value) => text.includes(value));

  beforeAll(async () => {
    const cookie = await county.signIn('13900000003');
    await county.send('GET', '/api/services/case/cases', { cookie });
    await county.send('GET', '/api/data/base-register/subjects/mine', { cookie });
    const officer = await county.signIn('shichang-shencha');
    await county.send('GET', '/api/services/identity/session', { cookie: officer });
    const wrong = { phone: people[0]?.phone, code: '000000', password: 'not the right one 7' };
    await county.send('POST', '/api/services/identity/accounts', { body: wrong });
    const code = { phone: people[0]?.phone, purpose: 'register' };
    await county.send('POST', '/api/services/identity/one-time-codes', { body: code });
    await county.settle();
  });

  const whole = async (table: string) => {
    const rows = await county.db.owner<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t`,
    );
    expect(rows.length, table).toBeGreaterThan(0);
    return rows.map(({ row }) => row).join('\n');
  };

  test.each([
    'events.outbox',
    'audit.entries',
    'db.idempotency_keys',
    'process_host.instances',
    'process_host.event_log',
    'process_host.tasks',
    'process_host.timers',
    'process_host.waits',
    'process_host.programs',
    '"case".timeline',
    'message.messages',
    'identity.accounts',
    'identity.sessions',
    'identity.one_time_codes',
    'material.materials',
    'material.checks',
    'rating.ratings',
    'certificate.certificates',
    'instant_approval.evaluations',
    'instant_approval.reopenings',
    'review_desk.dossiers',
    'review_desk.templates',
    'base_register.facts',
  ])('is not in %s', async (table) => {
    expect(found(await whole(table))).toEqual([]);
  });

  test.each(['entries', 'pending', 'salts'])('is not in ledger.%s', async (table) => {
    const column = table === 'salts' ? 'salt' : 'entry';
    const rows = await county.db.owner<{ bytes: Buffer; row: string }>(
      `select ${column} as bytes, to_jsonb(t)::text as row from ledger.${table} t`,
    );
    if (table === 'entries') expect(rows.length).toBeGreaterThan(10);
    for (const { bytes, row } of rows) expect(found(bytes.toString('utf8') + row)).toEqual([]);
  });

  test('is not in the log of the server nor in what the start says', () => {
    expect(county.log.length).toBeGreaterThan(5);
    expect(found(county.log.join('\n'))).toEqual([]);
    expect(found(county.said.join('\n'))).toEqual([]);
  });

  test('would be found if it were there', () => {
    expect(found(`{"name": "${people[1]?.name}"}`)).toEqual([people[1]?.name]);
  });
});
