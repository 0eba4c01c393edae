create schema identity;

-- Who can sign in. Of residents id is made here; of officers it is the officer's own id, so that it is
-- the id of their actor in both cases. subject_id: the person in the base register, after real-name
-- verification; one person has one account.
create table identity.accounts (
  id            text primary key,
  kind          text not null check (kind in ('resident', 'officer')),
  phone_enc     bytea,
  phone_idx     bytea constraint accounts_phone unique,
  login         text constraint accounts_login unique,
  password_hash text not null,
  totp_enc      bytea,
  subject_id    text constraint accounts_subject unique,
  -- 1 account, 2 real name. Source: the national model's levels L1 and L2.
  auth_level    smallint not null default 1 check (auth_level between 1 and 4),
  verified_at   timestamptz,
  created_at    timestamptz not null,
  check ((kind = 'resident' and phone_idx is not null and phone_enc is not null and login is null)
      or (kind = 'officer' and login is not null and totp_enc is not null and phone_idx is null)),
  check (subject_id is null or auth_level >= 2)
);

-- A sign-in on one device. The token itself is only in the device's cookie.
create table identity.sessions (
  id         uuid primary key,
  account_id text not null references identity.accounts (id),
  token_hash bytea not null unique,
  method     text not null check (method in ('password', 'code', 'password-totp', 'registration')),
  -- Kind of browser and system in words, for the owner to recognise it.
  device     text not null,
  post_id    text,
  -- The legal person that a resident acts for now.
  acts_for   text,
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  expires_at timestamptz not null,
  ended_at   timestamptz,
  end_reason text check (end_reason in ('signed-out', 'revoked', 'replaced')),
  check ((ended_at is null) = (end_reason is null))
);
create index on identity.sessions (account_id, created_at desc, id desc) where ended_at is null;

-- Codes sent to telephones. Neither number nor network address nor code can be read from it.
create table identity.one_time_codes (
  id          uuid primary key,
  purpose     text not null check (purpose in ('register', 'sign-in')),
  phone_idx   bytea not null,
  address_idx bytea not null,
  code_idx    bytea not null,
  attempts    int not null default 0,
  sent_at     timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz
);
create index on identity.one_time_codes (phone_idx, sent_at desc);
create index on identity.one_time_codes (address_idx, sent_at desc);

-- Steps of the second factor that were used: none is good twice.
create table identity.totp_steps (
  account_id text not null references identity.accounts (id),
  step       bigint not null,
  used_at    timestamptz not null,
  constraint totp_steps_once primary key (account_id, step)
);

-- Failed proofs by what was tried (a blind index of sign-in name or account), known or not, so that a
-- lock tells nobody which names exist.
create table identity.attempts (
  target_idx   bytea primary key,
  failed       int not null default 0,
  last_at      timestamptz not null,
  locked_until timestamptz
);

-- An account and its sessions are their owner's, whomever she acts for now: hence the actor and not the person.
alter table identity.accounts enable row level security;
create policy own on identity.accounts
  using ((select scope.kind()) = 'system' or id = (select scope.actor()))
  with check ((select scope.kind()) = 'system');
alter table identity.sessions enable row level security;
create policy own on identity.sessions
  using ((select scope.kind()) = 'system' or account_id = (select scope.actor()))
  with check ((select scope.kind()) = 'system' or account_id = (select scope.actor()));
call scope.protect_system('identity.one_time_codes');
call scope.protect_system('identity.totp_steps');
call scope.protect_system('identity.attempts');

-- Where a message to a person goes, for whoever has to write one; the number leaves the database sealed.
create function identity.contact_of(subject text) returns table (id text, phone_enc bytea)
  language sql stable security definer set search_path = pg_catalog as
  $$ select a.id, a.phone_enc from identity.accounts a where a.subject_id = subject and a.phone_enc is not null $$;
revoke execute on function identity.contact_of(text) from public;
grant execute on function identity.contact_of(text) to yiwang_app;
