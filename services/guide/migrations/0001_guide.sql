-- What people find guides by. The guides themselves are the versions of item_catalogue; everything here
-- can be made again from them.
create schema guide;

create table guide.entries (
  no             int generated always as identity primary key,
  item_id        text not null, -- item_catalogue.items.id
  version        int not null,
  region_code    text not null collate "C",
  slug           text not null,
  title_zh       text not null,
  title_en       text not null,
  summary_zh     text not null,
  summary_en     text not null,
  case_type      text not null,
  served_parties text[] not null,
  -- In force: effective_on <= day < ends_on; the next version ends the one before.
  effective_on   date not null,
  ends_on        date,
  -- The terms of its postings, so that they are found when it is indexed again.
  terms          text[] not null,
  unique (item_id, version)
);
create index entries_newest on guide.entries (effective_on);

-- How much an entry is about a term (foundation/search, documentTerms).
create table guide.postings (
  term        text collate "C",
  region_code text collate "C", -- as in the entry
  entry       int, -- guide.entries.no
  weight      real not null,
  primary key (term, region_code, entry) include (weight)
);

-- How many entries have a term; the row of the empty term counts all entries.
create table guide.terms (
  term    text collate "C" primary key,
  entries int not null
);

call scope.protect_public('guide.entries');
call scope.protect_public('guide.postings');
call scope.protect_public('guide.terms');

-- The rows of an array of objects with the columns of guide.entries and `postings`, an object of term and weight.
create function guide.rows_of(entries jsonb)
returns table (item_id text, version int, region_code text, slug text, title_zh text, title_en text,
  summary_zh text, summary_en text, case_type text, served_parties text[], effective_on date,
  ends_on date, terms text[], weights real[])
language sql immutable set search_path = pg_catalog as $$
  select r.item_id, r.version, r.region_code, r.slug, r.title_zh, r.title_en, r.summary_zh,
    r.summary_en, r.case_type, r.served_parties, r.effective_on, r.ends_on, p.terms, p.weights
  from jsonb_to_recordset(entries) as r (item_id text, version int, region_code text, slug text,
    title_zh text, title_en text, summary_zh text, summary_en text, case_type text,
    served_parties text[], effective_on date, ends_on date, postings jsonb)
  cross join lateral (select array_agg(t.key) as terms, array_agg(t.value::real) as weights
    from jsonb_each_text(r.postings) t) p
$$;

-- Adds entries, or makes those of the same item and version again.
create procedure guide.put_entries(given jsonb) language plpgsql security definer
set search_path = pg_catalog as $$
begin
  if scope.kind() is distinct from 'system' then
    raise exception 'only the system indexes guides' using errcode = '42501';
  end if;
  -- The counts of terms are read and written by one at a time.
  perform pg_advisory_xact_lock(hashtextextended('guide.put_entries', 0));

  with earlier as materialized (
    select e.no, e.region_code, e.terms from guide.entries e
    join guide.rows_of(given) g on g.item_id = e.item_id and g.version = e.version
  ), gone as (
    delete from guide.postings p using earlier e
    where p.entry = e.no and p.region_code = e.region_code and p.term = any (e.terms)
    returning p.term
  ), counted as (
    select g.term, count(*)::int as n from gone g group by g.term
    union all select '', count(*)::int from earlier having count(*) > 0
  )
  update guide.terms t set entries = t.entries - c.n from counted c where t.term = c.term;

  insert into guide.entries (item_id, version, region_code, slug, title_zh, title_en, summary_zh,
      summary_en, case_type, served_parties, effective_on, ends_on, terms)
    select g.item_id, g.version, g.region_code, g.slug, g.title_zh, g.title_en, g.summary_zh,
      g.summary_en, g.case_type, g.served_parties, g.effective_on, g.ends_on, g.terms
    from guide.rows_of(given) g
  on conflict (item_id, version) do update set region_code = excluded.region_code,
    slug = excluded.slug, title_zh = excluded.title_zh, title_en = excluded.title_en,
    summary_zh = excluded.summary_zh, summary_en = excluded.summary_en,
    case_type = excluded.case_type, served_parties = excluded.served_parties,
    effective_on = excluded.effective_on, ends_on = excluded.ends_on, terms = excluded.terms;

  update guide.entries e set ends_on = n.effective_on
  from guide.rows_of(given) g
  join guide.entries o on o.item_id = g.item_id
  cross join lateral (select min(l.effective_on) as effective_on from guide.entries l
    where l.item_id = o.item_id and l.version > o.version) n
  where e.no = o.no and e.item_id = g.item_id and n.effective_on < coalesce(e.ends_on, 'infinity');

  with made as (
    insert into guide.postings (term, region_code, entry, weight)
      select t.term, e.region_code, e.no, t.weight
      from guide.rows_of(given) g
      join guide.entries e on e.item_id = g.item_id and e.version = g.version
      cross join lateral unnest(g.terms, g.weights) as t (term, weight)
    returning term
  ), counted as (
    select m.term, count(*)::int as n from made m group by m.term
    union all select '', jsonb_array_length(given)
  )
  insert into guide.terms as t (term, entries) select c.term, c.n from counted c
  on conflict (term) do update set entries = t.entries + excluded.entries;
