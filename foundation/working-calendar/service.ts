import { v7 } from 'uuid';
import { record } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import type { Schedule } from '../time/index.ts';
import { addSchedule, type Calendar, checkSchedule, nationalCalendar } from '../time/index.ts';
import { insertSchedule, newestSchedules } from './store.ts';

/** The calendar that every clock of this process counts by: what ships with the program and what officers imported. */
export type WorkingCalendar = {
  readonly current: () => Calendar;
  /** Reads the imported schedules again; at start, and now and then for imports by another process. */
  load(tx: Tx): Promise<void>;
};

export function createWorkingCalendar(): WorkingCalendar {
  let calendar = nationalCalendar;
  return {
    current: () => calendar,
    load: async (tx) => {
      const rows = await tx.all(newestSchedules());
      calendar = rows.reduce((sum, row) => addSchedule(sum, row.schedule), nationalCalendar);
    },
  };
}

/** Imports the schedule of a year. @throws {AppError} `time.schedule_invalid` naming the wrong date. */
export function importSchedule(tx: Tx, schedule: Schedule): { id: string } {
  checkSchedule(schedule);
  const id = v7();
  const { actor, now } = tx.call;
  const row = { id, year: schedule.year, schedule: JSON.stringify(schedule) };
  tx.write(insertSchedule({ ...row, imported_at: now, imported_by: actor.id }));
  const subject = { kind: 'schedule', id: String(schedule.year) };
  record(tx, { act: 'working-calendar.import', subject, detail: { id } });
  return { id };
}
