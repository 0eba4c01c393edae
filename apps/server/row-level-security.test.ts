import { ROLES, raw, type Statement, type Tx, withActor, withClient } from '@yiwang/foundation/db';
import { type Actor, noScope, system } from '@yiwang/foundation/permission';
import { actingAs, at, callOf } from '@yiwang/foundation/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ToldCounty, tellCounty } from './story.fixture.ts';

/** Tables without row-level security, and why. */
const OPEN: Record<string, string> = {
  'public.migrations': 'which files have been applied; about nobody',
};

/** Tables that everybody reads, and why. */
const PUBLISHED: Record<string, string> = {
  'region.divisions': 'the published list of divisions',
  'region.imports': 'which edition of that list was taken over',
  'region.frequent_grams': 'an index over that list',
  'organization.organizations': 'departments with their telephones, as on their doors',
  'organization.officers': 'who holds office, by name and staff number',
  'organization.post_kinds': 'what each kind of post may do',
  'organization.posts': 'the posts of departments',
  'organization.assignments': 'who holds which post',
  'item_catalogue.items': 'published items',
  'item_catalogue.versions': 'published items',
  'guide.entries': 'an index over published items',
  'guide.postings': 'an index over published items',
  'guide.terms': 'an index over published items',
  'certificate.types': 'published kinds of certificates',
  'process_host.programs': 'published processes',
  'working_calendar.schedules': 'the State Council’s schedules',
  'ledger.entries': 'the log is public by its nature; it holds keyed digests only',
  'ledger.tiles': 'the log is public by its nature',
  'ledger.checkpoints': 'the log is public by its nature',
};

/** Tables that stay empty in an undisturbed county, and why. */
const EMPTY: Record<string, string> = {
  'events.parked': 'only what a subscriber could not handle',
  'ledger.pending': 'the sequencer has taken everything',
  'working_calendar.schedules': 'the years up to 2026 ship with the program',
};

/** What the auditor reads: the books about readings and acts, the public log, and which files were applied. */
const AUDITED = [
  'audit.entries',
  'audit.reads',
  'ledger.checkpoints',
  'ledger.entries',
  'ledger.tiles',
  'public.migrations',
];

/** Tables that only grow. */
const GROWING = [
  'audit.entries',
  'audit.reads',
  'certificate.certificate_events',
  'instant_approval.evaluations',
  'ledger.checkpoints',
  'ledger.entries',
  'material.checks',
  'process_host.event_log',
  'process_host.programs',
  'rating.ratings',
];

const now = at('2026-11-24 09:00');
let county: ToldCounty;
type Table = {
  name: string;
  secured: boolean;
  policies: number;
  partition: boolean;
  columns: string[];
};
let tables: Table[];

const tablesOf = ({ db }: ToldCounty) =>
  db.owner<Table>(`select format('%s.%s', n.nspname, c.relname) as name, c.relrowsecurity as secured,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies, c.relispartition as partition,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' and a.attidentity = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    order by 1`);

beforeAll(async () => {
  county = await tellCounty(now);
  await county.signIn('13900000003');
  await county.signIn('shichang-shencha');
  const code = { phone: '13900000001', purpose: 'register' };
  await county.send('POST', '/api/services/identity/one-time-codes', { body: code });
  await county.settle();
  tables = await tablesOf(county);
});
afterAll(() => county.close());

const wholes = () => tables.filter(({ partition }) => !partition);
const guarded = () =>
  wholes().filter(({ name }) => OPEN[name] === undefined && PUBLISHED[name] === undefined);

const as = <T>(actor: Actor, fn: (tx: Tx) => Promise<T>) =>
  withActor(county.db, callOf(actor, now), fn);
const any = (name: string): Statement<{ one: number }> =>
  raw(sql<{ one: number }>`select 1 as one from ${sql.table(name)} limit 1`);

/** The names of the tables in which an actor sees a row without any filter. */
async function seenBy(actor: Actor, among: readonly Table[]): Promise<string[]> {
  return as(actor, async (tx) => {
    const seen: string[] = [];
    for (const { name } of among) if (await tx.first(any(name))) seen.push(name);
    return seen;
  });
}

/** Touches every row of a table that the actor may change. @returns how many, or why not at all. */
async function changedBy(actor: Actor, { name, columns }: Table): Promise<number | 'refused'> {
  const column = sql.ref(columns[0] ?? '');
  const statement = sql<{ n: number }>`with changed as
    (update ${sql.table(name)} set ${column} = ${column} returning 1) select count(*)::int as n from changed`;
  try {
    return (await as(actor, (tx) => tx.first(raw(statement))))?.n ?? 0;
  } catch (error) {
    const { code } = error as { code?: string };
    // No privilege, or a table that only grows.
    if (code === '42501' || code === 'YW002') return 'refused';
    throw error;
  }
}

