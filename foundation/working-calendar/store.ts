import { sql } from 'kysely';
import { queries, raw } from '../db/index.ts';
import type { Schedule } from '../time/index.ts';

type Tables = {
  'working_calendar.schedules': {
    id: string;
    year: number;
    schedule: string;
    imported_at: Date;
    imported_by: string;
  };
};

export const insertSchedule = (row: Tables['working_calendar.schedules']) =>
  queries<Tables>().insertInto('working_calendar.schedules').values(row);

/** The newest schedule of every year. */
export const newestSchedules = () =>
  raw(sql<{ schedule: Schedule }>`select distinct on (year) schedule
    from working_calendar.schedules order by year, imported_at desc, id desc limit 500`);
