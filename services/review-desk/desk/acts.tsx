import { api, type Problem, useAct, useQueryClient, useT } from '@yiwang/foundation/ui/browser';
import {
  ByDate,
  DeskActions,
  ErrorSummary,
  type KeyCommand,
  Tag,
  useKeys,
} from '@yiwang/foundation/ui/desk';
import type { DeskView } from '@yiwang/services/case';
import { useEffect, useMemo, useRef } from 'react';
import type { DeskTask, TaskAct } from '../schema.ts';
import { ActForm } from './act-forms.tsx';
import { bodyOf, type ChoiceId, type Offer, offersFor, type Typed, textField } from './choices.ts';
import { useEvidence } from './data.ts';
import { LongField, useLabel } from './fields.tsx';
import { CASE, DESK } from './parts.tsx';
import { TemplatePicker } from './templates.tsx';

export type Acted = { version: number; choice: ChoiceId };

type Props = {
  view: DeskView;
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  /** After an act is done. */
  onDone: (done: Acted) => void;
  /** Somebody else was first: the case has to be read anew. */
  onConflict: () => void;
};

/** Takes the task for oneself, or gives it back. */
function Claim({ view, task }: { view: DeskView; task: DeskTask }) {
  const t = useT();
  const client = useQueryClient();
  const { claimed, id, version } = task;
  const again = () => {
    client.invalidateQueries({ queryKey: ['review-desk', 'evidence'] });
    client.invalidateQueries({ queryKey: ['review-desk', 'queue'] });
  };
  const act = useAct(
    (verb: 'claim' | 'release', key) =>
      api.post<DeskTask>(`${DESK}/tasks/${id}/${verb}`, undefined, { key, version }),
    { onDone: again },
  );
  const verb = claimed === null ? 'claim' : 'release';
  const may = view.state !== 'closed' && (claimed === null || claimed.mine);
  const commands = useMemo<KeyCommand[]>(
    () => [
      {
        key: 'c',
        labelKey: 'review-desk.key.claim',
        run: () => act.run(verb),
        off: !may || act.pending,
      },
    ],
    [act.run, act.pending, verb, may],
  );
  useKeys(commands);
  const { problem } = act;
  useEffect(() => {
    if (problem) again();
  }, [problem]);
  const own = view.mine.find((one) => one.id === id);
  return (
    <>
      <p className="desk-claim">
        <Tag tone={claimed ? 'act' : 'plain'}>{t(`review-desk.task.${task.act}`)}</Tag>{' '}
        {own && own.dueOn !== null && (
          <>
            {t('review-desk.act.task_due')} <ByDate on={own.dueOn} notBefore={!own.dueCertain} />{' '}
            {own.late && <Tag tone="late">{t('review-desk.act.task_late')}</Tag>}{' '}
          </>
        )}
        {claimed &&
          (claimed.mine
            ? t('review-desk.act.claimed_mine')
            : t('review-desk.act.claimed_by', { name: claimed.name }))}{' '}
        {may && (
          <button
            type="button"
            className="desk-link"
            disabled={act.pending}
            onClick={() => act.run(verb)}
          >
            {t(`review-desk.act.${verb}`)} <kbd>c</kbd>
          </button>
        )}
      </p>
      <ErrorSummary problem={problem} />
    </>
  );
}

/** The choices as buttons at their fixed place; each says what happens next, or why it cannot be. */
function Choices(props: {
  offers: readonly Offer[];
  takenBy: string | undefined;
  onChoose: (id: ChoiceId) => void;
}) {
  const t = useT();
  const { offers, takenBy, onChoose } = props;
  const whyOf = ({ why }: Offer): string | undefined => {
    if (takenBy !== undefined) return t('review-desk.why.claimed', { name: takenBy });
    return why === undefined ? undefined : t(`review-desk.why.${why}`);
  };
  return (
    <DeskActions>
      {offers.map((offer) => {
        const { id, key, look } = offer;
        const name = t(`review-desk.act.${id}`);
        const why = whyOf(offer);
        return (
          <button
            key={id}
            type="button"
            className={look === 'main' ? 'button' : 'button plain'}
            disabled={why !== undefined}
            aria-keyshortcuts={why === undefined ? key : undefined}
            onClick={() => onChoose(id)}
          >
            {why === undefined ? (
              <>
                {name}{' '}
                <span aria-hidden="true" className="desk-key">
                  {key.toUpperCase()}
                </span>
              </>
            ) : (
              t('review-desk.act.disabled', { act: name, why })
            )}
          </button>
        );
      })}
    </DeskActions>
  );
}

/** The confirmation in the place of the buttons: names the effect, and leaves the case in sight. */
function Confirm(props: {
  offer: Offer;
  pending: boolean;
  onBack: () => void;
  onConfirm: () => void;
}) {
  const t = useT();
  const { offer, pending, onBack, onConfirm } = props;
  const danger =
    offer.look === 'plain' && offer.id !== 'notify-correction' && offer.id !== 'extend';
  return (
    <DeskActions>
      <p id="act-effect">{t(`review-desk.effect.${offer.effect}`)}</p>
      <button
        type="button"
        className={danger ? 'button danger' : 'button'}
        aria-describedby="act-effect"
        disabled={pending}
        onClick={onConfirm}
      >
        {t('review-desk.act.confirm', { act: t(`review-desk.act.${offer.id}`) })}
      </button>
      <button type="button" className="button plain" disabled={pending} onClick={onBack}>
        {t('review-desk.act.back')}
      </button>
    </DeskActions>
  );
}

