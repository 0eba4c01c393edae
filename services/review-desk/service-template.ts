import { record } from '@yiwang/foundation/audit';
import type { Tx } from '@yiwang/foundation/db';
import { errors as httpErrors, page, readCursor } from '@yiwang/foundation/http';
import { findOrganizations } from '@yiwang/foundation/organization';
import { v7 } from 'uuid';
import { errors } from './rules.ts';
import type { NewTemplate, TaskAct, Template } from './schema.ts';
import * as store from './store-desk.ts';

/** The department of the officer. @throws {AppError} `http.forbidden` for somebody without one. */
function departmentOf(tx: Tx): string {
  const { organizationId } = tx.call.actor;
  if (organizationId === undefined) throw httpErrors.forbidden({ permission: 'review-desk.read' });
  return organizationId;
}

const view = (tx: Tx, { officerId, updatedAt, ...row }: store.TemplateRow): Template => ({
  ...row,
  mine: officerId === tx.call.actor.id,
  updatedAt: updatedAt.toISOString(),
});

/** Own templates and those of the department, by name; `act` keeps those that fit it. */
export async function listTemplates(
  tx: Tx,
  { act, limit = 20, after }: { act?: TaskAct; limit?: number; after?: string },
) {
  const parts = readCursor(after, 2);
  const from = parts && { name: String(parts[0]), id: String(parts[1]) };
  const rows = await tx.all(store.templatesOf(departmentOf(tx), act, limit + 1, from));
  const cut = page(rows, limit, (row) => [row.name, row.id]);
  return { items: cut.items.map((row) => view(tx, row)), next: cut.next };
}

async function find(tx: Tx, id: string): Promise<store.TemplateRow> {
  const row = await tx.first(store.templateById(departmentOf(tx), id));
  if (!row) throw errors.template_unknown();
  return row;
}

/** @throws {AppError} `review-desk.template_unknown` for what is not there or not for this officer. */
export const openTemplate = async (tx: Tx, id: string): Promise<Template> =>
  view(tx, await find(tx, id));

const tell = (tx: Tx, act: string, id: string) =>
  record(tx, { act: `review-desk.${act}-template`, subject: { kind: 'opinion-template', id } });

/** Keeps a new template, for the officer alone or for the department. */
export async function addTemplate(tx: Tx, input: NewTemplate): Promise<Template> {
  const organizationId = departmentOf(tx);
  const [department] = await findOrganizations(tx, [organizationId]);
  const { actor, now } = tx.call;
  const row = { ...input, name: input.name.trim(), body: input.body.trim() };
  const id = v7();
  tx.write(
    store.insertTemplate({
      ...row,
      id,
      officer_id: actor.id,
      organization_id: organizationId,
      region_code: department?.regionCode ?? '',
      updated_at: now,
    }),
  );
  tell(tx, 'add', id);
  return { ...row, id, mine: true, updatedAt: now.toISOString(), version: 1 };
}

const changed = { rows: 1, otherwise: () => errors.template_changed() };

/**
 * Changes a template; one of the department may be changed by each of its officers, and taken back into
 * private use only by its writer.
 * @throws {AppError} `review-desk.template_unknown`, `template_changed`, `http.forbidden`.
 */
export async function changeTemplate(
  tx: Tx,
  id: string,
  version: number,
  input: NewTemplate,
): Promise<Template> {
  const before = await find(tx, id);
  if (before.version !== version) throw errors.template_changed();
  const { actor, now } = tx.call;
  if (!input.shared && before.officerId !== actor.id)
    throw httpErrors.forbidden({ permission: 'review-desk.read' });
  const row = { ...input, name: input.name.trim(), body: input.body.trim() };
  tx.write(store.updateTemplate(id, version, { ...row, updated_at: now }), changed);
  tell(tx, 'change', id);
  const { officerId } = before;
  return view(tx, { ...row, id, officerId, updatedAt: now, version: version + 1 });
}

/** Removes a template. @throws {AppError} `review-desk.template_unknown`, `template_changed`. */
export async function removeTemplate(tx: Tx, id: string, version: number): Promise<void> {
  const before = await find(tx, id);
  if (before.version !== version) throw errors.template_changed();
  tx.write(store.deleteTemplate(id, version), changed);
  tell(tx, 'remove', id);
}
