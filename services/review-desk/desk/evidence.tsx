import {
  allFields,
  type FormDefinition,
  FormSummary,
  type FormValues,
  type Provenance,
} from '@yiwang/foundation/form/browser';
import { formatBytes, Loaded, useLocale, useT } from '@yiwang/foundation/ui/browser';
import { Tag } from '@yiwang/foundation/ui/desk';
import type { DeskView } from '@yiwang/services/case';
import type { Check, FileRow } from '../schema.ts';
import { filesIn, useEvidence, useFiles, useRegionNames } from './data.ts';
import { MATERIALS, Part, useDates, useSay } from './parts.tsx';

const MARKS = { ok: '✓', attention: '!', unknown: '?' } as const;

function CheckLine(props: {
  check: Check;
  /** The material or question that it is about. */
  about: string | undefined;
  onDisagree: ((check: string) => void) | undefined;
}) {
  const t = useT();
  const say = useSay();
  const dates = useDates();
  const { check, about, onDisagree } = props;
  const { left, right } = check.compared;
  const what = t(`material.check.${check.code}`);
  const name = about === undefined ? what : t('review-desk.case.check_about', { about, what });
  return (
    <li className={`desk-evidence ${check.state}`}>
      <b aria-hidden="true">{MARKS[check.state]}</b>
      <div>
        <span className="unseen">{t(`material.state.${check.state}`)}：</span>
        {name}
        {check.reason && <b> · {t(`material.reason.${check.reason}`)}</b>}
        {(left !== null || right !== null) && (
          <span className="quiet desk-under">
            {left !== null && t('review-desk.case.check_stated', { value: left })}
            {left !== null && right !== null && ' · '}
            {right !== null && t('review-desk.case.check_held', { value: right })}
          </span>
        )}
        <span className="desk-under">
          <Tag>
            {t('review-desk.case.check_source', {
              source: say(check.source),
              date: dates.on(check.asOf),
            })}
          </Tag>
        </span>
      </div>
      {onDisagree && (
        <button
          type="button"
          className="desk-link"
          aria-label={t('review-desk.case.check_disagree_of', { check: name })}
          onClick={() => onDisagree(name)}
        >
          {t('review-desk.case.check_disagree')}
        </button>
      )}
    </li>
  );
}

