import {
  api,
  type Page,
  problemText,
  useAct,
  useLocale,
  useQuery,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, Dialog } from '@yiwang/foundation/ui/portal';
import { useState } from 'react';
import type { CaseView } from '../schema.ts';
import { useSay } from './parts.tsx';

const EVALUATIONS = '/api/services/instant-approval/evaluations';

/** Why it was decided so; for a decision by rule, the way to a person (个人信息保护法 art. 24). */
export function Decision({ view }: { view: CaseView }) {
  const t = useT();
  const say = useSay();
  const { decision, outcome } = view;
  if (!decision) return null;
  return (
    <section>
      <h2>{t('case.screen.why')}</h2>
      {decision.reasons.length > 0 && (
        <ul>
          {decision.reasons.map((reason) => (
            <li key={reason.zh}>{say(reason)}</li>
          ))}
        </ul>
      )}
      {decision.by === 'rule' && (
        <>
          <p>{t('case.screen.by_rule')}</p>
          <AskHuman caseId={view.id} />
        </>
      )}
      {(outcome === 'refused' || outcome === 'not_accepted') && <Remedies />}
    </section>
  );
}

function Remedies() {
  const t = useT();
  return (
    <div className="notice">
      <h3>{t('case.screen.remedies')}</h3>
      <p>{t('case.screen.remedies_reconsideration')}</p>
      <p>{t('case.screen.remedies_litigation')}</p>
      <p>{t('case.screen.remedies_where')}</p>
    </div>
  );
}

type Evaluation = { readonly id: string };

function AskHuman({ caseId }: { caseId: string }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['instant-approval', 'evaluations', { caseId }],
    queryFn: ({ signal }) => api.get<Page<Evaluation>>(EVALUATIONS, { query: { caseId }, signal }),
  });
  const act = useAct((id: string, key) => api.post(`${EVALUATIONS}/${id}/reopen`, {}, { key }), {
    onDone: () => {
      setOpen(false);
      client.invalidateQueries({ queryKey: ['case'] });
    },
  });
  const evaluation = query.data?.items[0];
  if (!evaluation) return null;
  return (
    <>
      <div className="row">
        <Button look="plain" onPress={() => setOpen(true)}>
          {t('case.action.ask_human')}
        </Button>
      </div>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('case.screen.ask_human')}
        actions={
          <Button pending={act.pending} onPress={() => act.run(evaluation.id)}>
            {t('case.action.ask_human')}
          </Button>
        }
      >
        <p>{t('case.screen.ask_human_why')}</p>
        {act.problem && <p role="alert">{problemText(locale, act.problem)}</p>}
      </Dialog>
    </>
  );
}
