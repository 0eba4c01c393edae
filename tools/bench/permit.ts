import { type ItemPackage, readPackages } from '@yiwang/services/item-catalogue';
import { officers, PASSWORD, TOTP_SECRET } from '../../apps/server/demo-county.ts';
import { Client } from '../http/client.ts';

const NS = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const TASKS = [
  ['acceptReview', 'accept-review', 'window'],
  ['review', 'review', 'reviewer'],
  ['decide', 'decide', 'approver'],
] as const;

const task = ([id, act, posts]: (typeof TASKS)[number]) =>
  `<userTask id="${id}"><extensionElements><yw:task act="${act}" posts="${posts}"/></extensionElements></userTask>`;

/** Accept, review, decide, certificate: the shortest whole life of a licence. */
const PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${NS}" xmlns:yw="https://yiwang.dev/bpmn" id="d" targetNamespace="https://yiwang.dev/bench">
<process id="benchPermit" isExecutable="true">
<startEvent id="start"/>
${TASKS.map(task).join('\n')}
<exclusiveGateway id="granted" default="toClose"/>
<serviceTask id="issue"><extensionElements><yw:service key="certificate.issue"/></extensionElements></serviceTask>
<serviceTask id="close"><extensionElements><yw:service key="case.close"/></extensionElements></serviceTask>
<endEvent id="issued"/><endEvent id="closed"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="acceptReview"/>
<sequenceFlow id="f2" sourceRef="acceptReview" targetRef="review"/>
<sequenceFlow id="f3" sourceRef="review" targetRef="decide"/>
<sequenceFlow id="f4" sourceRef="decide" targetRef="granted"/>
<sequenceFlow id="toIssue" sourceRef="granted" targetRef="issue"><conditionExpression>outcome = "granted"</conditionExpression></sequenceFlow>
<sequenceFlow id="toClose" sourceRef="granted" targetRef="close"/>
<sequenceFlow id="f7" sourceRef="issue" targetRef="issued"/>
<sequenceFlow id="f8" sourceRef="close" targetRef="closed"/>
</process></definitions>`;

/** Whether a JSON Pointer (RFC 6901) leads to something in a value. */
const leads = (value: unknown, pointer: string): boolean =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value) !==
  undefined;

export const SLUG = 'bench-permit';

/**
 * An item for measurements: the road permit's elements, form pages without files, and a process of
 * three tasks. It goes through the same publication checks as every other item.
 */
export function benchPermit(): ItemPackage {
  const road = readPackages().find(({ item }) => item.slug === 'road-occupation');
  if (!road) throw new Error('The catalogue has no road-occupation.');
  const code = (text: string) => text.replace(/\d{3}$/, '999');
  const pages = road.form.pages.filter(({ id }) => id !== 'materials');
  const item = {
    ...road.item,
    slug: SLUG,
    name: { zh: '测量用许可', en: 'Permit for measurements' },
    baseCode: code(road.item.baseCode),
    code: code(road.item.code),
    handlingCode: `${code(road.item.code)}01`,
    jointBodies: [],
    materials: road.item.materials.filter(({ code: name }) => name === 'applicant-register'),
  };
  return {
    item: { ...item, unverified: road.item.unverified.filter((pointer) => leads(item, pointer)) },
    form: { ...road.form, id: SLUG, pages },
    process: PROCESS,
  };
}

/** Answers for the permit's form. */
export const answers = (from: string, to: string) => ({
  road: '黄山路',
  place: '黄山路与肥西路交口东南角人行道',
  part: ['footway'],
  area: 12.5,
  period: { from, to },
  reason: 'repair',
  reasonText: '门店外立面维修，搭设脚手架。',
  siteManager: '赵敏',
  sitePhone: '13900000004',
});

/** Publishes the item for measurements through the API, as a catalogue editor. */
export async function publishPermit(base: string): Promise<void> {
  const editor = new Client(base);
  const login = officers.find(({ post }) => post === 'catalogue-editor')?.login ?? '';
  await editor.signInOfficer(login, PASSWORD, TOTP_SECRET);
  await editor.ask('POST', '/api/services/item-catalogue/items', {
    body: { package: benchPermit() },
  });
}
