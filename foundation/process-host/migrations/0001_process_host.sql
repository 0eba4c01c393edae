create schema process_host;

-- A published process: the bytes as they came and the program made of them. Never changed.
create table process_host.programs (
  id           text primary key,
  xml          bytea not null,
  sha256       bytea not null check (sha256 = sha256(xml)),
  program      jsonb not null,
  published_at timestamptz not null,
  published_by text not null
);
call scope.protect_public('process_host.programs', 'system', 'officer');
call scope.append_only('process_host.programs');

-- Who may see a process: the platform, the subject person, and officers of its region or of an
-- organization that has or had a part in it.
create function process_host.sees(applicant text, organizations text[], region text) returns boolean
  language sql stable parallel safe as $$
  select coalesce(scope.kind() = 'system' or applicant = scope.person()
    or (scope.kind() = 'officer' and (organizations && scope.organizations() or region <@ scope.regions())), false)
$$;

-- program_id has no foreign key: programs are never deleted, and locking one busy row for every start costs.
create table process_host.instances (
  id              uuid primary key,
  program_id      text not null,
  subject_kind    text not null,
  subject_id      text not null,
  region_code     text collate "C" not null,
  -- The organization that handles the subject.
  organization_id text not null,
  -- Every organization that has or had a task, and the handling one.
  organizations   text[] not null,
  -- The person or legal person whose affair it is.
  applicant_id    text,
  vars            jsonb not null,
  lists           jsonb not null,
  state           jsonb not null,
  events          int not null check (events > 0),
  status          text not null check (status in ('running', 'done', 'error')),
  started_at      timestamptz not null,
  ended_at        timestamptz
);
create index on process_host.instances (subject_kind, subject_id);
alter table process_host.instances enable row level security;
create policy parties on process_host.instances
  using (process_host.sees(applicant_id, organizations, region_code))
  with check (process_host.sees(applicant_id, organizations, region_code));

-- Every event as it was applied: the state follows from these and the program.
create table process_host.event_log (
  instance_id uuid not null references process_host.instances (id),
  q           int not null,
  event       jsonb not null,
  at          timestamptz not null,
  actor_kind  text not null,
  actor_id    text not null,
  constraint event_log_pkey primary key (instance_id, q)
);
alter table process_host.event_log enable row level security;
create policy parties on process_host.event_log
  using (exists (select from process_host.instances i where i.id = instance_id))
  with check (exists (select from process_host.instances i where i.id = instance_id));
call scope.append_only('process_host.event_log');
revoke update on process_host.programs, process_host.event_log from yiwang_app;

create table process_host.tasks (
  id              uuid primary key,
  instance_id     uuid not null references process_host.instances (id),
  effect_id       text not null,
  element         text not null,
  act             text not null,
  subject_kind    text not null,
  subject_id      text not null,
  region_code     text collate "C" not null,
  organization_id text not null,
  posts           text[] not null,
  form            text,
  due             jsonb,
  due_on          date,
  due_certain     boolean,
  item            int,
  state           text not null default 'open' check (state in ('open', 'done', 'closed')),
  claimed_by      text,
  created_at      timestamptz not null,
  ended_at        timestamptz,
  ended_by        text,
  version         int not null default 1,
  -- A queue is read by date; tasks without a limit come last.
  sort_on         date not null generated always as (coalesce(due_on, 'infinity')) stored,
  unique (instance_id, effect_id)
);
create index tasks_queue on process_host.tasks (organization_id, sort_on, id) where state = 'open';
create index tasks_due on process_host.tasks (id) where state = 'open' and due is not null;
call scope.protect('process_host.tasks');
-- The applicant's own act, or that of another organization, opens tasks for officers.
create policy opened on process_host.tasks for insert
  with check (exists (select from process_host.instances i where i.id = instance_id));

