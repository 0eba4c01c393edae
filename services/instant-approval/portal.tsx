import {
  api,
  asProblem,
  formatAt,
  formatOn,
  Loaded,
  type Page,
  problemText,
  type Screen,
  useAct,
  useLocale,
  useQuery,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, DateText, SummaryList, TextField } from '@yiwang/foundation/ui/portal';
import { useState } from 'react';
import type { Explanation, Input, OwnReopening } from './schema.ts';

const EVALUATIONS = '/api/services/instant-approval/evaluations';

function Source({ input }: { input: Input }) {
  const t = useT();
  const locale = useLocale();
  const { source, asOf, basis, disputed } = input;
  if (!source) return null;
  return (
    <>
      {t('instant-approval.screen.source', {
        source: source[locale],
        asOf: asOf ? formatOn(locale, asOf) : '—',
      })}
      {basis !== null && ` · ${basis}`}
      {disputed && ` · ${t('instant-approval.screen.disputed')}`}
    </>
  );
}

function Inputs({ inputs }: { inputs: readonly Input[] }) {
  const t = useT();
  const locale = useLocale();
  if (inputs.length === 0) return <p>{t('instant-approval.screen.no_data')}</p>;
  return (
    <SummaryList
      rows={inputs.map((input) => {
        const { name, from, about, value } = input;
        const isWord = value === null || typeof value === 'boolean';
        return {
          id: name,
          label: t(`instant-approval.input.${from}`, { about: about[locale] }),
          value: isWord ? t(`instant-approval.value.${value}`) : value,
          source: <Source input={input} />,
        };
      })}
    />
  );
}

function Asked({ reopening }: { reopening: OwnReopening }) {
  const t = useT();
  const { state, askedAt, answer, answeredAt } = reopening;
  if (state === 'open')
    return (
      <p className="notice">
        {t('instant-approval.screen.asked')} <DateText at={askedAt} />
      </p>
    );
  return (
    <div className="notice">
      <p>
        {t(`instant-approval.screen.${state}`)} {answeredAt && <DateText at={answeredAt} />}
      </p>
      <p>{answer}</p>
    </div>
  );
}

/** The way to a person; nobody has to say why. */
function AskHuman({ evaluation }: { evaluation: Explanation }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useAct(
    (_: undefined, key) =>
      api.post(`${EVALUATIONS}/${evaluation.id}/reopen`, reason.trim() === '' ? {} : { reason }, {
        key,
      }),
    { onDone: () => client.invalidateQueries({ queryKey: ['instant-approval'] }) },
  );
  return (
    <details>
      <summary>{t('instant-approval.screen.ask')}</summary>
      <p>{t('instant-approval.screen.right')}</p>
      <TextField
        pointer="/reason"
        label={t('instant-approval.screen.reason')}
        hint={t('instant-approval.screen.reason_hint')}
        optional
        lines={3}
        maxLength={1000}
        value={reason}
        onChange={setReason}
      />
      {act.problem && <p role="alert">{problemText(locale, act.problem)}</p>}
      <Button pending={act.pending} onPress={() => act.run(undefined)}>
        {t('instant-approval.screen.ask')}
      </Button>
    </details>
  );
}

function Explained({ evaluation }: { evaluation: Explanation }) {
  const t = useT();
  const locale = useLocale();
  const { outcome, reason, rows, inputs, rule, reopening, masked } = evaluation;
  const clauses = rows.filter(({ clause }) => clause !== '');
  return (
    <section>
      <h2>{t('instant-approval.screen.explained')}</h2>
      <p>
        {t(`instant-approval.screen.${outcome}`)} {reason.text[locale]}
      </p>
      {clauses.length > 0 && (
        <>
          <h3>{t('instant-approval.screen.clauses')}</h3>
          <ul>
            {clauses.map(({ decision, row, clause }) => (
              <li key={`${decision}#${row}`}>{clause}</li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('instant-approval.screen.data')}</h3>
      <Inputs inputs={inputs} />
      <p className="quiet">
        {t('instant-approval.screen.version', {
          item: rule.item[locale],
          version: rule.itemVersion,
          digest: rule.sha256.slice(0, 12),
          at: formatAt(locale, evaluation.at),
          ms: evaluation.durationMs,
        })}
      </p>
      {reopening ? (
        <Asked reopening={reopening} />
      ) : (
        outcome === 'granted' && !masked && <AskHuman evaluation={evaluation} />
      )}
    </section>
  );
}

/** How the rules came to their answer about a case, on its page; nothing for a case without rules. */
export function DecisionExplained({ caseId }: { caseId: string }) {
  const query = useQuery({
    queryKey: ['instant-approval', 'evaluations', { caseId }],
    queryFn: ({ signal }) => api.get<Page<Explanation>>(EVALUATIONS, { query: { caseId }, signal }),
  });
  if (query.error && asProblem(query.error).status === 404) return null;
  return (
    <Loaded query={query}>
      {({ items }) => items.slice(0, 1).map((one) => <Explained key={one.id} evaluation={one} />)}
    </Loaded>
  );
}

export const screens: Screen[] = [];
