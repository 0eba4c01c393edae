import { useT } from '@yiwang/foundation/ui/browser';
import { DecisionExplained } from '@yiwang/services/instant-approval/portal';
import type { CaseView } from '../schema.ts';
import { useSay } from './parts.tsx';

/** Why it was decided so; for a decision by rule, the way to a person (个人信息保护法 art. 24). */
export function Decision({ view }: { view: CaseView }) {
  const t = useT();
  const say = useSay();
  const { decision, outcome } = view;
  const refused = outcome === 'refused' || outcome === 'not_accepted';
  // A grant without words has nothing to explain.
  if (!decision || (decision.reasons.length === 0 && decision.by !== 'rule' && !refused))
    return null;
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
          <DecisionExplained caseId={view.id} />
        </>
      )}
      {refused && <Remedies />}
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
