create schema review_desk;

-- What the queue and the counts need to know of a case, told by events of services/case; no personal data.
create table review_desk.dossiers (
  case_id         uuid primary key, -- services/case
  case_no         text not null,
  item_slug       text not null,
  item_name_zh    text not null,
  item_name_en    text not null,
  state           text not null,
  region_code     text not null collate "C",
  organization_id text not null,
  parties         text[] not null, -- the handling organization and the departments of a joint review
  process_id      uuid not null, -- foundation/process-host
  legal_on        date, -- last day of the statutory limit, from acceptance on
  legal_certain   boolean not null,
  submitted_at    timestamptz not null,
  accepted_at     timestamptz,
  closed_at       timestamptz
);
create index dossiers_open on review_desk.dossiers (organization_id, legal_on) where closed_at is null;
create index dossiers_closed on review_desk.dossiers (organization_id, closed_at) where closed_at is not null;
create index dossiers_joint on review_desk.dossiers (accepted_at)
  where closed_at is null and accepted_at is not null and cardinality(parties) > 1;
alter table review_desk.dossiers enable row level security;
-- As the template policy, but every department of a joint review is a party, as in services/case.
create policy scope on review_desk.dossiers
  using ((select scope.kind()) = 'system'
    or ((select scope.kind()) = 'officer' and (parties && (select scope.organizations())
        or region_code <@ (select scope.regions()))))
  with check ((select scope.kind()) = 'system');

-- 意见模板: an officer's own, or shared with the department.
create table review_desk.templates (
  id              uuid primary key,
  name            text not null,
  act             text, -- null: for every act
  body            text not null,
  shared          boolean not null,
  officer_id      text not null,
  organization_id text not null,
  region_code     text not null collate "C",
  updated_at      timestamptz not null,
  version         int not null default 1
);
create index on review_desk.templates (organization_id, name, id);
call scope.protect('review_desk.templates');
-- Among those of the department, what is not shared is its writer's alone.
create policy own_or_shared on review_desk.templates as restrictive
  using ((select scope.kind()) = 'system' or shared or officer_id = (select scope.actor()))
  with check ((select scope.kind()) = 'system' or shared or officer_id = (select scope.actor()));
grant delete on review_desk.templates to yiwang_app;

-- Which cases an officer opened last, for the officer alone.
create table review_desk.openings (
  officer_id text not null,
  case_id    uuid not null, -- services/case
  opened_at  timestamptz not null,
  primary key (officer_id, case_id)
);
create index on review_desk.openings (officer_id, opened_at desc);
call scope.protect_own('review_desk.openings', 'officer_id');
grant delete on review_desk.openings to yiwang_app;
