import { api, type Page, useMay, useQuery, useT } from '@yiwang/foundation/ui/browser';
import { Tag } from '@yiwang/foundation/ui/desk';
import type { DeskView } from '@yiwang/services/case';
import type { Explanation } from '@yiwang/services/instant-approval';
import { Part, useDates, useSay } from './parts.tsx';

/** Lines of the history of a case that rules have looked at. */
const RULED: readonly string[] = ['granted-by-rule', 'handed-to-officer', 'reopened'];

/** How published rules judged the case: the values with their source, the clauses, and why an officer is asked. */
export function RuleEvidence({ view, purpose }: { view: DeskView; purpose: string | undefined }) {
  const t = useT();
  const say = useSay();
  const dates = useDates();
  const may = useMay('instant-approval.read');
  const caseId = view.id;
  const query = useQuery({
    queryKey: ['instant-approval', 'evaluations', { caseId, purpose }],
    queryFn: ({ signal }) =>
      api.get<Page<Explanation>>('/api/services/instant-approval/evaluations', {
        query: { caseId },
        signal,
        ...(purpose !== undefined && { purpose }),
      }),
    enabled: may && view.timeline.some(({ kind }) => RULED.includes(kind)),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const found = query.data?.items[0];
  if (!found) return null;
  const { outcome, reason, rows, inputs } = found;
  const clauses = [...new Set(rows.map(({ clause }) => clause).filter((clause) => clause !== ''))];
  const shown = (value: Explanation['inputs'][number]['value']) =>
    value === null || typeof value === 'boolean' ? t(`instant-approval.value.${value}`) : value;
  return (
    <Part
      id="rule"
      title={t('review-desk.case.rule')}
      more={
        <Tag tone={outcome === 'granted' ? 'done' : 'warn'}>
          {t(`review-desk.case.rule_${outcome}`)}
        </Tag>
      }
    >
      <p>{say(reason.text)}</p>
      <table className="facts">
        <tbody>
          {inputs.map((input) => (
            <tr key={input.name}>
              <th scope="row">
                {t(`instant-approval.input.${input.from}`, { about: say(input.about) })}
              </th>
              <td>
                {shown(input.value)}
                {input.source && (
                  <span className="desk-under">
                    <Tag>
                      {t('review-desk.case.check_source', {
                        source: say(input.source),
                        date: input.asOf === null ? '—' : dates.on(input.asOf),
                      })}
                    </Tag>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {clauses.length > 0 && (
        <p>{t('review-desk.case.clauses', { clauses: clauses.join(' · ') })}</p>
      )}
    </Part>
  );
}
