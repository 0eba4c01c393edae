import { allFields, type FormDefinition } from '@yiwang/foundation/form/browser';
import { api, Loaded, type Problem, useAct, useT } from '@yiwang/foundation/ui/browser';
import { ErrorSummary } from '@yiwang/foundation/ui/desk';
import type { DeskView } from '@yiwang/services/case';
import type { ChoiceId, Typed } from './choices.ts';
import { useInspectors } from './data.ts';
import { LongField, SelectField, TextField, useLabel } from './fields.tsx';
import { MATERIALS, useDates, useSay } from './parts.tsx';

type Props = {
  view: DeskView;
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  problem: Problem | undefined;
};

function CorrectionItems({ view, typed, change, problem }: Props) {
  const label = useLabel();
  const say = useSay();
  const { items } = typed;
  const set = (n: number, part: Partial<Typed['items'][number]>) =>
    change({ items: items.map((item, i) => (i === n ? { ...item, ...part } : item)) });
  const fields = allFields(view.form as unknown as FormDefinition);
  return (
    <fieldset>
      <legend>{label('items')}</legend>
      {items.map((item, n) => (
        <div key={n} className="desk-item">
          <div className="desk-field">
            <label htmlFor={`item-about-${n}`}>{label('item_about', { n: n + 1 })}</label>
            <select
              id={`item-about-${n}`}
              className="desk-input"
              value={item.about}
              onChange={(event) => set(n, { about: event.target.value })}
            >
              <option value="other">{label('item_other')}</option>
              <optgroup label={label('item_materials')}>
                {view.requirements.map(({ code, name }) => (
                  <option key={code} value={`material:${code}`}>
                    {say(name)}
                  </option>
                ))}
              </optgroup>
              <optgroup label={label('item_fields')}>
                {fields.map((field) => (
                  <option key={field.id} value={`field:${field.id}`}>
                    {say(field.label)}
                  </option>
                ))}
              </optgroup>
            </select>
          </div>
          <LongField
            pointer={`/items/${n}/text`}
            label={label('item_text', { n: n + 1 })}
            problem={problem}
            rows={2}
            value={item.text}
            onChange={(text) => set(n, { text })}
          />
          {items.length > 1 && (
            <button
              type="button"
              className="desk-link"
              onClick={() => change({ items: items.filter((_, i) => i !== n) })}
            >
              {label('item_remove', { n: n + 1 })}
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="button plain"
        onClick={() => change({ items: [...items, { about: 'other', text: '' }] })}
      >
        {label('item_add')}
      </button>
    </fieldset>
  );
}

function Officers({ typed, change }: Props) {
  const label = useLabel();
  const query = useInspectors();
  return (
    <fieldset>
      <legend>{label('visit_officers')}</legend>
      <Loaded
        query={query}
        empty={({ items }) => items.length === 0}
        whenEmpty={<p>{label('visit_nobody')}</p>}
      >
        {({ items }) =>
          items.map(({ id, name, enforcementNo }) => (
            <label key={id} className="desk-check">
              <input
                type="checkbox"
                checked={typed.officers.includes(id)}
                onChange={({ target }) => {
                  const others = typed.officers.filter((one) => one !== id);
                  change({ officers: target.checked ? [...others, id] : others });
                }}
              />{' '}
              {name}{' '}
              <span className="quiet">
                {enforcementNo === null
                  ? label('visit_no_number')
                  : label('visit_number', { number: enforcementNo })}
              </span>
            </label>
          ))
        }
      </Loaded>
    </fieldset>
  );
}

/** Photos and records of a visit: each is sent at once, so that nothing is lost when the form is left. */
function Evidence({ typed, change }: Props) {
  const label = useLabel();
  const send = useAct(
    async (file: File, key) => {
      const body = new FormData();
      body.append('name', file.name);
      body.append('file', file);
      return api.post<{ id: string; name: string }>(MATERIALS, body, { key });
    },
    { onDone: ({ id, name }) => change({ files: [...typed.files, { id, name }] }) },
  );
  return (
    <div className="desk-field">
      <label htmlFor="visit-files">{label('files')}</label>
      <input
        id="visit-files"
        type="file"
        accept="image/jpeg,image/png,application/pdf"
        disabled={send.pending}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) send.run(file);
          target.value = '';
        }}
      />
      <div role="status">{send.pending && label('file_sending')}</div>
      <ErrorSummary problem={send.problem} />
      <ul className="desk-plain">
        {typed.files.map(({ id, name }) => (
          <li key={id}>
            {name}{' '}
            <button
              type="button"
              className="desk-link"
              onClick={() => change({ files: typed.files.filter((file) => file.id !== id) })}
            >
              {label('file_remove', { name })}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Visit(props: Props) {
  const label = useLabel();
  const dates = useDates();
  const { typed, change, problem } = props;
  return (
    <>
      <TextField
        pointer="/onDate"
        type="date"
        max={dates.today}
        label={label('visit_on')}
        problem={problem}
        value={typed.onDate}
        onChange={(onDate) => change({ onDate })}
      />
      <Officers {...props} />
      <LongField
        pointer="/measurements"
        label={label('measurements')}
        problem={problem}
        rows={2}
        value={typed.measurements}
        onChange={(measurements) => change({ measurements })}
      />
      <label className="desk-check">
        <input
          type="checkbox"
          checked={typed.testNeeded}
          onChange={({ target }) => change({ testNeeded: target.checked })}
        />{' '}
        {label('test_needed')}
      </label>
      <Evidence {...props} />
    </>
  );
}

const KINDS = ['testing', 'inspection', 'quarantine', 'appraisal', 'expert-review'];

function OrderTest({ typed, change, problem }: Props) {
  const label = useLabel();
  const t = useT();
  return (
    <>
      <SelectField
        pointer="/kind"
        label={label('test_kind')}
        problem={problem}
        value={typed.kind}
        onChange={(kind) => change({ kind })}
        options={KINDS.map((id) => ({ id, label: t(`review-desk.test_kind.${id}`) }))}
      />
      <TextField
        pointer="/product"
        label={label('product')}
        problem={problem}
        maxLength={200}
        value={typed.product}
        onChange={(product) => change({ product })}
      />
      <TextField
        pointer="/institution"
        label={label('institution')}
        problem={problem}
        maxLength={200}
        value={typed.institution}
        onChange={(institution) => change({ institution })}
      />
      <TextField
        pointer="/expectedWorkingDays"
        inputMode="numeric"
        maxLength={3}
        label={label('expected')}
        problem={problem}
        value={typed.expected}
        onChange={(expected) => change({ expected })}
      />
    </>
  );
}

function RecordTest({ typed, change, problem }: Props) {
  const label = useLabel();
  const t = useT();
  const dates = useDates();
  return (
    <>
      <SelectField
        pointer="/result"
        label={label('test_result')}
        problem={problem}
        value={typed.result}
        onChange={(result) => change({ result })}
        options={['passed', 'failed'].map((id) => ({
          id,
          label: t(`review-desk.test_result.${id}`),
        }))}
      />
      <TextField
        pointer="/reportNo"
        label={label('report_no')}
        problem={problem}
        maxLength={100}
        value={typed.reportNo}
        onChange={(reportNo) => change({ reportNo })}
      />
      <TextField
        pointer="/onDate"
        type="date"
        max={dates.today}
        label={label('test_on')}
        problem={problem}
        value={typed.onDate}
        onChange={(onDate) => change({ onDate })}
      />
    </>
  );
}

/** What an act asks for beside the opinion. */
export function ActForm(props: Props & { choice: ChoiceId }) {
  const label = useLabel();
  const { choice, typed, change, problem } = props;
  if (choice === 'notify-correction') return <CorrectionItems {...props} />;
  if (choice === 'record-visit') return <Visit {...props} />;
  if (choice === 'order-test') return <OrderTest {...props} />;
  if (choice === 'record-test') return <RecordTest {...props} />;
  if (choice === 'refuse-acceptance')
    return (
      <TextField
        pointer="/rightAuthority"
        label={label('right_authority')}
        problem={problem}
        maxLength={200}
        value={typed.rightAuthority}
        onChange={(rightAuthority) => change({ rightAuthority })}
      />
    );
  if (choice === 'refuse')
    return (
      <LongField
        pointer="/clauses"
        label={label('clauses')}
        problem={problem}
        rows={2}
        value={typed.clauses}
        onChange={(clauses) => change({ clauses })}
      />
    );
  if (choice === 'extend')
    return (
      <TextField
        pointer="/days"
        inputMode="numeric"
        maxLength={2}
        label={label('days')}
        problem={problem}
        value={typed.days}
        onChange={(days) => change({ days })}
      />
    );
  return null;
}
