create schema db;

-- An answered act (contracts.md 19). The answer is sealed: it may repeat what its actor was shown.
create table db.idempotency_keys (
  actor_id  text not null,
  route     text not null,
  key       text not null,
  body_hash text not null,
  answer_enc bytea,
  answered_at timestamptz not null,
  primary key (actor_id, route, key)
);
create index on db.idempotency_keys (answered_at);
alter table db.idempotency_keys enable row level security;
create policy own on db.idempotency_keys
  using (actor_id = (select scope.actor()) or (select scope.kind()) = 'system')
  with check (actor_id = (select scope.actor()) or (select scope.kind()) = 'system');
grant delete on db.idempotency_keys to yiwang_app;
