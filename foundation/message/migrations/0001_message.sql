create schema message;

-- One message to one recipient over one channel. recipient_id is an account or a subject; a message to
-- a bare telephone number has none.
create table message.messages (
  id           uuid primary key,
  recipient_id text,
  channel      text not null check (channel in ('in-app', 'sms')),
  template     text not null,
  params_enc   bytea not null,
  address_enc  bytea,
  state        text not null check (state in ('queued', 'sent', 'failed', 'read')),
  -- Why it still waits or was given up: a code, never the gateway's own text.
  reason       text,
  attempts     int not null default 0,
  at           timestamptz not null,
  next_at      timestamptz not null,
  -- After this instant it is of no use any more (a one-time code) and is given up.
  good_until   timestamptz,
  sent_at      timestamptz,
  read_at      timestamptz,
  check (channel <> 'in-app' or recipient_id is not null),
  check (channel <> 'sms' or address_enc is not null)
);
create index on message.messages (recipient_id, at desc, id desc) where channel = 'in-app';
create index on message.messages (next_at) where state = 'queued';

-- Whoever acts may write to somebody else; only the recipient (as account, or as the subject whose
-- affairs are open) and the platform see what was written.
alter table message.messages enable row level security;
create policy add on message.messages for insert with check (true);
create policy see on message.messages for select using (
  (select scope.kind()) = 'system' or recipient_id in ((select scope.person()), (select scope.actor())));
create policy change on message.messages for update using (
  (select scope.kind()) = 'system' or recipient_id in ((select scope.person()), (select scope.actor())));

-- What the stand-in for the SMS gateway has taken, to be read at /dev/mailbox. Empty in production.
create table message.mailbox (
  id        uuid primary key,
  phone_enc bytea not null,
  phone_idx bytea not null,
  text_enc  bytea not null,
  at        timestamptz not null
);
create index on message.mailbox (phone_idx, at desc);
create index on message.mailbox (at desc);
call scope.protect_system('message.mailbox');
