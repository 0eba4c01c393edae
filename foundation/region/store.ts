import { type ExpressionBuilder, sql } from 'kysely';
import { queries, raw } from '../db/index.ts';
import type { CodeRange, Level } from './names.ts';
import type { SearchGrams } from './words.ts';

/** An administrative division as it is answered. */
export type Division = {
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: Level;
  readonly name: string;
  /** Names from the province down: `安徽省合肥市蜀山区`. */
  readonly fullName: string;
  /** False for a village, and for a town whose villages are not loaded. */
  readonly hasChildren: boolean;
  /** The day from which it is no division any more. */
  readonly endedOn: string | null;
};

type Tables = {
  'region.divisions': {
    code: string;
    parent_code: string | null;
    level: Level;
    name: string;
    full_name: string;
    ended_on: string | null;
  };
  'region.imports': {
    digest: string;
    source: string;
    as_of: string;
    divisions: number;
    imported_at: Date;
  };
};
const q = queries<Tables>();

type Eb = ExpressionBuilder<{ d: Tables['region.divisions'] }, 'd'>;

const hasChildren = (eb: Eb) =>
  eb
    .exists(
      eb
        .selectFrom(sql<{ parent_code: string }>`region.divisions`.as('c'))
        .select(sql`1`.as('one'))
        .whereRef('c.parent_code', '=', 'd.code'),
    )
    .$castTo<boolean>();

const divisions = () =>
  q
    .selectFrom('region.divisions as d')
    .select(['d.code', 'd.parent_code as parentCode', 'd.level', 'd.name'])
    .select(['d.full_name as fullName', 'd.ended_on as endedOn'])
    .select((eb) => hasChildren(eb).as('hasChildren'));

/** The divisions of the codes given, those ended included; by level and code. */
export const divisionsOf = (codes: readonly string[]) =>
  divisions()
    .where('d.code', '=', sql<string>`any(${codes}::text[])`)
    .orderBy('d.level')
    .orderBy('d.code');

const today = (now: Date) => sql<string>`(${now}::timestamptz at time zone 'Asia/Shanghai')::date`;

/** Divisions right below a parent, the provinces without one, behind a code; today's only. */
export const childrenOf = (parent: string | null, after: string, now: Date, limit: number) =>
  divisions()
    .$if(parent === null, (b) => b.where('d.level', '=', 1))
    .$if(parent !== null, (b) => b.where('d.parent_code', '=', parent))
    .where('d.code', '>', after)
    .where((eb) => eb.or([eb('d.ended_on', 'is', null), eb('d.ended_on', '>', today(now))]))
    .orderBy('d.code')
    .limit(limit);

/** What a search asks the definer function for; everything about words is empty in a search by code. */
export type Search = SearchGrams & {
  readonly last: string;
  readonly across: boolean;
  /** LIKE patterns that the full name must fit. */
  readonly above: readonly string[];
  readonly range: CodeRange;
  readonly after: { readonly level: number; readonly code: string };
  readonly now: Date;
  readonly limit: number;
};

/** The divisions that a search finds, by level and code; today's only. */
export const foundBy = (s: Search) =>
  divisions()
    .innerJoin(
      sql<{ code: string }>`(select code collate "C" as code from region.search_divisions(
        ${s.last}, ${s.across}, ${s.own}::int[], ${s.above}::text[], ${s.whole}::int[],
        ${s.beside}::int[], ${s.range.low}, ${s.range.high}, ${s.after.level}, ${s.after.code},
        ${today(s.now)}, ${s.limit}) as f(code))`.as('found'),
      'found.code',
      'd.code',
    )
    .orderBy('d.level')
    .orderBy('d.code')
    .limit(s.limit);

/** One division as a list has it, made ready for the table. */
export type Row = {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly grams: readonly number[];
  readonly endedOn: string | null;
};

/** Makes two imports wait for each other until the end of the transaction. */
export const lockImports = () =>
  raw(sql`select pg_advisory_xact_lock(hashtextextended('region.imports', 0))`);

export const importOf = (digest: string) =>
  q.selectFrom('region.imports').select('divisions').where('digest', '=', digest);

export const addImport = (row: Tables['region.imports']) =>
  q.insertInto('region.imports').values(row);

/** Adds divisions, and changes those whose name, place or end differs. */
export const putDivisions = (rows: readonly Row[], source: string, asOf: string) =>
  raw(sql`insert into region.divisions as d
      (code, name, full_name, grams, source, effective_on, ended_on)
    select r.code, r.name, r.full_name, r.grams::int[], ${source}, ${asOf}::date, r.ended_on
    from unnest(${rows.map((row) => row.code)}::text[], ${rows.map((row) => row.name)}::text[],
      ${rows.map((row) => row.fullName)}::text[], ${rows.map((row) => `{${row.grams}}`)}::text[],
      ${rows.map((row) => row.endedOn)}::date[]) as r (code, name, full_name, grams, ended_on)
    on conflict (code) do update set name = excluded.name, full_name = excluded.full_name,
      grams = excluded.grams, source = excluded.source, ended_on = excluded.ended_on
    where (d.name, d.full_name, d.ended_on)
      is distinct from (excluded.name, excluded.full_name, excluded.ended_on)`);

export const settle = () => raw(sql`call region.settle()`);
