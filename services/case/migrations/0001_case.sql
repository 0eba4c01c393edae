create schema "case";

-- An application that is being filled in. It belongs to its subject alone; no office sees it.
create table "case".drafts (
  id              uuid primary key,
  account_id      text not null,
  subject_id      text not null,
  item_id         text not null,
  item_version    int not null,
  region_code     text not null collate "C",
  data_enc        bytea not null,
  materials       jsonb not null default '[]',
  version         int not null default 1,
  created_at      timestamptz not null,
  updated_at      timestamptz not null
);
create index on "case".drafts (subject_id, updated_at desc);

-- Part of every case number. A sequence takes no lock, so submissions to one office never wait for
-- each other; an act that fails leaves a gap.
create sequence "case".case_numbers cycle maxvalue 999999;

create table "case".cases (
  id                  uuid primary key,
  case_no             text not null unique,
  item_id             text not null,
  item_version        int not null,
  item_slug           text not null,
  item_name_zh        text not null,
  item_name_en        text not null,
  case_type           text not null check (case_type in ('immediate', 'promised')),
  state               text not null check (state in ('submitted', 'correcting', 'accepted', 'suspended', 'closed')),
  outcome             text check (outcome in ('granted', 'refused', 'not_accepted', 'withdrawn', 'correction_missed')),
  closing_code        text check (closing_code ~ '^[0-6]$'), -- 办结结果
  applicant_id        text not null, -- the subject: person or legal person in the base register
  applicant_kind      text not null check (applicant_kind in ('person', 'legal')),
  account_id          text not null, -- who pressed the button
  applicant_name_enc  bytea not null,
  applicant_number_enc bytea,
  form_enc            bytea not null,
  provenance          jsonb not null default '{}', -- source and date per field, no values
  materials           jsonb not null default '[]', -- codes and ids
  region_code         text not null collate "C",
  organization_id     text not null,
  parties             text[] not null, -- the handling organization and the departments of a joint review
  process_instance_id uuid not null,
  submitted_at        timestamptz not null,
  received_at         timestamptz not null, -- when the materials now examined came in
  accepted_at         timestamptz,
  presumed            boolean not null default false,
  decided_at          timestamptz,
  closed_at           timestamptz,
  clock               jsonb, -- statutory limit, from acceptance on
  legal_on            date,
  legal_certain       boolean not null default true,
  promised_on         date,
  correction_used     boolean not null default false,
  correction_clock    jsonb,
  correction_enc      bytea,
  test                jsonb,
  reviewed_by         text,
  decision_enc        bytea,
  human_only          boolean not null default false, -- a person asked that no rule decides
  certificate_id      text,
  version             int not null default 1,
  check ((state = 'closed') = (closed_at is not null)),
  check (closed_at is null or outcome is not null),
  -- Nothing is decided before it was accepted (行政许可法 arts. 32, 42).
  check (outcome is null or outcome not in ('granted', 'refused') or accepted_at is not null)
);
create index on "case".cases (applicant_id, submitted_at desc, id desc);
create index on "case".cases (organization_id, state, legal_on);
create index on "case".cases (region_code, state, legal_on);
create index on "case".cases using gin (parties);

alter table "case".cases enable row level security;
-- As the template policy, but every department of a joint review is a party, not only the handling one.
create policy scope on "case".cases
  using ((select scope.kind()) = 'system'
    or ((select scope.kind()) = 'officer' and (parties && (select scope.organizations())
        or region_code <@ (select scope.regions())))
    or applicant_id = (select scope.person()))
  with check ((select scope.kind()) = 'system'
    or ((select scope.kind()) = 'officer' and (parties && (select scope.organizations())
        or region_code <@ (select scope.regions())))
    or applicant_id = (select scope.person()));

-- What happened, in order. `params` holds codes, dates and counts only.
create table "case".timeline (
  seq             bigint generated always as identity primary key,
  case_id         uuid not null references "case".cases (id),
  at              timestamptz not null,
  kind            text not null,
  params          jsonb not null default '{}',
  actor_kind      text not null,
  organization_id text,
  visible         boolean not null default true -- to the applicant
);
create index on "case".timeline (case_id, seq);

-- 文书. The content holds what the officer wrote, so it is sealed.
create table "case".documents (
  id          uuid primary key,
  case_id     uuid not null references "case".cases (id),
  kind        text not null,
  number      text not null unique,
  content_enc bytea not null,
  issued_at   timestamptz not null,
  opened_at   timestamptz
);
create index on "case".documents (case_id, issued_at);

-- Opinions of departments in a joint review, and the reviewer's proposal.
create table "case".opinions (
  id              uuid primary key,
  case_id         uuid not null references "case".cases (id),
  task_id         uuid not null unique,
  kind            text not null check (kind in ('joint', 'review')),
  organization_id text not null,
  officer_id      text not null,
  opinion         text not null,
  text_enc        bytea not null,
  at              timestamptz not null
);
create index on "case".opinions (case_id, at);

create table "case".visits (
  id               uuid primary key,
  case_id          uuid not null references "case".cases (id),
  task_id          uuid not null unique,
  on_date          date not null,
  officers         text[] not null check (cardinality(officers) >= 2), -- 行政许可法 art. 34
  findings_enc     bytea not null,
  measurements_enc bytea,
  test_needed      boolean not null,
  file_ids         uuid[] not null default '{}',
  at               timestamptz not null
);
create index on "case".visits (case_id, at);

call scope.protect_own('"case".drafts', 'subject_id');
grant delete on "case".drafts to yiwang_app;

-- What belongs to a case is seen by whoever sees the case; the subquery obeys the policy above. The
-- applicant does not see inner lines, opinions of departments, and what officers noted on a visit.
alter table "case".timeline enable row level security;
create policy of_case on "case".timeline
  using ((visible or (select scope.kind()) in ('officer', 'system'))
    and exists (select from "case".cases c where c.id = case_id))
  with check (exists (select from "case".cases c where c.id = case_id));
alter table "case".documents enable row level security;
create policy of_case on "case".documents
  using (exists (select from "case".cases c where c.id = case_id))
  with check (exists (select from "case".cases c where c.id = case_id));
alter table "case".opinions enable row level security;
create policy of_case on "case".opinions
  using ((select scope.kind()) in ('officer', 'system')
    and exists (select from "case".cases c where c.id = case_id))
  with check ((select scope.kind()) in ('officer', 'system')
    and exists (select from "case".cases c where c.id = case_id));
alter table "case".visits enable row level security;
create policy of_case on "case".visits
  using ((select scope.kind()) in ('officer', 'system')
    and exists (select from "case".cases c where c.id = case_id))
  with check ((select scope.kind()) in ('officer', 'system')
    and exists (select from "case".cases c where c.id = case_id));
