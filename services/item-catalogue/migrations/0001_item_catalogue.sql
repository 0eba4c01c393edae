create schema item_catalogue;

-- One item as one body of one region handles it. Its codes are those of the newest version.
create table item_catalogue.items (
  id                text primary key,
  slug              text not null,
  code              text not null,
  handling_code     text not null unique,
  base_code         text not null,
  region_code       text not null collate "C",
  organization_kind text not null,
  state             text not null default 'inUse' check (state in ('inUse', 'suspended', 'cancelled')),
  unique (slug, region_code)
);
create index on item_catalogue.items (code);

-- Published versions never change, but for the day on which the next one ends them.
-- In force: effective_on <= day < ended_on.
create table item_catalogue.versions (
  item_id            text not null references item_catalogue.items (id),
  version            int not null check (version >= 1),
  effective_on       date not null,
  ended_on           date check (ended_on > effective_on),
  definition         jsonb not null,
  form               jsonb not null,
  process_xml        text not null,
  process_program_id text not null,
  decision_xml       text,
  -- SHA-256 of the package: the same text published again changes nothing.
  fingerprint        text not null,
  published_at       timestamptz not null,
  published_by       text not null,
  primary key (item_id, version),
  unique (item_id, effective_on)
);

create function item_catalogue.refuse_rewriting() returns trigger language plpgsql as $$
begin
  if (to_jsonb(old) - 'ended_on') is distinct from (to_jsonb(new) - 'ended_on') then
    raise exception using errcode = 'YW002', message = 'item_catalogue.versions is immutable';
  end if;
  return new;
end $$;
create trigger immutable before update on item_catalogue.versions
  for each row execute function item_catalogue.refuse_rewriting();

call scope.protect_public('item_catalogue.items', 'system', 'officer');
call scope.protect_public('item_catalogue.versions', 'system', 'officer');
