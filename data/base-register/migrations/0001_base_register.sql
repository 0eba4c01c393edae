create schema base_register;

-- Subjects hold what look-ups need and nothing else; what is known about them stands in facts. Ids are
-- UUIDv7 as text, because other capabilities and row-level security name a subject as text.
create table base_register.persons (
  id              text primary key,
  id_number_idx   bytea not null,
  state           text not null default 'alive' check (state in ('alive', 'dead', 'moved')),
  region_code     text not null collate "C",
  organization_id text not null, -- the registrar, of foundation/organization
  version         int not null default 1
);
-- A citizen is registered as a permanent resident in one place only (户口登记条例 art. 6).
create unique index persons_one_alive on base_register.persons (id_number_idx) where state = 'alive';

create table base_register.legal_persons (
  id                text primary key,
  uscc_idx          bytea not null,
  state             text not null default 'active' check (state in ('active', 'deregistered', 'revoked')),
  representative_id text references base_register.persons (id),
  region_code       text not null collate "C",
  organization_id   text not null, -- the registrar, of foundation/organization
  version           int not null default 1
);
create unique index legal_persons_one_active on base_register.legal_persons (uscc_idx) where state = 'active';
create index on base_register.legal_persons (representative_id) where state = 'active';

-- One row per subject, element and version. A change adds a row and says of the former when it ended.
create table base_register.facts (
  id              uuid primary key,
  subject_id      text not null,
  element         text not null,
  version         int not null check (version >= 1),
  value_enc       bytea not null,
  organization_id text not null, -- the source, of foundation/organization
  source_zh       text not null,
  source_en       text not null,
  region_code     text not null collate "C", -- of the subject when it was recorded
  as_of_on        date not null,
  basis           text not null,
  recorded_at     timestamptz not null,
  replaced_at     timestamptz check (replaced_at >= recorded_at),
  unique (subject_id, element, version)
);
create unique index facts_current on base_register.facts (subject_id, element) where replaced_at is null;

create table base_register.disputes (
  id              uuid primary key,
  subject_id      text not null,
  element         text not null,
  fact_id         uuid not null references base_register.facts (id),
  claimed_enc     bytea not null,
  reason_enc      bytea not null,
  state           text not null default 'open' check (state in ('open', 'answered')),
  outcome         text check (outcome in ('corrected', 'kept')),
  answer_enc      bytea,
  organization_id text not null, -- the source of the value, whose registrar answers
  region_code     text not null collate "C",
  opened_at       timestamptz not null,
  opened_by       text not null,
  due_on          date not null,
  due_certain     boolean not null,
  answered_at     timestamptz,
  answered_by     text,
  version         int not null default 1,
  check ((state = 'answered') = (num_nulls(outcome, answer_enc, answered_at, answered_by) = 0)),
  check (state = 'answered' or num_nonnulls(outcome, answer_enc, answered_at, answered_by) = 0)
);
create unique index disputes_one_open on base_register.disputes (subject_id, element) where state = 'open';
create index on base_register.disputes (state, due_on, id);
create index on base_register.disputes (subject_id, opened_at desc);

call scope.protect('base_register.persons', 'id');
call scope.protect('base_register.legal_persons', 'id');
call scope.protect('base_register.facts', 'subject_id');
call scope.protect('base_register.disputes', 'subject_id');
create policy representative on base_register.legal_persons for select
  using (representative_id = (select scope.person()));

-- A subject sees its own rows; it changes none of them. It may only open a dispute.
create policy writers on base_register.persons as restrictive for insert
  with check ((select scope.kind()) in ('system', 'officer'));
create policy changers on base_register.persons as restrictive for update
  using ((select scope.kind()) in ('system', 'officer'));
create policy writers on base_register.legal_persons as restrictive for insert
  with check ((select scope.kind()) in ('system', 'officer'));
create policy changers on base_register.legal_persons as restrictive for update
  using ((select scope.kind()) in ('system', 'officer'));
