create schema certificate;

-- Numbers on certificates: without a lock, so with gaps.
create sequence certificate.numbers;

-- Kinds of certificates; a version never changes once certificates were issued under it.
create table certificate.types (
  code       text not null check (code ~ '^[0-9A-Z]{18}[0-9]{3}$'),
  version    int not null check (version > 0),
  name_zh    text not null,
  name_en    text not null,
  definition jsonb not null,
  put_at     timestamptz not null,
  primary key (code, version)
);
call scope.protect_public('certificate.types', 'system', 'officer');

create table certificate.certificates (
  id                uuid primary key,
  identifier        text not null unique, -- 电子证照标识, GB/T 36904-2018
  number            text not null, -- 证照编号
  type_code         text not null,
  type_version      int not null,
  state             text not null default 'valid' check (state in ('valid', 'suspended', 'revoked', 'superseded')),
  holder_id         text not null, -- data/base-register: person or legal person
  holder_kind       text not null check (holder_kind in ('person', 'legal')),
  holder_name_enc   bytea not null,
  holder_number_enc bytea not null,
  holder_number_idx bytea not null,
  face_enc          bytea not null,
  organization_id   text not null, -- foundation/organization: who issues
  region_code       text not null collate "C",
  issued_at         timestamptz not null,
  issued_on         date not null,
  valid_from_on     date not null,
  valid_until_on    date check (valid_until_on >= valid_from_on),
  case_id           uuid not null, -- services/case
  replaces_id       uuid unique references certificate.certificates (id),
  version           int not null default 1,
  foreign key (type_code, type_version) references certificate.types (code, version),
  unique (case_id, type_code),
  unique (type_code, organization_id, number)
);
create index on certificate.certificates (holder_id, issued_at desc, id desc);
create index on certificate.certificates (holder_number_idx);
call scope.protect('certificate.certificates', 'holder_id');

-- A holder reads; only offices and the platform issue and change.
create policy office_adds on certificate.certificates as restrictive for insert
  with check ((select scope.kind()) in ('system', 'officer'));
create policy office_changes on certificate.certificates as restrictive for update
  using ((select scope.kind()) in ('system', 'officer'));

-- What offices did with a certificate, with reason and legal basis; only grows.
create table certificate.certificate_events (
  id              uuid primary key,
  certificate_id  uuid not null references certificate.certificates (id),
  act             text not null check (act in ('issued', 'suspended', 'resumed', 'revoked', 'superseded')),
  reason          text,
  basis           text,
  at              timestamptz not null,
  actor_kind      text not null,
  actor_id        text not null,
  holder_id       text not null,
  organization_id text not null,
  region_code     text not null collate "C"
);
create index on certificate.certificate_events (certificate_id, at, id);
call scope.protect('certificate.certificate_events', 'holder_id');
create policy office_adds on certificate.certificate_events as restrictive for insert
  with check ((select scope.kind()) in ('system', 'officer'));
call scope.append_only('certificate.certificate_events');
revoke update on certificate.certificate_events from yiwang_app;

-- The one sealed PDF of a certificate, by its address in the file store.
create table certificate.files (
  certificate_id  uuid primary key references certificate.certificates (id),
  sha256          text not null unique,
  size            int not null,
  rendered_at     timestamptz not null,
  holder_id       text not null,
  organization_id text not null,
  region_code     text not null collate "C"
);
call scope.protect('certificate.files', 'holder_id');
create policy system_adds on certificate.files as restrictive for insert
  with check ((select scope.kind()) = 'system');
revoke update on certificate.files from yiwang_app;

-- Codes that a holder showed; the token itself is not kept.
create table certificate.presentations (
  id             uuid primary key,
  certificate_id uuid not null references certificate.certificates (id),
  holder_id      text not null,
  token_hash     bytea not null unique,
  shown_at       timestamptz not null,
  expires_at     timestamptz not null
);
create index on certificate.presentations (certificate_id, shown_at);
call scope.protect_own('certificate.presentations', 'holder_id');

-- Checks by anybody, as the holder sees them; no address of the verifier is kept.
create table certificate.verifications (
  id                       uuid primary key,
  certificate_id           uuid not null references certificate.certificates (id),
  presentation_id          uuid references certificate.presentations (id),
  holder_id                text not null,
  method                   text not null check (method in ('code', 'offline', 'number', 'printed', 'file')),
  outcome                  text not null,
  verifier_kind            text not null check (verifier_kind in ('public', 'person', 'enterprise', 'officer')),
  verifier_organization_id text,
  at                       timestamptz not null
);
create index on certificate.verifications (certificate_id, at desc, id desc);
call scope.protect_own('certificate.verifications', 'holder_id');
create policy system_adds on certificate.verifications as restrictive for insert
  with check ((select scope.kind()) = 'system');
revoke update on certificate.presentations, certificate.verifications from yiwang_app;
