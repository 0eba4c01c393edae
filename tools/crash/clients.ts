import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { answers, SLUG } from '../bench/permit.ts';
import { Client } from '../http/client.ts';

/**
 * Residents who apply without a pause, in a process of their own, so that acts are truly under way when
 * the server dies. Every line of the journal is written before the next step: `sent key`, then
 * `acked key caseNo`, `refused key status`, or `doubt key` when no answer came. A doubtful act is sent
 * again with its key until it is answered.
 */
const [base = '', journal = '', phones = '', password = ''] = process.argv.slice(2);
const note = (line: string) => appendFileSync(journal, `${line}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let running = true;
process.on('SIGTERM', () => {
  running = false;
});

/** Sends an act until somebody answers. @returns the answer and whether any attempt got none. */
async function insist<T>(client: Client, path: string, body: unknown, key: string) {
  let doubted = false;
  for (;;) {
    try {
      const answer = await client.send<T>('POST', path, { body, key });
      if (answer.status < 500) return { ...answer, doubted };
    } catch {
      // no answer: the server is gone
    }
    if (!doubted) note(`doubt ${key}`);
    doubted = true;
    await pause(50);
  }
}

async function enter(client: Client, phone: string): Promise<void> {
  for (;;) {
    try {
      return await client.signInResident(phone, password);
    } catch {
      await pause(200);
    }
  }
}

async function live(phone: string): Promise<void> {
  const client = new Client(base);
  await enter(client, phone);
  while (running) {
    const draft = await insist<{ id: string; version: number }>(
      client,
      '/api/services/case/drafts',
      { itemSlug: SLUG },
      randomUUID(),
    );
    if (draft.status === 401) {
      // Without synchronous commit even the session may be lost.
      await enter(client, phone);
      continue;
    }
    if (draft.status >= 400)
      throw new Error(`draft: ${draft.status} ${JSON.stringify(draft.body)}`);
    const { id, version } = draft.body;
    const body = { data: answers(day(10), day(20)), materials: [] };
    let saved: boolean | undefined;
    while (saved === undefined) {
      try {
        const path = `/api/services/case/drafts/${id}`;
        const { status } = await client.send('PUT', path, { body, version });
        // 412: it was saved, and the answer was lost. 401, 404: session or draft were lost.
        if (status < 500) saved = status === 200 || status === 412;
      } catch {
        await pause(50);
      }
    }
    if (!saved) continue;
    const key = randomUUID();
    note(`sent ${key}`);
    const sent = await insist<{ caseNo: string }>(
      client,
      '/api/services/case/cases',
      { draftId: id },
      key,
    );
    note(
      sent.status === 201 ? `acked ${key} ${sent.body.caseNo}` : `refused ${key} ${sent.status}`,
    );
  }
}

await Promise.all(phones.split(',').map(live));
