create schema events;

-- A state change and its event commit together (F8).
create table events.outbox (
  seq     bigint generated always as identity primary key,
  id      uuid not null unique,
  type    text not null,
  subject text not null,
  at      timestamptz not null,
  actor   jsonb not null,
  trace_id text not null,
  v       int not null default 1,
  data    jsonb not null,
  -- The writing transaction: an event is handed on only when every earlier writer has ended.
  xid     xid8 not null default pg_current_xact_id()
);
create index on events.outbox (xid, seq);

-- How far each consumer has come. (xid, seq) and not seq alone: a number is drawn before its
-- transaction commits, so a smaller one may appear later.
create table events.consumers (
  name text primary key,
  xid  xid8 not null default '0',
  seq  bigint not null default 0
);
create table events.handled (
  consumer text not null,
  event_id uuid not null,
  at       timestamptz not null,
  primary key (consumer, event_id)
);
-- An event that a consumer could not handle. Later events of its subject wait behind it.
create table events.parked (
  consumer text not null,
  event_id uuid not null,
  subject  text not null,
  seq      bigint not null,
  attempts int not null default 0,
  error    text not null default '',
  retry_at timestamptz not null,
  primary key (consumer, event_id)
);
create index on events.parked (consumer, subject, seq);

alter table events.outbox enable row level security;
create policy add on events.outbox for insert with check (true);
create policy system on events.outbox for select using ((select scope.kind()) = 'system');
revoke update on events.outbox from yiwang_app;
call scope.protect_system('events.consumers');
call scope.protect_system('events.handled');
call scope.protect_system('events.parked');
grant delete on events.outbox, events.handled, events.parked to yiwang_app;
create policy forget on events.outbox for delete using ((select scope.kind()) = 'system');
