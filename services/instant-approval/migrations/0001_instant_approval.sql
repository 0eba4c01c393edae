create schema instant_approval;

-- What the rules said about a case, by which values and rows. It only grows: a decision by rule can be
-- explained as long as the row exists, and nobody can explain it away.
create table instant_approval.evaluations (
  id                  uuid primary key,
  case_id             uuid not null, -- services/case
  case_no             text not null,
  process_instance_id uuid not null,
  effect_id           text not null,
  item_id             text not null, -- services/item-catalogue
  item_version        int not null,
  item_name_zh        text not null,
  item_name_en        text not null,
  rule_sha256         text not null, -- of the rules' text; empty when the item has none
  inputs_enc          bytea not null,
  inputs_sha256       text not null, -- of the sealed text, which holds a salt
  outcome             text not null check (outcome in ('granted', 'manual')), -- rules never refuse
  reason              text not null,
  problems            text[] not null,
  fired               jsonb not null, -- rows of the decision tables with their clauses
  evaluated_at        timestamptz not null,
  duration_ms         int not null,
  region_code         text not null collate "C",
  organization_id     text not null,
  applicant_id        text not null, -- data/base-register
  constraint evaluations_once unique (case_id, process_instance_id, effect_id)
);
create index on instant_approval.evaluations (case_id, evaluated_at desc);
create index on instant_approval.evaluations (evaluated_at);
call scope.protect('instant_approval.evaluations', 'applicant_id');
create policy by_system on instant_approval.evaluations as restrictive for insert
  with check ((select scope.kind()) = 'system');
call scope.append_only('instant_approval.evaluations');
revoke update, delete on instant_approval.evaluations from yiwang_app;

-- The person concerned asks that a human looks at a decision by rule (个人信息保护法 art. 24 (3)).
create table instant_approval.reopenings (
  id              uuid primary key,
  evaluation_id   uuid not null references instant_approval.evaluations (id),
  case_id         uuid not null,
  asked_at        timestamptz not null,
  reason_enc      bytea, -- nobody has to give one
  state           text not null default 'open' check (state in ('open', 'kept', 'changed')),
  answer_enc      bytea,
  answered_at     timestamptz,
  answered_by     text,
  version         int not null default 1,
  region_code     text not null collate "C",
  organization_id text not null,
  applicant_id    text not null,
  constraint reopenings_once unique (evaluation_id),
  check ((state = 'open') = (answered_at is null)),
  check ((answered_at is null) = (answer_enc is null))
);
create index on instant_approval.reopenings (asked_at, id) where state = 'open';
call scope.protect('instant_approval.reopenings', 'applicant_id');
-- The applicant asks; only officers answer.
create policy by_officer on instant_approval.reopenings as restrictive for update
  using ((select scope.kind()) in ('officer', 'system'));