create policy writers on base_register.facts as restrictive for insert
  with check ((select scope.kind()) in ('system', 'officer'));
create policy changers on base_register.facts as restrictive for update
  using ((select scope.kind()) in ('system', 'officer'));
create policy changers on base_register.disputes as restrictive for update
  using ((select scope.kind()) in ('system', 'officer'));

-- A recorded fact is never rewritten: only its end is noted.
revoke update on base_register.facts from yiwang_app;
grant update (replaced_at) on base_register.facts to yiwang_app;

-- The look-ups below pass row-level security because their callers lawfully stand outside of it. Each
-- returns as little as its use needs, and values stay encrypted.

-- Verification of somebody who is not linked to the register yet. `indexes`: the blind index of the
-- number under every key version.
create function base_register.find_person(indexes bytea[], purpose text)
  returns table (id text, region_code text, fact_id uuid, name_enc bytea)
  language sql stable security definer set search_path = pg_catalog as $$
  select p.id, p.region_code, f.id, f.value_enc
  from base_register.persons p
  join base_register.facts f
    on f.subject_id = p.id and f.element = 'person.name' and f.replaced_at is null
  where p.id_number_idx = any(indexes) and p.state = 'alive' and btrim(coalesce(purpose, '')) <> ''
  limit 1
$$;

-- Facts for those who decide a case of another department: nobody without a purpose, no other resident.
create function base_register.read_facts(subjects text[], wanted text[], purpose text)
  returns table (id uuid, subject_id text, element text, value_enc bytea, source_zh text, source_en text,
    as_of_on date, basis text, disputed boolean)
  language sql stable security definer set search_path = pg_catalog as $$
  select f.id, f.subject_id, f.element, f.value_enc, f.source_zh, f.source_en, f.as_of_on, f.basis,
    exists (select from base_register.disputes d
      where d.subject_id = f.subject_id and d.element = f.element and d.state = 'open')
  from base_register.facts f
  where f.subject_id = any(subjects) and f.element = any(wanted) and f.replaced_at is null
    and btrim(coalesce(purpose, '')) <> '' and scope.kind() in ('system', 'officer', 'robot')
$$;

-- Names for lists; the caller masks those of persons.
create function base_register.names_of(subjects text[])
  returns table (id uuid, subject_id text, element text, value_enc bytea)
  language sql stable security definer set search_path = pg_catalog as $$
  select f.id, f.subject_id, f.element, f.value_enc
  from base_register.facts f
  where f.subject_id = any(subjects) and f.element in ('person.name', 'legal.name') and f.replaced_at is null
$$;

-- Active firms that a person represents, for the person itself, also while it acts for one of them.
create function base_register.represented_by(person text)
  returns table (legal_id text, id uuid, element text, value_enc bytea)
  language sql stable security definer set search_path = pg_catalog as $$
  select l.id, f.id, f.element, f.value_enc
  from base_register.legal_persons l
  join base_register.facts f
    on f.subject_id = l.id and f.element in ('legal.name', 'legal.uscc') and f.replaced_at is null
  where l.representative_id = person and l.state = 'active'
    and (scope.kind() in ('system', 'officer') or scope.person() = person
      or exists (select from base_register.legal_persons own
        where own.id = scope.person() and own.representative_id = person))
  order by l.id limit 200
$$;

-- Who represents an active firm, for the platform, officers, the firm and the representative.
create function base_register.representative_of(legal text)
  returns table (person_id text)
  language sql stable security definer set search_path = pg_catalog as $$
  select l.representative_id from base_register.legal_persons l
  where l.id = legal and l.state = 'active' and l.representative_id is not null
    and (scope.kind() in ('system', 'officer') or scope.person() in (l.id, l.representative_id))
$$;

revoke execute on all functions in schema base_register from public;
grant execute on all functions in schema base_register to yiwang_app;
