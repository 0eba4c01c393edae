create schema ledger;

-- What acts have entered and no checkpoint covers yet. Written in the act's own transaction, taken in
-- order by the one sequencer.
create table ledger.pending (
  place     bigint generated always as identity primary key,
  record_id uuid  not null,
  entry     bytea not null check (octet_length(entry) between 1 and 65535)
);

-- What connects an entry with the record it is about. Erasing a row leaves an entry that nobody can
-- connect with anything any more; nothing else in this schema names a record.
create table ledger.salts (
  record_id  uuid primary key,
  capability text  not null,
  subject_id text  not null,
  kind       text  not null,
  salt       bytea not null check (octet_length(salt) = 32)
);
create index on ledger.salts (capability, subject_id);

-- The log itself (c2sp.org/tlog-tiles).
create table ledger.entries (
  index     bigint primary key check (index >= 0),
  record_id uuid  not null unique,
  entry     bytea not null check (octet_length(entry) between 1 and 65535)
);

-- One row for each full tile, and one for the widest partial tile of each level: the hashes of a
-- narrower one are its beginning.
create table ledger.tiles (
  level  smallint not null check (level between 0 and 6),
  number bigint   not null check (number >= 0),
  width  smallint not null check (width between 1 and 256),
  data   bytea    not null check (octet_length(data) = width * 32),
  primary key (level, number, width)
);
create index on ledger.tiles (level, number) where width < 256;

-- The primary key is the fence: of two sequencers that believe to be alone, one fails.
create table ledger.checkpoints (
  size bigint primary key check (size >= 0),
  root bytea  not null check (octet_length(root) = 32),
  note text   not null,
  at   timestamptz not null
);

call scope.append_only('ledger.entries');
call scope.append_only('ledger.checkpoints');

create function ledger.keep_tile() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.width < 256 and exists (
    select 1 from ledger.tiles t
    where t.level = old.level and t.number = old.number and t.width > old.width
  ) then
    return old;
  end if;
  raise exception using errcode = 'YW002', message = 'ledger.tiles only grows';
end $$;
create trigger keep before update or delete on ledger.tiles
  for each row execute function ledger.keep_tile();
create trigger keep_all before truncate on ledger.tiles
  for each statement execute function scope.refuse_change();

-- Everybody may enter; only the platform itself takes, numbers and signs. The log is public.
alter table ledger.pending enable row level security;
create policy enter on ledger.pending for insert with check (true);
create policy look on ledger.pending for select using ((select scope.kind()) = 'system');
create policy take on ledger.pending for delete using ((select scope.kind()) = 'system');

alter table ledger.salts enable row level security;
create policy enter on ledger.salts for insert with check (true);
create policy look on ledger.salts for select using ((select scope.kind()) = 'system');
create policy erase on ledger.salts for delete using ((select scope.kind()) = 'system');

alter table ledger.entries enable row level security;
create policy look on ledger.entries for select using (true);
create policy add on ledger.entries for insert with check ((select scope.kind()) = 'system');

alter table ledger.tiles enable row level security;
create policy look on ledger.tiles for select using (true);
create policy add on ledger.tiles for insert with check ((select scope.kind()) = 'system');
create policy narrow on ledger.tiles for delete using ((select scope.kind()) = 'system' and width < 256);

alter table ledger.checkpoints enable row level security;
create policy look on ledger.checkpoints for select using (true);
create policy add on ledger.checkpoints for insert with check ((select scope.kind()) = 'system');

-- The entries of one record with their salts, for whoever was already allowed to see that record. It
-- takes exact names only, so that nobody can list what was entered about others.
create function ledger.records_of(of_capability text, of_subject text)
returns table (record_id uuid, kind text, salt bytea, index bigint, entry bytea)
language sql stable security definer set search_path = '' as $$
  select s.record_id, s.kind, s.salt, e.index, coalesce(e.entry, p.entry)
  from ledger.salts s
  left join ledger.entries e on e.record_id = s.record_id
  left join ledger.pending p on p.record_id = s.record_id
  where s.capability = of_capability and s.subject_id = of_subject
  order by e.index nulls last, p.place
  limit 1000
$$;
revoke all on function ledger.records_of(text, text) from public;
grant execute on function ledger.records_of(text, text) to yiwang_app;

revoke all on all tables in schema ledger from yiwang_app;
grant usage on schema ledger to yiwang_app, yiwang_auditor;
grant select, insert on all tables in schema ledger to yiwang_app;
grant delete on ledger.pending, ledger.salts, ledger.tiles to yiwang_app;
grant select on ledger.entries, ledger.tiles, ledger.checkpoints to yiwang_auditor;
