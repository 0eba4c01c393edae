-- The policies of the parents do not hold for a partition that is named itself: nobody but the owner may name one.
create or replace procedure audit.close_partition(target regclass) language plpgsql
  set search_path = pg_catalog as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('revoke all on %s from yiwang_app, yiwang_auditor', target);
end $$;
revoke execute on procedure audit.close_partition(regclass) from public;

create or replace procedure audit.make_partitions(today date, months int) language plpgsql security definer
  set search_path = pg_catalog as $$
declare
  month date := date_trunc('month', today);
  name text;
  part text;
begin
  for i in 0..months - 1 loop
    foreach name in array array['entries', 'reads'] loop
      part := format('audit.%I', name || to_char(month, '_YYYYMM'));
      if to_regclass(part) is null then
        execute format('create table if not exists %s partition of audit.%I for values from (%L) to (%L)',
          part, name, month, month + interval '1 month');
        call audit.close_partition(part::regclass);
      end if;
    end loop;
    month := month + interval '1 month';
  end loop;
end $$;

do $$
declare
  part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits
    where inhparent in ('audit.entries'::regclass, 'audit.reads'::regclass)
  loop
    call audit.close_partition(part);
  end loop;
end $$;