/** Choices that need nothing more to be typed: the focus goes to the confirmation. */
const READY: readonly ChoiceId[] = ['accept', 'grant'];
const FIELDS = [
  ['/onDate', 'visit_on'],
  ['/officers', 'visit_officers'],
  ['/measurements', 'measurements'],
  ['/product', 'product'],
  ['/institution', 'institution'],
  ['/expectedWorkingDays', 'expected'],
  ['/reportNo', 'report_no'],
  ['/rightAuthority', 'right_authority'],
  ['/clauses', 'clauses'],
  ['/days', 'days'],
] as const;
const CONFIRM = '.desk-actions .button';

const TEXTLESS: readonly (ChoiceId | null)[] = ['accept', 'notify-correction'];

function useChoiceKeys(offers: readonly Offer[], off: boolean, choose: (id: ChoiceId) => void) {
  const text = useRef<HTMLDivElement>(null);
  const commands = useMemo<KeyCommand[]>(
    () => [
      ...offers.map(({ id, key, why }) => ({
        key,
        labelKey: `review-desk.key.${id}`,
        run: () => choose(id),
        off: off || why !== undefined,
      })),
      {
        key: 'o',
        labelKey: 'review-desk.key.opinion',
        run: () => text.current?.querySelector('textarea')?.focus(),
        off: offers.length === 0,
      },
    ],
    [offers, off, choose],
  );
  useKeys(commands);
  return text;
}

/** No act is open to this officer; what was typed before somebody else was first is still there to copy. */
function Nothing({ text, problem }: { text: string; problem: Problem | undefined }) {
  const t = useT();
  return (
    <div className="desk-form">
      <ErrorSummary problem={problem} />
      <p className="quiet">{t('review-desk.act.none')}</p>
      {text.trim() !== '' && (
        <label>
          {t('review-desk.act.typed')}
          <textarea className="desk-input" rows={4} readOnly value={text} />
        </label>
      )}
    </div>
  );
}

/** Opinion and decisions of a case. What is typed stays until the act is done. */
export function Acts({ view, typed, change, onDone, onConflict }: Props) {
  const t = useT();
  const label = useLabel();
  const offers = useMemo(() => offersFor(view), [view]);
  const tasks = useEvidence(view.id, view.version, undefined).data?.tasks ?? [];
  const taken = tasks.find(({ claimed }) => claimed !== null && !claimed.mine)?.claimed?.name;
  const chosen = offers.find(({ id, why }) => id === typed.choice && why === undefined);
  const act = useAct(
    ({ id, act: verb, taskId }: Offer, key) =>
      api.post<{ version: number }>(
        `${CASE}/${view.id}/${verb}`,
        { ...(taskId !== undefined && { taskId }), ...bodyOf(id, typed) },
        { key, version: view.version },
      ),
    { onDone: ({ version }, { id }) => onDone({ version, choice: id }) },
  );
  const { problem } = act;
  useEffect(() => {
    if (problem && (problem.status === 409 || problem.status === 412)) onConflict();
  }, [problem]);
  const form = useRef<HTMLElement>(null);
  const choose = useMemo(
    () => (id: ChoiceId) => {
      change({ choice: id });
      requestAnimationFrame(() => {
        const field = form.current?.querySelector<HTMLElement>('input, select, textarea');
        const button = form.current?.parentElement?.querySelector<HTMLElement>(CONFIRM);
        (READY.includes(id) ? button : field)?.focus();
      });
    },
    [change],
  );
  const text = useChoiceKeys(offers, taken !== undefined || chosen !== undefined, choose);
  if (offers.length === 0) return <Nothing text={typed.text} problem={problem} />;
  const wording = textField(chosen?.id ?? null);
  const labels = {
    ...Object.fromEntries(FIELDS.map(([pointer, name]) => [pointer, label(name)])),
    ...Object.fromEntries(
      typed.items.map((_, n) => [`/items/${n}/text`, label('item_text', { n: n + 1 })]),
    ),
    ...(wording && { [wording.pointer]: label(wording.label) }),
  };
  const templatesFor = view.mine[0]?.act as TaskAct | undefined;
  const withText = !TEXTLESS.includes(chosen?.id ?? null);
  return (
    <>
      {tasks.map((task) => (
        <Claim key={task.id} view={view} task={task} />
      ))}
      <section
        ref={form}
        tabIndex={-1}
        className="desk-form"
        aria-label={t('review-desk.act.form')}
      >
        <ErrorSummary problem={problem} labels={labels} />
        {chosen && (
          <ActForm view={view} typed={typed} change={change} problem={problem} choice={chosen.id} />
        )}
        {withText && wording && (
          <div ref={text}>
            <TemplatePicker
              act={templatesFor}
              text={typed.text}
              onPick={(body) =>
                change({ text: typed.text.trim() ? `${typed.text}\n${body}` : body })
              }
            />
            <LongField
              pointer={wording.pointer}
              label={label(wording.label)}
              problem={problem}
              value={typed.text}
              onChange={(value) => change({ text: value })}
            />
          </div>
        )}
      </section>
      {chosen ? (
        <Confirm
          offer={chosen}
          pending={act.pending}
          onBack={() => {
            act.reset();
            change({ choice: null });
          }}
          onConfirm={() => act.run(chosen)}
        />
      ) : (
        <Choices offers={offers} takenBy={taken} onChoose={choose} />
      )}
    </>
  );
}