const foreignOfficer = actingAs('officer', 'officer-elsewhere', {
  organizationId: 'org-elsewhere',
  postId: 'post-elsewhere',
  postKind: 'approver',
  permissions: ['case.read', 'case.unmask', 'rating.read', 'base-register.answer'],
  scope: { regions: ['99'], organizations: ['org-elsewhere'] },
});
const homeless = actingAs('officer', 'officer-without-post', { scope: noScope });
const stranger = actingAs('person', 'account-of-a-stranger', { actsFor: 'subject-of-a-stranger' });
const foreignFirm = actingAs('enterprise', 'account-of-a-stranger', { actsFor: 'firm-elsewhere' });
const robot = actingAs('robot', 'robot-elsewhere');

describe('the catalogue of the database', () => {
  test('every table has row-level security and a policy, or stands in the list', () => {
    const open = wholes().filter(({ secured, policies }) => !secured || policies === 0);
    expect(open.map(({ name }) => name)).toEqual(Object.keys(OPEN));
    expect(wholes().length).toBeGreaterThan(50);
  });

  test('partitions cannot be reached past the policies of their parents', async () => {
    const parts = tables.filter(({ partition }) => partition);
    expect(parts.length).toBeGreaterThanOrEqual(8);
    for (const { name, secured, policies } of parts) {
      expect([name, secured, policies]).toEqual([name, true, 0]);
      const rows = await county.db.owner<{ may: boolean }>(
        `select has_table_privilege(role, $1, 'select, insert, update, delete') as may
         from unnest(array['yiwang_app', 'yiwang_auditor']) role`,
        [name],
      );
      expect(rows, name).toEqual([{ may: false }, { may: false }]);
    }
  });

  test('no view and no function shows what a policy hides', async () => {
    const views = await county.db.owner(`select viewname from pg_views
      where schemaname !~ '^pg_' and schemaname <> 'information_schema'`);
    expect(views).toEqual([]);
    const loose = await county.db.owner(`select p.oid::regprocedure::text as name from pg_proc p
      where p.prosecdef and (p.proconfig is null or not exists (
        select from unnest(p.proconfig) c where c like 'search_path=%'))`);
    expect(loose).toEqual([]);
  });

  test('the lists name tables that exist', () => {
    const names = new Set(tables.map(({ name }) => name));
    const listed = [OPEN, PUBLISHED, EMPTY].flatMap((list) => Object.keys(list));
    expect([...listed, ...GROWING, ...AUDITED].filter((name) => !names.has(name))).toEqual([]);
  });

  test('no role of the platform goes past the policies, and one owns all tables', async () => {
    const rows = await county.db.owner<{ free: boolean }>(
      'select rolbypassrls or rolsuper as free from pg_roles where rolname = any($1)',
      [ROLES],
    );
    expect(rows).toEqual(ROLES.map(() => ({ free: false })));
    const owned = await county.db.owner<{ name: string }>(`select c.oid::regclass::text as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and pg_get_userbyid(c.relowner) <> 'yiwang_migrator'`);
    expect(owned).toEqual([]);
  });
});

describe('rows', () => {
  test('stand in every table, so that seeing none means something', async () => {
    const full = new Set(await seenBy(system('test'), guarded()));
    const empty = guarded().filter(({ name }) => !full.has(name));
    expect(empty.map(({ name }) => name)).toEqual(
      Object.keys(EMPTY).filter((name) => PUBLISHED[name] === undefined),
    );
  });

  test.each([
    ['an officer of another region and department', foreignOfficer],
    ['an officer without a post', homeless],
    ['a resident whom nothing concerns', stranger],
    ['a firm whom nothing concerns', foreignFirm],
    ['a robot without a task', robot],
  ])('%s sees none', async (_, actor) => {
    expect(await seenBy(actor, guarded())).toEqual([]);
  });

  test('nobody sees any without an actor', async () => {
    for (const { name } of guarded()) {
      const { rows } = await county.db.pool.query(
        `select 1 from ${name
          .split('.')
          .map((part) => `"${part}"`)
          .join('.')} limit 1`,
      );
      expect(rows, name).toEqual([]);
    }
  });

  test.each([
    ['an officer of another region and department', foreignOfficer],
    ['a resident whom nothing concerns', stranger],
  ])('%s changes none', async (_, actor) => {
    const changed: [string, number][] = [];
    for (const table of guarded()) {
      const n = await changedBy(actor, table);
      if (n !== 'refused' && n > 0) changed.push([table.name, n]);
    }
    expect(changed).toEqual([]);
  });

  test('a resident changes no reference data', async () => {
    const changed: [string, number][] = [];
    for (const table of wholes().filter(({ name }) => PUBLISHED[name] !== undefined)) {
      const n = await changedBy(stranger, table);
      if (n !== 'refused' && n > 0) changed.push([table.name, n]);
    }
    expect(changed).toEqual([]);
  });

  test('an actor cannot make others believe he is the platform', async () => {
    const forged = actingAs('person', 'x', { actsFor: "x', true), set_config('yw.kind','system" });
    expect(await seenBy(forged, guarded())).toEqual([]);
  });
});

