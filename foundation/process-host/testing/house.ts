import { v7 } from 'uuid';
import { type Tx, withActor } from '../../db/index.ts';
import type { Actor } from '../../permission/index.ts';
import { actingAs, at, callOf, type TestDatabase, testDatabase } from '../../testing/index.ts';
import { type Calendar, nationalCalendar } from '../../time/index.ts';
import { definitions, sketch } from '../../workflow/testing/sketch.ts';
import { createProcessHost, type ProcessHost, type StartProcess } from '../index.ts';

/** A user task with the settings that the tests vary. */
export const task = (
  id: string,
  settings: {
    act?: string;
    posts?: string;
    organization?: string;
    due?: string;
    each?: string;
    until?: string;
  } = {},
): string => {
  const { act = 'review', posts = 'window', organization, due, each, until } = settings;
  const [value, unit] = due?.split(' ') ?? [];
  return `<userTask id="${id}"><extensionElements><yw:task act="${act}" posts="${posts}"${
    organization ? ` organization="${organization}"` : ''
  }${due ? ` due="${value}" unit="${unit}"` : ''}/></extensionElements>${
    each
      ? `<multiInstanceLoopCharacteristics><extensionElements><yw:items in="${each}"/></extensionElements>${
          until ? `<completionCondition>${until}</completionCondition>` : ''
        }</multiInstanceLoopCharacteristics>`
      : ''
  }</userTask>`;
};

/** A boundary timer: `timer('T', 'A', '5 workingDay')`; `still` lets the task go on. */
export const timer = (id: string, on: string, limit: string, still = false): string => {
  const [value, unit] = limit.split(' ');
  return `<boundaryEvent id="${id}" attachedToRef="${on}" cancelActivity="${!still}"><extensionElements><yw:timer value="${value}" unit="${unit}"/></extensionElements><timerEventDefinition/></boundaryEvent>`;
};

export const service = (id: string, key: string): string =>
  `<serviceTask id="${id}"><extensionElements><yw:service key="${key}"/></extensionElements></serviceTask>`;

export { definitions, sketch };

export const regionCode = '340104';
export const applicant = actingAs('person', 'person-1');
/** An officer of an organization, in a post of a kind, who sees his organization's rows. */
export const officer = (organizationId: string, id = 'o1', postKind = 'window'): Actor =>
  actingAs('officer', id, {
    organizationId,
    postKind,
    scope: { regions: [], organizations: [organizationId] },
  });
export const platform = actingAs('system', 'test');

export type House = {
  readonly db: TestDatabase;
  readonly host: ProcessHost;
  readonly reported: string[];
  now: Date;
  calendar: Calendar;
  act<T>(actor: Actor, fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** Publishes and starts a process as the applicant. @returns the instance id. */
  start(xml: string, more?: Partial<StartProcess>): Promise<string>;
  /** Open work of an instance as `act organization`, sorted. */
  open(instanceId: string): Promise<string>;
  /** Completes the open task of an element as an officer of its organization. */
  done(instanceId: string, element: string, vars?: Record<string, unknown>): Promise<void>;
  /** What a replay finds wrong. */
  faults(instanceId: string): Promise<readonly string[]>;
  status(instanceId: string): Promise<unknown>;
};

/** A host over a fresh database, at a Monday morning. */
export async function openHouse(): Promise<House> {
  const db = await testDatabase();
  const reported: string[] = [];
  const report = (error: unknown, where: string) => void reported.push(`${where}: ${error}`);
  const openOf = (instanceId: string) =>
    house.act(platform, (tx) => house.host.openTasks(tx, [instanceId]));
  const house: House = {
    db,
    host: createProcessHost({ db, report, calendar: () => house.calendar }),
    reported,
    now: at('2026-03-02 09:00'),
    calendar: nationalCalendar,
    act: (actor, fn) => withActor(db, callOf(actor, house.now), fn),
    start: async (xml, more = {}) => {
      const { programId } = await house.act(platform, (tx) => house.host.publish(tx, xml));
      const instanceId = more.instanceId ?? v7();
      await house.act(applicant, (tx) =>
        house.host.start(tx, {
          instanceId,
          programId,
          subject: { kind: 'case', id: instanceId },
          regionCode,
          organizationId: 'org-a',
          applicantId: applicant.id,
          vars: {},
          ...more,
        }),
      );
      return instanceId;
    },
    open: async (instanceId) =>
      (await openOf(instanceId))
        .map((one) => `${one.element} ${one.organizationId}`)
        .sort()
        .join(', '),
    done: async (instanceId, element, vars = {}) => {
      const found = (await openOf(instanceId)).find((one) => one.element === element);
      const by = officer(found!.organizationId);
      await house.act(by, (tx) => house.host.complete(tx, found!.id, vars));
    },
    faults: async (instanceId) =>
      (await house.act(platform, (tx) => house.host.rebuild(tx, instanceId))).differences,
    status: async (instanceId) => {
      const [row] = await db.owner('select status from process_host.instances where id = $1', [
        instanceId,
      ]);
      return row?.status;
    },
  };
  return house;
}
