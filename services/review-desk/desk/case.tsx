import {
  api,
  beijingDay,
  Loaded,
  useDraft,
  useMay,
  useParams,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { DeskColumns, Facts } from '@yiwang/foundation/ui/desk';
import type { DeskView } from '@yiwang/services/case';
import { useCallback, useEffect, useState } from 'react';
import { type Acted, Acts } from './acts.tsx';
import { CertificatePanel } from './certificate.tsx';
import { nothingTyped, type Typed } from './choices.ts';
import { useCase } from './data.ts';
import { Checks, Correction, Filed } from './evidence.tsx';
import { Clock, Documents, History, JointReview, Opinions, useLineWords } from './history.tsx';
import { DESK, StateTag, useDates, useSay } from './parts.tsx';
import { QueuePane, useQueue } from './queue.tsx';
import { RuleEvidence } from './rule.tsx';

/** Shows personal data in full, for a purpose that the person concerned will read. */
function Unmask(props: {
  masked: boolean;
  purpose: string | undefined;
  onPurpose: (purpose: string | undefined) => void;
}) {
  const t = useT();
  const [words, setWords] = useState('');
  const { masked, purpose, onPurpose } = props;
  if (!useMay('case.unmask')) return <p className="quiet">{t('review-desk.case.masked')}</p>;
  if (!masked && purpose !== undefined)
    return (
      <p role="status">
        {t('review-desk.case.unmasked', { purpose })}{' '}
        <button type="button" className="desk-link" onClick={() => onPurpose(undefined)}>
          {t('review-desk.case.mask')}
        </button>
      </p>
    );
  return (
    <details className="desk-unmask">
      <summary>
        {t('review-desk.case.masked')} · {t('review-desk.case.unmask')}
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim()) onPurpose(words.trim());
        }}
      >
        <label htmlFor="unmask-purpose">{t('review-desk.case.unmask_purpose')}</label>
        <span className="quiet desk-under" id="unmask-hint">
          {t('review-desk.case.unmask_hint')}
        </span>
        <input
          id="unmask-purpose"
          className="desk-input"
          aria-describedby="unmask-hint"
          required
          maxLength={200}
          autoComplete="off"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />{' '}
        <button type="submit" className="button plain">
          {t('review-desk.case.unmask')}
        </button>
      </form>
    </details>
  );
}

