-- What every row-level policy reads. withActor sets the values for one transaction; outside of one
-- they are empty, and then nothing is visible.
create schema scope;

create type scope.code_range as range (subtype = text, collation = "C");

create function scope.kind() returns text language sql stable parallel safe
  return nullif(current_setting('yw.kind', true), '');
create function scope.actor() returns text language sql stable parallel safe
  return nullif(current_setting('yw.actor', true), '');
-- The person or legal person whose affairs these are: the actor, or whom the actor acts for.
create function scope.person() returns text language sql stable parallel safe
  return nullif(current_setting('yw.person', true), '');
create function scope.organizations() returns text[] language sql stable parallel safe
  return string_to_array(coalesce(nullif(current_setting('yw.organizations', true), ''), '{}'), ',');
create function scope.regions() returns scope.code_multirange language sql stable parallel safe
  return coalesce(nullif(current_setting('yw.regions', true), ''), '{}')::scope.code_multirange;

-- Raised by a deferred write that touched another number of rows than the act expects.
create function scope.expect_rows(touched bigint, wanted bigint, which int) returns void language plpgsql as $$
begin
  if touched <> wanted then
    raise exception using errcode = 'YW001', message = 'expected rows', detail = which::text;
  end if;
end $$;

-- The template policy (contracts.md 14) of a table with region_code and organization_id.
-- `subject` names a text column that holds the person or legal person the row is about, if any.
create procedure scope.protect(target regclass, subject text default null) language plpgsql as $$
declare
  condition text := '(select scope.kind()) = ''system'''
    ' or ((select scope.kind()) = ''officer'' and (organization_id = any((select scope.organizations())::text[])'
    ' or region_code <@ (select scope.regions())))';
begin
  if subject is not null then
    condition := condition || format(' or %I = (select scope.person())', subject);
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('create policy scope on %s using (%s) with check (%s)', target, condition, condition);
end $$;

-- The policy of a table whose rows belong to one subject and to nobody's region.
create procedure scope.protect_own(target regclass, subject text) language plpgsql as $$
declare
  condition text := format('(select scope.kind()) = ''system'' or %I = (select scope.person())', subject);
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy own on %s using (%s) with check (%s)', target, condition, condition);
end $$;

-- The policy of published reference data: everybody reads; the kinds named write.
create procedure scope.protect_public(target regclass, variadic writers text[] default '{system}') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy read on %s for select using (true)', target);
  execute format('create policy add on %s for insert with check ((select scope.kind()) = any(%L::text[]))', target, writers);
  execute format('create policy change on %s for update using ((select scope.kind()) = any(%L::text[]))', target, writers);
end $$;

-- The policy of the platform's own books: only the system kind.
create procedure scope.protect_system(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy system on %s using ((select scope.kind()) = ''system'') with check ((select scope.kind()) = ''system'')', target);
end $$;

-- Refuses update and delete: for logs that only grow.
create function scope.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'YW002', message = format('%I.%I only grows', tg_table_schema, tg_table_name);
end $$;
create procedure scope.append_only(target regclass) language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function scope.refuse_change()', target);
  execute format('create trigger append_only_all before truncate on %s for each statement execute function scope.refuse_change()', target);
end $$;
