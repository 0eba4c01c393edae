-- Administrative divisions: public reference data. Codes have 2, 4, 6 (GB/T 2260), 9 or 12 digits
-- (statistical codes); level and parent follow from the code, so they cannot contradict it.
create schema region;

create table region.divisions (
  code         text collate "C" primary key
               check (code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$'),
  parent_code  text collate "C" generated always as (case length(code)
                 when 4 then left(code, 2) when 6 then left(code, 4)
                 when 9 then left(code, 6) when 12 then left(code, 9) end) stored
               references region.divisions (code),
  level        smallint not null generated always as (case length(code)
                 when 2 then 1 when 4 then 2 when 6 then 3 when 9 then 4 else 5 end) stored,
  name         text not null check (name <> ''),
  -- The names from the province down; places that only fill a level of the code are left out.
  full_name    text not null,
  -- Characters and pairs of characters of both names, as numbers (words.ts).
  grams        int[] not null,
  source       text not null,
  -- The day of the list that first had the division, and the day from which it is no longer one.
  effective_on date not null,
  ended_on     date check (ended_on >= effective_on)
);
create index divisions_children on region.divisions (parent_code, code);
create index divisions_order on region.divisions (level, code);
create index divisions_grams_above on region.divisions using gin (grams) where level < 5;
create index divisions_grams_villages on region.divisions using gin (grams) where level = 5;
call scope.protect_public('region.divisions');

-- Which lists were read in: a list that is here is not read a second time.
create table region.imports (
  digest      text primary key,
  source      text not null,
  as_of       date not null,
  divisions   int not null check (divisions > 0),
  imported_at timestamptz not null
);
call scope.protect_public('region.imports');

-- Grams that many towns (level 4) or villages (level 5) have: for these the order of codes leads to a full
-- page sooner than the index of grams. A matter of speed only; made by region.settle.
create table region.frequent_grams (
  level smallint not null check (level in (4, 5)),
  gram  int not null,
  primary key (level, gram)
);
call scope.protect_public('region.frequent_grams');

create function region.all_frequent(at_level int, wanted int[]) returns boolean
  language sql stable set search_path = pg_catalog
  return (select count(*) from region.frequent_grams f
    where f.level = at_level and f.gram = any (wanted)) = cardinality(wanted);

-- Codes of the divisions whose own name has the word `last` (with `across`, whose full name has it,
-- reaching into the own name) and whose full name fits the LIKE patterns `above`, in the order
-- (level, code) behind (after_level, after_code). `own` and `whole` are the grams that this demands.
-- A definer function because @> and LIKE are not leakproof: under a policy the planner would use no index
-- of grams. The planner does not know how frequent a rare gram is, so the choice is made here: when one
-- is rare, by the index of grams (`materialized` keeps other conditions away from it), else along the codes
-- and by the text alone, which is cheaper to compare. Measured over all villages by region.load.ts.
create function region.search_divisions(
  last text, across boolean, own int[], above text[], whole int[], beside int[],
  low text, high text, after_level int, after_code text, today date, most int
) returns setof text language plpgsql stable security definer rows 100
  set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  demanded int[] := own || whole;
  reach int := case when across then length(last) - 1 else 0 end;
  wanted int := most;
  got int;
  window_end text;
begin
  if after_level <= 4 then
    if not region.all_frequent(4, demanded) then
      return query
        with fit as materialized (
          select d.level, d.code, d.name, d.full_name, d.ended_on
          from region.divisions d where d.level < 5 and d.grams @> demanded)
        select f.code::text from fit f
        where (f.level, f.code) > (after_level::smallint, after_code)
          and f.code >= low and f.code < high
          and strpos(right(f.full_name, length(f.name) + reach), last) > 0
          and f.full_name like all (above) and (f.ended_on is null or f.ended_on > today)
        order by f.level, f.code limit wanted;
    else
      return query
        select d.code::text from region.divisions d
        where d.level <= 4 and (d.level, d.code) > (after_level::smallint, after_code)
          and d.code >= low and d.code < high
          and strpos(right(d.full_name, length(d.name) + reach), last) > 0
          and d.full_name like all (above) and (d.ended_on is null or d.ended_on > today)
        order by d.level, d.code limit wanted;
    end if;
    get diagnostics got = row_count;
    wanted := wanted - got;
    if wanted = 0 then return; end if;
    after_code := '';
  end if;

  if not region.all_frequent(5, demanded) then
    return query
      with fit as materialized (
        select d.code, d.name, d.full_name, d.ended_on
        from region.divisions d where d.level = 5 and d.grams @> demanded)
      select f.code::text from fit f
      where f.code > after_code and f.code >= low and f.code < high
        and strpos(right(f.full_name, length(f.name) + reach), last) > 0
        and f.full_name like all (above) and (f.ended_on is null or f.ended_on > today)
      order by f.code limit wanted;
    return;
  end if;

  -- Frequent words of villages. Several words may be frequent, yet seldom together or only far away:
  -- then the walk ends after 5 000 villages.
  if cardinality(above) > 0 and not region.all_frequent(4, whole) then
    select max(w.code) into window_end from (
      select d.code from region.divisions d
      where d.level = 5 and d.code > after_code and d.code >= low and d.code < high
      order by d.code limit 5000) w;
  end if;
  return query
    select d.code::text from region.divisions d
    where d.level = 5 and d.code > after_code and d.code >= low and d.code < high
      and d.code <= coalesce(window_end, ':')
      and strpos(right(d.full_name, length(d.name) + reach), last) > 0
      and d.full_name like all (above) and (d.ended_on is null or d.ended_on > today)
    order by d.code limit wanted;
  get diagnostics got = row_count;
  wanted := wanted - got;
  if wanted = 0 or window_end is null then return; end if;

  -- Behind that: villages of the towns that have the words above, and villages that have the word before
  -- the last (its grams are `beside`) in their own name.
  return query
    with towns as materialized (
      select t.code, t.full_name from region.divisions t where t.level < 5 and t.grams @> whole
    ), below as (
      select v.code from (
        select t.code from towns t
        where length(t.code) = 9 and t.full_name like all (above)
          and t.code >= left(window_end, 9) and t.code < high
        order by t.code) t
      cross join lateral (
        select d.code from region.divisions d
        where d.parent_code = t.code and d.code > window_end and d.code >= low and d.code < high
          and strpos(right(d.full_name, length(d.name) + reach), last) > 0
          and (d.ended_on is null or d.ended_on > today)
        offset 0) v
      order by t.code, v.code limit wanted
    ), named as materialized (
      select d.code, d.name, d.full_name, d.ended_on
      from region.divisions d where d.level = 5 and d.grams @> (demanded || beside)
    )
    select a.code::text from (
      select b.code from below b
      union
      select d.code from named d
      where d.code > window_end and d.code >= low and d.code < high
        and strpos(right(d.full_name, length(d.name) + reach), last) > 0
        and d.full_name like all (above) and (d.ended_on is null or d.ended_on > today)) a
    order by a.code limit wanted;
end $$;
revoke execute on function region.search_divisions(
  text, boolean, int[], text[], int[], int[], text, text, int, text, date, int) from public;
grant execute on function region.search_divisions(
  text, boolean, int[], text[], int[], int[], text, text, int, text, date, int) to yiwang_app;

-- After an import: empties the waiting lists of the indexes of grams, measures, and finds the frequent
-- grams (5 % of the towns, 3 % of the villages) in a tenth of the table.
create procedure region.settle() language plpgsql security definer set search_path = pg_catalog as $$
begin
  if scope.kind() is distinct from 'system' then
    raise exception 'only the system settles an import' using errcode = '42501';
  end if;
  perform gin_clean_pending_list('region.divisions_grams_above');
  perform gin_clean_pending_list('region.divisions_grams_villages');
  analyze region.divisions (code, parent_code, level, grams);
  delete from region.frequent_grams;
  insert into region.frequent_grams
    with part as materialized (
      select d.level, d.grams from region.divisions d tablesample system (10) repeatable (1)
      where d.level >= 4
    ), sizes as (select level, count(*) as n from part group by level)
    select p.level, g.gram from part p cross join unnest(p.grams) as g (gram) join sizes s using (level)
    group by p.level, g.gram, s.n
    having count(*) >= case p.level when 4 then 0.05 else 0.03 end * s.n and count(*) >= 20;
end $$;
revoke execute on procedure region.settle() from public;
grant execute on procedure region.settle() to yiwang_app;
