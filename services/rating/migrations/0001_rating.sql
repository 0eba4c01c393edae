create schema rating;

-- Closed cases: what can be rated, and what the rates are counted over. Told by services/case.
create table rating.closed_cases (
  case_id         uuid primary key, -- services/case
  case_no         text not null,
  item_id         text not null,
  item_version    int not null,
  item_slug       text not null,
  item_name_zh    text not null,
  item_name_en    text not null,
  region_code     text not null collate "C",
  organization_id text not null,
  applicant_id    text not null, -- data/base-register
  outcome         text not null,
  closed_at       timestamptz not null
);
create index on rating.closed_cases (item_slug, region_code);
create index on rating.closed_cases (region_code);
call scope.protect('rating.closed_cases', 'applicant_id');

-- The log of ratings: it only grows, so nobody can improve the statistics.
create table rating.ratings (
  id              uuid primary key,
  case_id         uuid not null references rating.closed_cases (case_id),
  level           int not null check (level between 1 and 5), -- GB/T 39046-2020 A.8: 1 is best
  tags            text[] not null,
  text_enc        bytea,
  channel         text not null check (channel in ('pc', 'mobile')),
  rated_at        timestamptz not null,
  region_code     text not null collate "C",
  organization_id text not null,
  applicant_id    text not null,
  constraint ratings_one_per_case unique (case_id)
);
call scope.protect('rating.ratings', 'applicant_id');
call scope.append_only('rating.ratings');
revoke update, delete on rating.ratings from yiwang_app;

-- Poor ratings that wait for a call-back, with the limits that held when they came in.
create table rating.callbacks (
  id              uuid primary key,
  rating_id       uuid not null unique references rating.ratings (id),
  case_id         uuid not null,
  opened_at       timestamptz not null,
  clocks          jsonb not null, -- contact, simple and complex rectification
  region_code     text not null collate "C",
  organization_id text not null,
  applicant_id    text not null
);
create index on rating.callbacks (opened_at, id);
call scope.protect('rating.callbacks', 'applicant_id');