/** What the machine compared with what; the officer answers it in the opinion, which is kept. */
export function Checks(props: {
  view: DeskView;
  purpose: string | undefined;
  onDisagree: ((check: string) => void) | undefined;
}) {
  const t = useT();
  const say = useSay();
  const { view, purpose, onDisagree } = props;
  const query = useEvidence(view.id, view.version, purpose);
  const checks = query.data?.checks ?? [];
  const ok = checks.filter(({ state }) => state === 'ok').length;
  const fields = allFields(view.form as unknown as FormDefinition);
  const aboutOf = ({ materialCode, compared }: Check) => {
    const material = view.requirements.find(({ code }) => code === materialCode)?.name;
    const found = material ?? fields.find(({ element }) => element === compared.what)?.label;
    return found && say(found);
  };
  const order = { attention: 0, unknown: 1, ok: 2 };
  const sorted = [...checks].sort((a, b) => order[a.state] - order[b.state]);
  const sum = t('review-desk.case.checks_sum', { ok, look: checks.length - ok });
  return (
    <Part
      id="checks"
      title={t('review-desk.case.checks')}
      more={checks.length > 0 && <Tag tone={ok === checks.length ? 'done' : 'warn'}>{sum}</Tag>}
    >
      <Loaded
        query={query}
        empty={() => checks.length === 0}
        whenEmpty={<p className="quiet">{t('review-desk.case.checks_none')}</p>}
      >
        {() => (
          <ul className="desk-plain">
            {sorted.map((check, n) => (
              <CheckLine
                key={`${check.code}-${check.materialCode}-${check.compared.what}-${n}`}
                check={check}
                about={aboutOf(check)}
                onDisagree={onDisagree}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </Part>
  );
}

/** Files by name, each opening in a window of its own; whose data it is learns of the look. */
export function Files({
  ids,
  names,
}: {
  ids: readonly string[];
  names: ReadonlyMap<string, FileRow>;
}) {
  const t = useT();
  return (
    <ul className="desk-plain">
      {ids.map((id) => {
        const file = names.get(id);
        return (
          <li key={id}>
            <a href={`${MATERIALS}/${id}/content`} target="_blank" rel="noopener">
              {file?.name ?? t('review-desk.case.file')}
              <span className="unseen">{t('review-desk.case.new_window')}</span>
            </a>
            {file && <span className="quiet"> {formatBytes(file.size)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function Given(props: {
  view: DeskView;
  requirement: DeskView['requirements'][number];
  names: ReadonlyMap<string, FileRow>;
}) {
  const t = useT();
  const { view, requirement, names } = props;
  const { code, field } = requirement;
  const given = view.materials.find((one) => one.code === code);
  const data = view.data as FormValues;
  const ids = [...(given?.materialIds ?? []), ...(field === undefined ? [] : filesIn(field, data))];
  const isElectronic = given?.certificateId !== undefined;
  return (
    <>
      {ids.length > 0 && <Files ids={[...new Set(ids)]} names={names} />}
      {isElectronic && <Tag tone="done">{t('review-desk.case.material_certificate')}</Tag>}
      {given?.later && <Tag tone="warn">{t('review-desk.case.material_later')}</Tag>}
      {ids.length === 0 && !isElectronic && !given?.later && (
        <span className="quiet">{t('review-desk.case.material_none')}</span>
      )}
    </>
  );
}

/** What was filed: answers with where they come from, and the materials. */
export function Filed({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const whole = view.form as unknown as FormDefinition;
  const data = view.data as FormValues;
  const names = useFiles(view);
  const regions = useRegionNames(whole, data);
  const listed = new Set(view.requirements.map(({ field }) => field));
  const form = {
    ...whole,
    pages: whole.pages.map((page) => ({
      ...page,
      fields: page.fields.filter(({ id }) => !listed.has(id)),
    })),
  };
  return (
    <>
      <Part id="answers" title={t('review-desk.case.answers')}>
        <FormSummary
          definition={form}
          data={data}
          provenance={view.provenance as unknown as Provenance}
          locale={locale}
          names={regions}
          renderFile={(_field, ids) => <Files ids={ids} names={names} />}
        />
      </Part>
      {view.requirements.length > 0 && (
        <Part id="materials" title={t('review-desk.case.materials')}>
          <table className="facts">
            <tbody>
              {view.requirements.map((requirement) => (
                <tr key={requirement.code}>
                  <th scope="row">{say(requirement.name)}</th>
                  <td>
                    <Given view={view} requirement={requirement} names={names} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Part>
      )}
      <Visits view={view} names={names} />
    </>
  );
}

function Visits({ view, names }: { view: DeskView; names: ReadonlyMap<string, FileRow> }) {
  const t = useT();
  const dates = useDates();
  if (view.visits.length === 0) return null;
  const who = ({ name, enforcementNo }: DeskView['visits'][number]['officers'][number]) =>
    enforcementNo === null
      ? name
      : t('review-desk.case.visit_number', { name, number: enforcementNo });
  return (
    <Part id="visits" title={t('review-desk.case.visits')}>
      {view.visits.map((visit) => (
        <div key={`${visit.onDate}-${visit.findings}`}>
          <p>
            <b>
              {t('review-desk.case.visit_by', {
                date: dates.on(visit.onDate),
                officers: visit.officers.map(who).join(' · '),
              })}
            </b>{' '}
            {visit.testNeeded && <Tag tone="warn">{t('review-desk.case.visit_test')}</Tag>}
          </p>
          <p className="desk-said">{visit.findings}</p>
          {visit.measurements && (
            <p>{t('review-desk.case.visit_measured', { text: visit.measurements })}</p>
          )}
          <Files ids={visit.fileIds} names={names} />
        </div>
      ))}
    </Part>
  );
}

/** What the applicant was asked to correct. */
export function Correction({ view }: { view: DeskView }) {
  const t = useT();
  const say = useSay();
  const dates = useDates();
  if (!view.correction) return null;
  const fields = allFields(view.form as unknown as FormDefinition);
  const { items, dueOn } = view.correction;
  const label = ({ materialCode, fieldId }: (typeof items)[number]) => {
    const name =
      view.requirements.find(({ code }) => code === materialCode)?.name ??
      fields.find(({ id }) => id === fieldId)?.label;
    return name ? say(name) : t('review-desk.field.item_other');
  };
  return (
    <Part id="correction" title={t('review-desk.case.correction')}>
      {view.state === 'correcting' && (
        <p>{t('review-desk.case.correction_by', { date: dates.on(dueOn, true) })}</p>
      )}
      <ol>
        {items.map((item, n) => (
          <li key={`${n}-${item.text}`}>
            <b>{label(item)}</b> · {item.text}
          </li>
        ))}
      </ol>
    </Part>
  );
}