function Head({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const dates = useDates();
  const { applicant, noticeDueOn, promisedOn, test } = view;
  const row = (id: string, label: string, value: React.ReactNode) => ({
    id,
    label: t(`review-desk.case.${label}`),
    value,
  });
  return (
    <>
      <h1>{say(view.item.name)}</h1>
      <p className="quiet">
        {view.caseNo} · {t('review-desk.case.sub_submitted', { at: dates.at(view.submittedAt) })}
        {view.acceptedAt !== null &&
          ` · ${t('review-desk.case.sub_accepted', { at: dates.at(view.acceptedAt) })}`}{' '}
        <StateTag of={view} />
      </p>
      <Facts
        rows={[
          row('applicant', 'applicant', applicant.name),
          ...(applicant.number === null ? [] : [row('number', 'number', applicant.number)]),
          row('office', 'office', say(view.office.name)),
          ...(noticeDueOn === null
            ? []
            : [
                row(
                  'notice',
                  'notice_due',
                  <>
                    <b>{dates.on(noticeDueOn, true)}</b>
                    <span className="quiet desk-under">{t('review-desk.case.notice_due_why')}</span>
                  </>,
                ),
              ]),
          ...(view.legal === null ? [] : [row('legal', 'legal', <Clock view={view} />)]),
          ...(promisedOn === null ? [] : [row('promised', 'promised', dates.on(promisedOn, true))]),
          ...(test === null
            ? []
            : [
                row(
                  'test',
                  'test',
                  <>
                    {t('review-desk.case.test_line', {
                      product: test.product,
                      institution: test.institution,
                      days: test.expectedWorkingDays,
                    })}
                    {test.result && <b> · {t(`review-desk.test_result.${test.result}`)}</b>}
                  </>,
                ),
              ]),
        ]}
      />
    </>
  );
}

const lastSeq = ({ timeline }: DeskView): number => Math.max(0, ...timeline.map(({ seq }) => seq));

/** What others did since the officer opened the case. */
function Changed(props: { view: DeskView; seen: number; onSeen: () => void }) {
  const t = useT();
  const words = useLineWords();
  const say = useSay();
  const { view, seen, onSeen } = props;
  const fresh = view.timeline.filter(({ seq }) => seq > seen);
  return (
    <div role="status">
      {fresh.length > 0 && (
        <div className="desk-changed">
          <b>{t('review-desk.case.changed')}</b>
          <ul>
            {fresh.map((line) => (
              <li key={line.seq}>
                {words(line)}
                {line.organization && ` · ${say(line.organization)}`}
              </li>
            ))}
          </ul>
          <p>
            <StateTag of={view} /> {t('review-desk.case.changed_kept')}
          </p>
          <button type="button" className="button plain" onClick={onSeen}>
            {t('review-desk.case.changed_seen')}
          </button>
        </div>
      )}
    </div>
  );
}

function DoneNote({ done, caseId }: { done: Acted | undefined; caseId: string }) {
  const t = useT();
  const next = useQueue({}).data?.items.find((entry) => entry.case.id !== caseId);
  return (
    <div role="status">
      {done && (
        <p className="desk-done">
          {t('review-desk.act.done', { act: t(`review-desk.act.${done.choice}`) })}{' '}
          {next ? (
            <a href={`/desk/cases/${next.case.id}`}>{t('review-desk.act.next')}</a>
          ) : (
            <a href="/desk/">{t('review-desk.case.to_queue')}</a>
          )}
        </p>
      )}
    </div>
  );
}

function Opened(props: {
  view: DeskView;
  purpose: string | undefined;
  onPurpose: (purpose: string | undefined) => void;
  reread: () => Promise<DeskView | undefined>;
}) {
  const t = useT();
  const { view, purpose, onPurpose, reread } = props;
  const client = useQueryClient();
  const [seen, setSeen] = useState(() => lastSeq(view));
  const [done, setDone] = useState<Acted>();
  const today = beijingDay(new Date());
  const draft = useDraft<Typed>(`review-desk.case.${view.id}`, nothingTyped(today));
  const { change: keep } = draft;
  const change = useCallback(
    (part: Partial<Typed>) => keep((before) => ({ ...before, ...part })),
    [],
  );
  const afterAct = async (acted: Acted) => {
    draft.change(nothingTyped(today));
    draft.saved();
    client.invalidateQueries({ queryKey: ['review-desk', 'queue'] });
    client.invalidateQueries({ queryKey: ['review-desk', 'counts'] });
    const now = await reread();
    if (now) setSeen(lastSeq(now));
    setDone(acted);
  };
  const disagree = (check: string) => {
    const line = t('review-desk.case.check_text', { check });
    keep((before) => ({ ...before, text: before.text ? `${before.text}\n${line}` : line }));
    requestAnimationFrame(() =>
      document.querySelector<HTMLTextAreaElement>('.desk-decide textarea')?.focus(),
    );
  };
  return (
    <DeskColumns
      queue={<QueuePane openId={view.id} />}
      decide={
        <>
          <Changed view={view} seen={seen} onSeen={() => setSeen(lastSeq(view))} />
          <DoneNote done={done} caseId={view.id} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
          <section className="desk-past" tabIndex={0} aria-label={t('review-desk.case.history')}>
            <History view={view} />
            <Documents view={view} />
          </section>
          {view.state === 'closed' && view.certificateId !== null ? (
            <CertificatePanel id={view.certificateId} />
          ) : (
            <Acts
              view={view}
              typed={draft.value}
              change={change}
              onDone={afterAct}
              onConflict={() => {
                client.invalidateQueries({ queryKey: ['review-desk', 'queue'] });
                void reread();
              }}
            />
          )}
        </>
      }
    >
      <Head view={view} />
      <Unmask masked={view.masked} purpose={purpose} onPurpose={onPurpose} />
      <JointReview view={view} />
      <Checks
        view={view}
        purpose={purpose}
        onDisagree={view.mine.length > 0 ? disagree : undefined}
      />
      <RuleEvidence view={view} purpose={purpose} />
      <Correction view={view} />
      <Opinions view={view} />
      <Filed view={view} />
    </DeskColumns>
  );
}

/** One case on one screen: queue, evidence, history and decision. */
export function CaseScreen() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [purpose, setPurpose] = useState<string>();
  const query = useCase(id, purpose);
  const client = useQueryClient();
  const isOpen = query.data !== undefined;
  useEffect(() => {
    if (!isOpen) return;
    // Only a convenience: without it the case is missing under "opened last".
    api
      .put(`${DESK}/recent/${id}`, {})
      .then(() => client.invalidateQueries({ queryKey: ['review-desk', 'recent'] }))
      .catch(() => undefined);
  }, [id, isOpen, client]);
  return (
    <>
      {!isOpen && <h1 className="unseen">{t('review-desk.screen.case')}</h1>}
      <Loaded query={query}>
        {(view) => (
          <Opened
            key={view.id}
            view={view}
            purpose={purpose}
            onPurpose={setPurpose}
            reread={async () => (await query.refetch()).data}
          />
        )}
      </Loaded>
    </>
  );
}
