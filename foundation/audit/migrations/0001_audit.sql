create schema audit;

-- Every act that changed something. Ids and codes only; no personal data.
create table audit.entries (
  id              uuid not null,
  at              timestamptz not null,
  actor_kind      text not null,
  actor_id        text not null,
  post_id         text,
  organization_id text,
  region_code     text collate "C",
  act             text not null,
  subject_kind    text not null,
  subject_id      text not null,
  trace_id        text not null,
  detail          jsonb not null default '{}',
  primary key (at, id)
) partition by range (at);
create index on audit.entries (subject_kind, subject_id, at);
create index on audit.entries (actor_id, at);

-- Every reading of personal data (contracts.md 21). subject_id is the person or legal person read about;
-- a masked list has none and tells its filter and count instead.
create table audit.reads (
  id              uuid not null,
  at              timestamptz not null,
  actor_kind      text not null,
  actor_id        text not null,
  post_id         text,
  organization_id text,
  region_code     text collate "C",
  subject_id      text,
  purpose         text not null,
  basis           text,
  case_id         uuid,
  fields          text[] not null default '{}',
  filter          text,
  count           int not null default 1 check (count >= 0),
  trace_id        text not null,
  primary key (at, id)
) partition by range (at);
create index on audit.reads (subject_id, at desc, id desc) where subject_id is not null;

create table audit.entries_rest partition of audit.entries default;
create table audit.reads_rest partition of audit.reads default;

-- Makes the monthly partitions from this month on; called at start and daily, ahead of time, so that
-- the default partition stays empty.
create procedure audit.make_partitions(today date, months int) language plpgsql security definer
  set search_path = pg_catalog as $$
declare
  month date := date_trunc('month', today);
  name text;
begin
  for i in 0..months - 1 loop
    foreach name in array array['entries', 'reads'] loop
      execute format('create table if not exists audit.%I partition of audit.%I for values from (%L) to (%L)',
        name || to_char(month, '_YYYYMM'), name, month, month + interval '1 month');
    end loop;
    month := month + interval '1 month';
  end loop;
end $$;
revoke execute on procedure audit.make_partitions(date, int) from public;
grant execute on procedure audit.make_partitions(date, int) to yiwang_app;

call scope.append_only('audit.entries');
call scope.append_only('audit.reads');

-- Everybody may add what they do; who reads the books: the auditor, the monitor of a region, and each
-- person the readings about themselves.
alter table audit.entries enable row level security;
create policy add on audit.entries for insert with check (true);
create policy see on audit.entries for select using (
  (select scope.kind()) = 'system' or actor_id = (select scope.actor())
  or ((select scope.kind()) = 'officer' and (organization_id = any((select scope.organizations())::text[])
      or region_code <@ (select scope.regions()))));
alter table audit.reads enable row level security;
create policy add on audit.reads for insert with check (true);
create policy see on audit.reads for select using (
  (select scope.kind()) = 'system' or subject_id = (select scope.person())
  or ((select scope.kind()) = 'officer' and (organization_id = any((select scope.organizations())::text[])
      or region_code <@ (select scope.regions()))));
create policy audits on audit.entries for select to yiwang_auditor using (true);
create policy audits on audit.reads for select to yiwang_auditor using (true);
grant select on audit.entries, audit.reads to yiwang_auditor;
revoke update on audit.entries, audit.reads from yiwang_app;
