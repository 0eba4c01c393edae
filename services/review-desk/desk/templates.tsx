import {
  api,
  Loaded,
  type Page,
  Problem,
  useAct,
  useCursor,
  useDraft,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { ErrorSummary, Pager, Tag } from '@yiwang/foundation/ui/desk';
import { useState } from 'react';
import type { NewTemplate, TaskAct, Template } from '../schema.ts';
import { useTemplates } from './data.ts';
import { LongField, SelectField, TextField } from './fields.tsx';
import { DESK } from './parts.tsx';

const ACTS: readonly TaskAct[] = [
  'accept-review',
  'visit',
  'order-test',
  'record-test',
  'opine',
  'review',
  'decide',
];

/** Puts the text of a template into the opinion, or keeps the opinion as one. */
export function TemplatePicker(props: {
  act: TaskAct | undefined;
  text: string;
  onPick: (body: string) => void;
}) {
  const t = useT();
  const { act, text, onPick } = props;
  const query = useTemplates(act);
  const items = query.data?.items ?? [];
  return (
    <details className="desk-templates">
      <summary>{t('review-desk.template.pick')}</summary>
      {items.length === 0 && <p className="quiet">{t('review-desk.template.none')}</p>}
      <ul className="desk-plain">
        {items.map(({ id, name, body, shared }) => (
          <li key={id}>
            <button type="button" className="desk-link" title={body} onClick={() => onPick(body)}>
              {name}
            </button>{' '}
            <span className="quiet">
              {t(`review-desk.template.${shared ? 'of_department' : 'own'}`)}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a
          href={
            text.trim() ? `/desk/templates?text=${encodeURIComponent(text)}` : '/desk/templates'
          }
        >
          {t(text.trim() ? 'review-desk.template.save' : 'review-desk.template.manage')}
        </a>
      </p>
    </details>
  );
}

type Typing = Omit<NewTemplate, 'act'> & { act: TaskAct | '' };

const empty = (): Typing => ({
  name: '',
  act: '',
  body: new URLSearchParams(window.location.search).get('text')?.slice(0, 2000) ?? '',
  shared: false,
});

function Editor({ edited, onDone }: { edited: Template | undefined; onDone: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [version, setVersion] = useState(edited?.version);
  const [theirs, setTheirs] = useState<Template>();
  const draft = useDraft<Typing>(
    `review-desk.template.${edited?.id ?? 'new'}`,
    edited ? { ...edited, act: edited.act ?? '' } : empty(),
  );
  const { name, act, body, shared } = draft.value;
  const set = (part: Partial<Typing>) => draft.change((before) => ({ ...before, ...part }));
  const save = useAct(
    async (input: NewTemplate, key) => {
      if (!edited) return api.post<Template>(`${DESK}/templates`, input, { key });
      try {
        const at = version ?? edited.version;
        return await api.put<Template>(`${DESK}/templates/${edited.id}`, input, { version: at });
      } catch (thrown) {
        if (thrown instanceof Problem && thrown.status === 412) {
          const now = await api.get<Template>(`${DESK}/templates/${edited.id}`);
          setTheirs(now);
          setVersion(now.version);
        }
        throw thrown;
      }
    },
    {
      onDone: () => {
        draft.saved();
        client.invalidateQueries({ queryKey: ['review-desk', 'templates'] });
        onDone();
      },
    },
  );
  const { problem } = save;
  return (
    <form
      className="desk-form desk-editor"
      onSubmit={(event) => {
        event.preventDefault();
        save.run({ name, act: act === '' ? null : act, body, shared });
      }}
    >
      <h2>
        {edited
          ? t('review-desk.template.change', { name: edited.name })
          : t('review-desk.template.new')}
      </h2>
      <ErrorSummary problem={problem} />
      {theirs && <p>{t('review-desk.template.theirs', { text: theirs.body })}</p>}
      <TextField
        pointer="/name"
        label={t('review-desk.template.name')}
        problem={problem}
        maxLength={60}
        value={name}
        onChange={(value) => set({ name: value })}
      />
      <SelectField
        pointer="/act"
        label={t('review-desk.template.act')}
        problem={problem}
        value={act}
        onChange={(value) => set({ act: value as TaskAct | '' })}
        options={[
          { id: '', label: t('review-desk.template.any') },
          ...ACTS.map((id) => ({ id, label: t(`review-desk.task.${id}`) })),
        ]}
      />
      <LongField
        pointer="/body"
        label={t('review-desk.template.body')}
        problem={problem}
        value={body}
        onChange={(value) => set({ body: value })}
      />
      <label className="desk-check">
        <input
          type="checkbox"
          checked={shared}
          onChange={({ target }) => set({ shared: target.checked })}
        />{' '}
        {t('review-desk.template.shared')}
      </label>
      <p>
        <button type="submit" className="button" disabled={save.pending}>
          {t('review-desk.template.add')}
        </button>{' '}
        {edited && (
          <button type="button" className="button plain" onClick={onDone}>
            {t('review-desk.act.back')}
          </button>
        )}
      </p>
    </form>
  );
}

function Row({ template, onEdit }: { template: Template; onEdit: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const { id, name, body, act, shared, version } = template;
  const remove = useAct(() => api.delete(`${DESK}/templates/${id}`, { version }), {
    onDone: () => client.invalidateQueries({ queryKey: ['review-desk', 'templates'] }),
  });
  return (
    <li>
      <b>{name}</b>{' '}
      <Tag>
        {t(`review-desk.template.${shared ? 'of_department' : 'own'}`)} ·{' '}
        {act === null ? t('review-desk.template.any') : t(`review-desk.task.${act}`)}
      </Tag>
      <p className="desk-said">{body}</p>
      <ErrorSummary problem={remove.problem} />
      <button
        type="button"
        className="desk-link"
        aria-label={t('review-desk.template.change', { name })}
        onClick={onEdit}
      >
        {t('review-desk.template.edit')}
      </button>{' '}
      <button
        type="button"
        className="desk-link"
        aria-label={t('review-desk.template.remove_of', { name })}
        disabled={remove.pending}
        onClick={() => remove.run(undefined)}
      >
        {t('review-desk.template.remove')}
      </button>
    </li>
  );
}

/** Own opinion templates and those of the department. */
export function TemplateScreen() {
  const t = useT();
  const cursor = useCursor();
  const [edited, setEdited] = useState<Template>();
  const query = useTemplates(undefined, cursor.after);
  return (
    <div className="desk-home">
      <div>
        <h1>{t('review-desk.screen.templates')}</h1>
        <Loaded
          query={query}
          empty={({ items }: Page<Template>) => items.length === 0}
          whenEmpty={<p>{t('review-desk.template.none')}</p>}
        >
          {({ items, next }) => (
            <>
              <ul className="desk-plain desk-rows">
                {items.map((template) => (
                  <Row key={template.id} template={template} onEdit={() => setEdited(template)} />
                ))}
              </ul>
              <Pager previous={cursor.previous} next={cursor.next(next)} />
            </>
          )}
        </Loaded>
      </div>
      <Editor
        key={edited ? `${edited.id}-${edited.version}` : 'new'}
        edited={edited}
        onDone={() => setEdited(undefined)}
      />
    </div>
  );
}
