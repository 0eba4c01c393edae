create schema working_calendar;

-- The holiday schedule of one year as notices fix it; a new notice for a year is a new row, the old one stays.
create table working_calendar.schedules (
  id          uuid primary key,
  year        int not null check (year between 1949 and 9999),
  schedule    jsonb not null,
  imported_at timestamptz not null,
  imported_by text not null
);
create index on working_calendar.schedules (year, imported_at desc);
call scope.protect_public('working_calendar.schedules', 'system', 'officer');
revoke update on working_calendar.schedules from yiwang_app;