-- Tasks of processes that the actor may see, also of other organizations: what, who, until when and how
-- far. Which officer took or ended one stays with those in whose scope it lies.
create function process_host.tasks_of(instances uuid[], only_open boolean, most int)
  returns setof process_host.tasks language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with visible as (
    select i.id from process_host.instances i where i.id = any(instances)
      and process_host.sees(i.applicant_id, i.organizations, i.region_code)
  )
  select t.id, t.instance_id, t.effect_id, t.element, t.act, t.subject_kind, t.subject_id, t.region_code,
    t.organization_id, t.posts, t.form, t.due, t.due_on, t.due_certain, t.item, t.state,
    case when own.is then t.claimed_by end, t.created_at, t.ended_at, case when own.is then t.ended_by end,
    t.version, t.sort_on
  from process_host.tasks t join visible v on v.id = t.instance_id,
    lateral (select process_host.sees(null, array[t.organization_id], t.region_code) as is) own
  where not only_open or t.state = 'open'
  order by t.created_at, t.id limit most
$$;

-- One page of the open tasks of organizations, under the caller's own scope. Each organization's part is read
-- from the index in its order and ends after a page: the planner would rather sort all of them.
create function process_host.queue_of(organizations text[], wanted_posts text[], wanted_act text, wanted_claim text,
    before_on date, after_on date, after_id uuid, most int)
  returns setof process_host.tasks language plpgsql stable set enable_bitmapscan = off as $$
begin
  return query select page.* from unnest(organizations) as o (id) cross join lateral (
    select * from process_host.tasks t
    where t.organization_id = o.id and t.state = 'open' and (t.sort_on, t.id) > (after_on, after_id)
      and (wanted_posts is null or cardinality(t.posts) = 0 or t.posts && wanted_posts)
      and (wanted_act is null or t.act = wanted_act)
      and (wanted_claim is null or t.claimed_by = wanted_claim)
      and (before_on is null or t.sort_on < before_on)
    order by t.sort_on, t.id limit most
  ) page
  order by page.sort_on, page.id limit most;
end $$;

-- Takes tasks back that the process no longer needs, also those of other organizations.
create function process_host.close_tasks(instance uuid, effects text[], instant timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  update process_host.tasks t set state = 'closed', ended_at = instant, version = t.version + 1
  where t.instance_id = instance and t.effect_id = any(effects) and t.state = 'open'
    and exists (select from process_host.instances i where i.id = instance
      and process_host.sees(i.applicant_id, i.organizations, i.region_code))
$$;
revoke execute on function process_host.tasks_of, process_host.close_tasks from public;
grant execute on function process_host.tasks_of, process_host.close_tasks to yiwang_app;

-- drawn is the limit as the process writes it, due_at what the calendar makes of it: 24:00 of the last day.
create table process_host.timers (
  instance_id uuid not null references process_host.instances (id),
  effect_id   text not null,
  element     text not null,
  drawn       jsonb not null,
  started_at  timestamptz not null,
  due_at      timestamptz not null,
  -- False while the schedule of a year is missing: due_at is then the earliest it can be, and it does not fire.
  certain     boolean not null,
  state       text not null default 'open' check (state in ('open', 'fired', 'closed')),
  ended_at    timestamptz,
  attempts    int not null default 0,
  retry_at    timestamptz,
  primary key (instance_id, effect_id)
);
create index timers_due on process_host.timers (due_at, instance_id, effect_id) where state = 'open' and certain;
create index timers_open on process_host.timers (instance_id, effect_id) where state = 'open';
alter table process_host.timers enable row level security;
create policy parties on process_host.timers
  using (exists (select from process_host.instances i where i.id = instance_id))
  with check (exists (select from process_host.instances i where i.id = instance_id));

-- What else stands open: messages waited for, decisions to be answered, places where a process got stuck.
create table process_host.waits (
  instance_id uuid not null references process_host.instances (id),
  effect_id   text not null,
  element     text not null,
  kind        text not null check (kind in ('message', 'decide', 'incident')),
  -- Name of the message, key of the decision, or why it stands still.
  name        text not null,
  code        text,
  state       text not null default 'open' check (state in ('open', 'done', 'closed')),
  opened_at   timestamptz not null,
  ended_at    timestamptz,
  primary key (instance_id, effect_id)
);
create index waits_open on process_host.waits (kind, name) where state = 'open';
alter table process_host.waits enable row level security;
create policy parties on process_host.waits
  using (exists (select from process_host.instances i where i.id = instance_id))
  with check (exists (select from process_host.instances i where i.id = instance_id));