describe('each sees the part that is his', () => {
  const count = async (actor: Actor, name: string) =>
    (
      await as(actor, (tx) =>
        tx.first(raw(sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`)),
      )
    )?.n;
  const officerOf = (department: string, regions: string[] = []): Actor =>
    actingAs('officer', `officer-of-${department}`, {
      organizationId: department,
      scope: { regions, organizations: [department] },
    });

  test('departments their cases, those of a joint review together, the monitor all of the region', async () => {
    const seen = (actor: Actor) => count(actor, 'case.cases');
    expect(await seen(officerOf('org-civil-affairs'))).toBe(3);
    expect(await seen(officerOf('org-market-regulation'))).toBe(2);
    for (const party of ['org-urban-management', 'org-planning', 'org-traffic-police'])
      expect(await seen(officerOf(party)), party).toBe(3);
    expect(await seen(officerOf('org-public-security'))).toBe(0);
    expect(await seen(officerOf('org-government-services', ['340104']))).toBe(8);
    expect(await seen(officerOf('org-government-services', ['3401']))).toBe(8);
    expect(await seen(officerOf('org-elsewhere', ['3402']))).toBe(0);
  });

  test('residents their own cases only, and of these no inner lines', async () => {
    const rows = await county.db.owner<{ subject: string; cases: number }>(
      'select applicant_id as subject, count(*)::int as cases from "case".cases group by 1',
    );
    expect(rows.length).toBe(5);
    for (const { subject, cases } of rows) {
      const actor = actingAs('person', 'account', { actsFor: subject });
      expect(await count(actor, 'case.cases')).toBe(cases);
      expect(await count(actor, 'case.opinions')).toBe(0);
    }
  });
});

describe('the auditor', () => {
  test('may read the books and nothing else, and write nothing', async () => {
    const may = async (privilege: string) =>
      (
        await county.db.owner<{ name: string }>(
          `select t.name from unnest($1::text[]) as t (name)
           where has_table_privilege('yiwang_auditor', t.name, $2) order by 1`,
          [
            tables.map(({ name }) =>
              name
                .split('.')
                .map((part) => `"${part}"`)
                .join('.'),
            ),
            privilege,
          ],
        )
      ).map(({ name }) => name.replaceAll('"', ''));
    expect(await may('select')).toEqual(AUDITED);
    expect(await may('insert, update, delete, truncate')).toEqual([]);
  });

  test('reads every entry without being anybody', async () => {
    const total = await county.db.owner<{ n: number }>(
      'select count(*)::int as n from audit.entries',
    );
    const { rows } = await withClient(county.db.url('yiwang_auditor'), (client) =>
      client.query('select count(*)::int as n from audit.entries'),
    );
    expect(rows).toEqual(total);
    expect(rows[0].n).toBeGreaterThan(100);
    await expect(
      withClient(county.db.url('yiwang_auditor'), (client) =>
        client.query('select * from "case".cases'),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  test('cannot call what acts in the owner’s name', async () => {
    const rows = await county.db.owner(`select p.oid::regprocedure::text as name from pg_proc p
      where p.prosecdef and has_function_privilege('yiwang_auditor', p.oid, 'execute')`);
    expect(rows).toEqual([]);
  });
});

describe('what only grows', () => {
  test('is marked so in the database', async () => {
    const rows = await county.db.owner<{ name: string }>(
      `select distinct format('%s.%s', n.nspname, c.relname) as name from pg_trigger t
       join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
       where t.tgname = 'append_only' and not c.relispartition order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(GROWING);
  });

  test.each(GROWING)(
    '%s cannot be changed, deleted or emptied, not even by the platform',
    async (name) => {
      const table = tables.find((one) => one.name === name);
      expect(table && (await changedBy(system('test'), table))).toBe('refused');
      for (const statement of [
        sql`delete from ${sql.table(name)}`,
        sql`truncate ${sql.table(name)} cascade`,
      ])
        await expect(as(system('test'), (tx) => tx.all(raw(statement)))).rejects.toMatchObject({
          code: expect.stringMatching(/^(42501|YW002)$/),
        });
      expect(await seenBy(system('test'), table ? [table] : [])).toEqual([name]);
    },
  );
});
