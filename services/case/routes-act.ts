import { type Tx, withActor } from '@yiwang/foundation/db';
import { etag, type Http, type Platform, type Routes, versionOf } from '@yiwang/foundation/http';
import { type Static, type TSchema, Type } from 'typebox';
import {
  Accept,
  Acted,
  Decide,
  Extend,
  NotifyCorrection,
  Opine,
  OrderTest,
  RecordTest,
  RecordVisit,
  RefuseAcceptance,
  Review,
} from './schema.ts';
import {
  type Acting,
  accept,
  decide,
  extend,
  notifyCorrection,
  refuseAcceptance,
} from './service-act.ts';
import { opine, orderTest, recordTest, recordVisit, review } from './service-examine.ts';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

type Act<T extends TSchema> = {
  readonly verb: string;
  readonly permission: string;
  readonly summary: string;
  readonly body: T;
  readonly run: (tx: Tx, platform: Platform, to: Acting, input: Static<T>) => Promise<Acted>;
};

/** One act of officers: `POST /cases/:id/<verb>`. */
function act<T extends TSchema>(http: Http, platform: Platform, one: Act<T>): void {
  const { verb, permission, summary, body, run } = one;
  http.post(
    `/cases/:id/${verb}`,
    {
      config: { permission, creates: true, ifMatch: true },
      schema: { summary, params: ById, body, response: { 200: Acted } },
    },
    async (req, reply) => {
      const { id } = req.params as Static<typeof ById>;
      const to = { caseId: id, version: versionOf(req) };
      const done = await withActor(platform.db, req.call, (tx) =>
        run(tx, platform, to, req.body as Static<T>),
      );
      return etag(reply, done.version).send(done);
    },
  );
}

const routes: Routes = (http, platform) => {
  act(http, platform, {
    verb: 'accept',
    permission: 'case.accept',
    summary: 'Accepts an application; the statutory limit starts',
    body: Accept,
    run: accept,
  });
  act(http, platform, {
    verb: 'notify-correction',
    permission: 'case.accept',
    summary: 'Sends the one notice of everything to be corrected',
    body: NotifyCorrection,
    run: notifyCorrection,
  });
  act(http, platform, {
    verb: 'refuse-acceptance',
    permission: 'case.accept',
    summary: 'Refuses to accept an application, with reasons',
    body: RefuseAcceptance,
    run: refuseAcceptance,
  });
  act(http, platform, {
    verb: 'record-visit',
    permission: 'case.visit',
    summary: 'Records a visit by two or more officers',
    body: RecordVisit,
    run: recordVisit,
  });
  act(http, platform, {
    verb: 'order-test',
    permission: 'case.order-test',
    summary: 'Orders a test; the statutory limit stops, with written notice',
    body: OrderTest,
    run: orderTest,
  });
  act(http, platform, {
    verb: 'record-test',
    permission: 'case.order-test',
    summary: 'Records the result of a test; the statutory limit goes on',
    body: RecordTest,
    run: recordTest,
  });
  act(http, platform, {
    verb: 'opine',
    permission: 'case.opine',
    summary: 'Gives the opinion of one department of a joint review',
    body: Opine,
    run: opine,
  });
  act(http, platform, {
    verb: 'review',
    permission: 'case.review',
    summary: 'Proposes the decision',
    body: Review,
    run: review,
  });
  act(http, platform, {
    verb: 'decide',
    permission: 'case.decide',
    summary: 'Grants or refuses, with reasons and remedies',
    body: Decide,
    run: decide,
  });
  act(http, platform, {
    verb: 'extend',
    permission: 'case.extend',
    summary: 'Extends the statutory limit once',
    body: Extend,
    run: extend,
  });
};
export default routes;
