import { Type } from 'typebox';
import { readAs, withActor } from '../db/index.ts';
import type { Routes } from '../http/index.ts';
import { civilDateOf } from '../time/index.ts';
import { importSchedule } from './service.ts';

const On = Type.String({ format: 'date' });
const Schedule = Type.Object(
  {
    year: Type.Integer({ minimum: 1949, maximum: 9999 }),
    source: Type.Array(
      Type.Object({
        title: Type.String({ maxLength: 200 }),
        number: Type.String({ maxLength: 80 }),
        issuedOn: On,
      }),
      { minItems: 1, maxItems: 5 },
    ),
    off: Type.Array(On, { maxItems: 120 }),
    worked: Type.Array(On, { maxItems: 60 }),
  },
  { additionalProperties: false },
);

const routes: Routes = (http, { db, calendar, reloadCalendar }) => {
  http.get(
    '/schedules',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Holiday schedules that clocks count by, with their notices',
        response: {
          200: Type.Object({ items: Type.Array(Schedule), missingYear: Type.Integer() }),
        },
      },
    },
    (req) => {
      const { years } = calendar();
      let missingYear = Number(civilDateOf(req.call.now).slice(0, 4));
      while (years.has(missingYear)) missingYear += 1;
      return { items: [...years.values()] as never, missingYear };
    },
  );
  http.post(
    '/schedules',
    {
      config: { permission: 'working-calendar.import', creates: true },
      schema: {
        summary: 'Import the schedule of a year from its State Council notice',
        body: Schedule,
        response: { 201: Type.Object({ id: Type.String() }) },
      },
    },
    async (req, reply) => {
      const answer = await withActor(db, req.call, async (tx) => importSchedule(tx, req.body));
      await readAs(db, req.call, reloadCalendar);
      return reply
        .code(201)
        .header('location', '/api/foundation/working-calendar/schedules')
        .send(answer);
    },
  );
};
export default routes;
