import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { withClient } from '@yiwang/foundation/db';
import { officers, PASSWORD, people, TOTP_SECRET } from '../../apps/server/demo-county.ts';
import { Client } from '../http/client.ts';
import { answers, SLUG } from './permit.ts';

export const STEPS = ['submit', 'accept', 'review', 'decide'] as const;
export type Step = (typeof STEPS)[number];

/** One request ready to be sent; made beforehand, so that only the server's work is measured. */
type Shot = { path: string; headers: Record<string, string>; body: string };

const IN_FLIGHT = 16;
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

const send = (base: URL, { path, headers, body }: Shot) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const options = { agent, host: base.hostname, port: base.port, path, method: 'POST', headers };
    const asked = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });

export type Burst = { seconds: number; latencies: number[]; answers: unknown[] };

/** Sends every shot, sixteen at a time or at `perSecond`, and measures each. @throws {Error} at the first refusal. */
export async function fire(
  base: string,
  shots: readonly Shot[],
  perSecond?: number,
): Promise<Burst> {
  const url = new URL(base);
  const latencies: number[] = [];
  const results: unknown[] = new Array(shots.length);
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < shots.length; i = next++) {
      const shot = shots[i] as Shot;
      if (perSecond) {
        const wait = started + (i * 1000) / perSecond - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      }
      const sent = performance.now();
      const { status, text } = await send(url, shot);
      latencies.push(performance.now() - sent);
      if (status >= 300) throw new Error(`${shot.path}: ${status} ${text}`);
      results[i] = JSON.parse(text);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return { seconds: (performance.now() - started) / 1000, latencies, answers: results };
}

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The people of the measurement, signed in. */
export class Cast {
  private readonly base: string;
  readonly resident: Client;
  readonly window: Client;
  readonly reviewer: Client;
  readonly approver: Client;

  constructor(base: string) {
    this.base = base;
    [this.resident, this.window, this.reviewer, this.approver] = [0, 1, 2, 3].map(
      () => new Client(base),
    ) as [Client, Client, Client, Client];
  }

  /** `later`: how many 30-second steps the officers' second factor is ahead, because a used code is refused. */
  async signIn(later = 0): Promise<void> {
    const phone = people.find(({ key }) => key === 'builder')?.phone ?? '';
    await this.resident.signInResident(phone, PASSWORD);
    for (const [client, post] of [
      [this.window, 'window'],
      [this.reviewer, 'reviewer'],
      [this.approver, 'approver'],
    ] as const) {
      const officer = officers.find(
        (o) => o.department === 'org-urban-management' && o.post === post,
      );
      const at = new Date(Date.now() + later * 30_000);
      await client.signInOfficer(officer?.login ?? '', PASSWORD, TOTP_SECRET, at);
    }
  }

  shot(client: Client, path: string, body: unknown, version?: number): Shot {
    const text = JSON.stringify(body);
    return {
      path,
      body: text,
      headers: {
        ...client.headers(),
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
        'idempotency-key': randomUUID(),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
    };
  }

  /** Drafts with everything filled in, ready to be submitted. */
  async drafts(count: number): Promise<string[]> {
    const starts = Array.from({ length: count }, () =>
      this.shot(this.resident, '/api/services/case/drafts', { itemSlug: SLUG }),
    );
    const { answers: made } = await fire(this.base, starts);
    const ids: string[] = [];
    for (const draft of made as { id: string; version: number }[]) {
      const path = `/api/services/case/drafts/${draft.id}`;
      const body = { data: answers(day(10), day(20)), materials: [] };
      await this.resident.ask('PUT', path, { body, version: draft.version });
      ids.push(draft.id);
    }
    return ids;
  }
}

const BODIES: Record<Exclude<Step, 'submit'>, object> = {
  accept: {},
  review: { proposal: 'grant', text: '材料齐全，符合条件。' },
  decide: { decision: 'grant', reasons: ['符合法定条件。'] },
};

type Open = { case_id: string; task_id: string; version: number };

/** The shots of a step for cases that stand before it, from one look into the database. */
export async function shotsOf(
  cast: Cast,
  step: Step,
  database: string,
  ids: readonly string[],
): Promise<Shot[]> {
  if (step === 'submit')
    return ids.map((draftId) => cast.shot(cast.resident, '/api/services/case/cases', { draftId }));
  const client = { accept: cast.window, review: cast.reviewer, decide: cast.approver }[step];
  const { rows } = await withClient(database, (db) =>
    db.query<Open>(
      `select c.id as case_id, t.id as task_id, c.version from "case".cases c
       join process_host.tasks t on t.subject_id = c.id::text and t.state = 'open'
       where c.id = any($1::uuid[])`,
      [[...ids]],
    ),
  );
  return rows.map(({ case_id, task_id, version }) =>
    cast.shot(
      client,
      `/api/services/case/cases/${case_id}/${step}`,
      { taskId: task_id, ...BODIES[step] },
      version,
    ),
  );
}
