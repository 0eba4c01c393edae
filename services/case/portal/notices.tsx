import { allFields } from '@yiwang/foundation/form/browser';
import {
  api,
  problemText,
  useAct,
  useLocale,
  useNavigate,
  useOnline,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, Dialog } from '@yiwang/foundation/ui/portal';
import { useState } from 'react';
import type { Draft } from '../schema.ts';
import { type Application, CASE } from './application.ts';
import type { Filling } from './flow.tsx';
import { useAt, useSay } from './parts.tsx';

/** Whether what was typed is kept on the server, or only here. */
export function Saved({ application }: { application: Application }) {
  const t = useT();
  const atWords = useAt();
  const locale = useLocale();
  const online = useOnline();
  const { problem, savedAt, isUnsaved } = application;
  return (
    <p className="quiet saved" role="status">
      {isUnsaved && (problem || !online)
        ? [t('case.screen.kept_here'), problem && problemText(locale, problem)]
            .filter(Boolean)
            .join(' ')
        : savedAt && !isUnsaved
          ? t('case.screen.saved', { at: atWords(savedAt) })
          : ''}
    </p>
  );
}

/** Another device saved the same draft: what was taken over, and what to choose. */
export function ClashNotice({ filling }: { filling: Filling }) {
  const t = useT();
  const say = useSay();
  const { application, form } = filling;
  const { clash } = application;
  if (!clash) return null;
  const names = (ids: readonly string[]) =>
    allFields(form)
      .filter(({ id }) => ids.includes(id))
      .map(({ label }) => say(label))
      .join(t('case.screen.joint'));
  return (
    <section className="notice" role="status">
      <h2>{t('case.screen.clash')}</h2>
      {clash.taken.length > 0 && (
        <p>{t('case.screen.clash_taken', { names: names(clash.taken) })}</p>
      )}
      {clash.clashing.length > 0 && (
        <p>{t('case.screen.clash_both', { names: names(clash.clashing) })}</p>
      )}
      <div className="row">
        <Button look="plain" onPress={application.keepMine}>
          {t('case.action.keep_mine')}
        </Button>
        {clash.clashing.length > 0 && (
          <Button look="plain" onPress={application.takeTheirs}>
            {t('case.action.take_theirs')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The form was published anew while the draft was open. */
export function ChangedNotice({ changed }: { changed: NonNullable<Draft['changed']> }) {
  const t = useT();
  const say = useSay();
  return (
    <section className="notice" role="status">
      <h2>{t('case.screen.changed')}</h2>
      <p>{t('case.screen.changed_why')}</p>
      {changed.dropped.length > 0 && (
        <>
          <p>{t('case.screen.changed_dropped')}</p>
          <ul>
            {changed.dropped.map(({ id, label, reason }) => (
              <li key={id}>
                {say(label)} · {t(`case.screen.dropped_${reason}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      {changed.added.length > 0 && (
        <>
          <p>{t('case.screen.changed_added')}</p>
          <ul>
            {changed.added.map(({ id, label }) => (
              <li key={id}>{say(label)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Throws the draft away, after asking. */
export function Discard({ id, slug }: { id: string; slug: string }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const act = useAct((_: null, key) => api.delete(`${CASE}/drafts/${id}`, { key }), {
    onDone: () => {
      client.invalidateQueries({ queryKey: ['case', 'drafts'] });
      navigate({ to: `/apply/${slug}`, search: {} as never, replace: true });
    },
  });
  return (
    <>
      <Button look="plain" onPress={() => setOpen(true)}>
        {t('case.action.discard')}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('case.screen.discard')}
        actions={
          <Button look="danger" pending={act.pending} onPress={() => act.run(null)}>
            {t('case.action.discard')}
          </Button>
        }
      >
        <p>{t('case.screen.discard_why')}</p>
        {act.problem && <p role="alert">{problemText(locale, act.problem)}</p>}
      </Dialog>
    </>
  );
}
