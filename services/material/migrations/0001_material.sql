create schema material;

-- The cases that files belong to, with the departments that handle them. Everything below is seen by
-- whoever sees its case here.
create table material.dossiers (
  case_id         uuid primary key, -- services/case
  subject_id      text not null, -- data/base-register: whose case it is
  region_code     text not null collate "C",
  organization_id text not null,
  parties         text[] not null -- the handling organization and the departments of a joint review
);
alter table material.dossiers enable row level security;
-- As the template policy, but every department of a joint review is a party, as in services/case.
create policy scope on material.dossiers
  using ((select scope.kind()) = 'system'
    or ((select scope.kind()) = 'officer' and (parties && (select scope.organizations())
        or region_code <@ (select scope.regions())))
    or subject_id = (select scope.person()))
  with check ((select scope.kind()) = 'system'
    or ((select scope.kind()) = 'officer' and (parties && (select scope.organizations())
        or region_code <@ (select scope.regions())))
    or subject_id = (select scope.person()));

create table material.materials (
  id         uuid primary key,
  owner_id   text not null, -- the subject, or the officer who adds evidence
  name_enc   bytea not null, -- file names often hold the names of people
  media_type text not null,
  size       int not null check (size > 0),
  address    text not null check (address ~ '^[0-9a-f]{64}$'), -- foundation/files: SHA-256 of the content
  scanned    text not null check (scanned in ('clean', 'not_configured')),
  state      text not null default 'stored' check (state in ('stored', 'attached', 'removed')),
  created_at timestamptz not null,
  removed_at timestamptz,
  check ((state = 'removed') = (removed_at is not null))
);
create index on material.materials (owner_id, created_at desc) where state <> 'removed';
create index on material.materials (address);

-- Which file answers which requirement of which case; a file may serve several cases.
create table material.attachments (
  case_id     uuid not null references material.dossiers (case_id),
  material_id uuid not null references material.materials (id),
  owner_id    text not null,
  code        text, -- of the requirement, unique within its item
  name_zh     text, -- of the requirement, as the item calls it
  attached_at timestamptz not null,
  primary key (case_id, material_id)
);
create index on material.attachments (material_id);
create index on material.attachments (owner_id, code, attached_at desc);

alter table material.attachments enable row level security;
create policy scope on material.attachments
  using ((select scope.kind()) = 'system' or owner_id = (select scope.person())
    or ((select scope.kind()) = 'officer' and exists (
      select 1 from material.dossiers d where d.case_id = attachments.case_id)))
  with check ((select scope.kind()) = 'system' or owner_id = (select scope.person()));

-- A file is seen by its owner and by the officers of a case it is attached to; only the owner changes it.
alter table material.materials enable row level security;
create policy see on material.materials for select
  using ((select scope.kind()) = 'system' or owner_id = (select scope.person())
    or ((select scope.kind()) = 'officer' and exists (
      select 1 from material.attachments a where a.material_id = materials.id)));
create policy add on material.materials for insert
  with check ((select scope.kind()) = 'system' or owner_id = (select scope.person()));
create policy change on material.materials for update
  using ((select scope.kind()) = 'system' or owner_id = (select scope.person()))
  with check ((select scope.kind()) = 'system' or owner_id = (select scope.person()));

-- Machine checks as evidence; each run is kept, the newest is shown.
create table material.checks (
  id            uuid primary key,
  run_id        uuid not null,
  run_at        timestamptz not null,
  case_id       uuid not null references material.dossiers (case_id),
  code          text not null,
  state         text not null check (state in ('ok', 'attention', 'unknown')),
  reason        text check ((reason is null) = (state = 'ok')),
  material_code text,
  what          text not null,
  compared_enc  bytea not null, -- both sides of the comparison
  source_zh     text not null,
  source_en     text not null,
  as_of_on      date not null
);
create index on material.checks (case_id, run_id desc);
alter table material.checks enable row level security;
create policy scope on material.checks
  using ((select scope.kind()) = 'system' or exists (
    select 1 from material.dossiers d where d.case_id = checks.case_id))
  with check ((select scope.kind()) = 'system' or exists (
    select 1 from material.dossiers d where d.case_id = checks.case_id));
call scope.append_only('material.checks');
revoke update on material.checks from yiwang_app;
