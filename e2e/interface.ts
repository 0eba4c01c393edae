import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** What the person of a page does without the screen: a request with that person's session. */
export async function ask(
  page: Page,
  method: 'GET' | 'POST',
  path: string,
  input: { body?: unknown; version?: number } = {},
): Promise<Answer> {
  const cookies = await page.context().cookies();
  const csrf = cookies.find(({ name }) => name === 'yw_csrf')?.value ?? '';
  const answer = await page.request.fetch(path, {
    method,
    headers: {
      'accept-language': 'zh-CN',
      'x-csrf-token': decodeURIComponent(csrf),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      ...(input.version !== undefined && { 'if-match': `"${input.version}"` }),
    },
    ...(input.body !== undefined && { data: input.body }),
  });
  const text = await answer.text();
  return { status: answer.status(), body: text.startsWith('{') ? JSON.parse(text) : {} };
}

type Task = { readonly id: string; readonly act: string; readonly state: string };

/** A case as an officer sees it: its version and the task that is open for an act. */
export async function deskView(page: Page, id: string) {
  const { body } = await ask(page, 'GET', `/api/services/case/cases/${id}/desk`);
  const { version, tasks } = body as unknown as { version: number; tasks: readonly Task[] };
  const taskOf = (act: string): string =>
    tasks.find((task) => task.act === act && task.state === 'open')?.id ?? '';
  return { version, taskOf };
}
