import type { FieldError } from '@yiwang/foundation/errors';
import {
  allFields,
  clean,
  FormPage,
  type FormValues,
  type Json,
  pageOf,
  validateBrowser,
} from '@yiwang/foundation/form/browser';
import {
  api,
  beijingDay,
  problemText,
  useAct,
  useDraft,
  useLocale,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, ByDate } from '@yiwang/foundation/ui/portal';
import { useState } from 'react';
import type { Acted, CaseView, MaterialRequirement, ProvidedMaterial } from '../schema.ts';
import { answersOf, CASE, formOf } from './application.ts';
import { FormFile, Requirement } from './materials.tsx';
import { loadRegions, useRegionNames, useSay } from './parts.tsx';

type Typed = { data: FormValues; materials: readonly ProvidedMaterial[] };
type Notice = NonNullable<CaseView['correction']>;

const MOST_FILES = 20;

/** Fields and materials that the notice names; a material whose files stand in the form is asked there. */
function askedBy(view: CaseView, { items }: Notice) {
  const form = formOf(view.form);
  const requirements = items.flatMap(
    ({ materialCode }) => view.requirements.find(({ code }) => code === materialCode) ?? [],
  );
  const ids = new Set([
    ...items.flatMap(({ fieldId }) => fieldId ?? []),
    ...requirements.flatMap(({ field }) => field ?? []),
  ]);
  return {
    form,
    fields: allFields(form).filter(({ id }) => ids.has(id)),
    loose: requirements.filter(({ field }) => field === undefined),
  };
}

function NoticeItems({ view, notice }: { view: CaseView; notice: Notice }) {
  const t = useT();
  const say = useSay();
  const { form } = askedBy(view, notice);
  const nameOf = ({ materialCode, fieldId }: Notice['items'][number]) => {
    const material = view.requirements.find(({ code }) => code === materialCode);
    const field = allFields(form).find(({ id }) => id === fieldId);
    return material?.name ?? field?.label;
  };
  return (
    <ol>
      {notice.items.map((item) => {
        const name = nameOf(item);
        return (
          <li key={`${item.materialCode}-${item.fieldId}-${item.text}`}>
            {name ? t('form.screen.error_item', { label: say(name), text: item.text }) : item.text}
          </li>
        );
      })}
    </ol>
  );
}

function Loose(props: {
  requirements: readonly MaterialRequirement[];
  typed: Typed;
  onChange: (material: ProvidedMaterial) => void;
}) {
  return props.requirements.map((requirement) => {
    const { code } = requirement;
    const given = props.typed.materials.find((one) => one.code === code);
    return (
      <Requirement
        key={code}
        requirement={requirement}
        value={given?.materialIds ?? []}
        max={MOST_FILES}
        onChange={(ids) => props.onChange({ code, materialIds: [...ids] })}
      />
    );
  });
}

/** Everything that the one notice asks for, and the form to hand it in (补正). */
export function Correction({ view, correction }: { view: CaseView; correction: Notice }) {
  const t = useT();
  const locale = useLocale();
  const client = useQueryClient();
  const { form, fields, loose } = askedBy(view, correction);
  const draft = useDraft<Typed>(`case.correct.${view.id}`, {
    data: answersOf(view.data),
    materials: view.materials,
  });
  const { data, materials } = draft.value;
  const [tried, setTried] = useState<readonly FieldError[]>([]);
  const names = useRegionNames(form, data);
  const answer = (id: string, value: Json | undefined) =>
    draft.change((before) => {
      const { [id]: _, ...rest } = before.data;
      return { ...before, data: value === undefined ? rest : { ...rest, [id]: value } };
    });
  const provide = (material: ProvidedMaterial) =>
    draft.change((before) => {
      const others = before.materials.filter(({ code }) => code !== material.code);
      return { ...before, materials: [...others, material] };
    });
  const act = useAct(
    (typed: Typed, key) =>
      api.post<Acted>(`${CASE}/cases/${view.id}/correct`, typed, { key, version: view.version }),
    {
      onDone: () => {
        draft.saved();
        client.invalidateQueries({ queryKey: ['case'] });
      },
    },
  );
  const send = () => {
    const cleaned = clean(form, data);
    const errors = validateBrowser(form, cleaned, { on: beijingDay(new Date()) });
    setTried(errors);
    if (errors.length === 0) act.run({ data: cleaned, materials });
  };
  const title = { zh: t('case.screen.correct'), en: t('case.screen.correct') };
  const shown = act.problem?.errors.length ? act.problem.errors : tried;
  // An error outside of what the notice names must be answered too, or nothing could be sent.
  const others = shown.flatMap(({ pointer }) => {
    const found = pageOf(form, pointer)?.fields.find(({ id }) => id === pointer.split('/')[1]);
    return found && !fields.includes(found) ? [found] : [];
  });
  return (
    <section className="notice correct">
      <h2>{t('case.screen.correct')}</h2>
      <p>
        {t('case.screen.correct_why')}{' '}
        <ByDate on={correction.dueOn} notBefore={!correction.certain} />
      </p>
      <NoticeItems view={view} notice={correction} />
      {fields.length + others.length > 0 && (
        <FormPage
          definition={form}
          page={{ id: 'correct', title, fields: [...fields, ...new Set(others)] }}
          data={data}
          errors={shown}
          onChange={answer}
          onDispute={() => {}}
          locale={locale}
          names={names}
          loadRegions={loadRegions}
          renderFile={(slot) => <FormFile slot={slot} requirements={view.requirements} />}
        />
      )}
      <Loose requirements={loose} typed={draft.value} onChange={provide} />
      {act.problem && (
        <p className="field-error" role="alert">
          {problemText(locale, act.problem)}
        </p>
      )}
      <div className="row">
        <Button pending={act.pending} onPress={send}>
          {t('case.action.send_correction')}
        </Button>
      </div>
      <p className="quiet">{t('case.screen.correct_next')}</p>
    </section>
  );
}