end $$;

-- The entries that a search finds, best first, at most `wanted` behind the place (behind_score, behind_no).
-- A definer function, because row-level security would bar the planner from the indexes; it answers numbers
-- only, and the rows are then read under the policies. The formula is that of foundation/search, rank.ts.
-- `regions` null: everywhere. Work is bounded: the rarest terms lead to at most `reach` postings, the best 200
-- entries of these are compared in full.
create function guide.search(terms text[], weights real[], kinds text[], regions text[], today date,
  prior real, enough_parts real, behind_score int, behind_no int, wanted int)
returns table (entry int, score int) language plpgsql stable security definer
set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
declare
  reach constant int := 3000;
  documents constant int := coalesce((select t.entries from guide.terms t where t.term = ''), 0);
begin
  return query
  with asked as materialized (
    select a.term, a.kind, t.entries as having_it,
      (a.weight * ln(1 + (documents + prior) / (t.entries + 1.0)))::real as worth
    from unnest(terms, weights, kinds) as a (term, weight, kind)
    join guide.terms t on t.term = a.term and t.entries > 0
  ), rarest as materialized (
    select o.term, o.worth from (
      select a.*, sum(a.having_it) over (order by a.having_it, a.term) - a.having_it as before
      from asked a) o
    where o.before < reach
  ), found as materialized (
    select p.entry, p.region_code
    from rarest r
    cross join lateral (
      select s.entry, s.region_code, s.weight from guide.postings s
      where s.term = r.term and (regions is null or s.region_code = any (regions))
      limit 2 * reach) p
    group by p.entry, p.region_code order by sum(r.worth * p.weight) desc, p.entry limit 200
  ), valid as materialized (
    select f.* from found f join guide.entries e on e.no = f.entry
    where e.effective_on <= today and (e.ends_on is null or e.ends_on > today)
  ), compared as (
    select v.entry, round(1000 * sum(a.worth * p.weight)::numeric)::int as score,
      bool_or(a.kind = 'subject') as subject, count(*) filter (where a.kind = 'part') as parts
    from valid v
    cross join asked a
    join guide.postings p on p.term = a.term and p.region_code = v.region_code and p.entry = v.entry
    group by v.entry
  )
  select c.entry, c.score from compared c
  where (c.subject or c.parts >= enough_parts * (
      select nullif(count(*), 0) from unnest(kinds) as k (kind) where k.kind = 'part'))
    and (c.score, -c.entry) < (behind_score, -behind_no)
  order by c.score desc, c.entry limit wanted;
end $$;

revoke execute on procedure guide.put_entries(jsonb) from public;
revoke execute on function guide.rows_of(jsonb) from public;
revoke execute on function guide.search(
  text[], real[], text[], text[], date, real, real, int, int, int) from public;
grant execute on procedure guide.put_entries(jsonb) to yiwang_app;
grant execute on function guide.search(
  text[], real[], text[], text[], date, real, real, int, int, int) to yiwang_app;
