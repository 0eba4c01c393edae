import type { FieldError } from '@yiwang/foundation/errors';
import { clean, errorLabel, errorText, FormSummary, pageOf } from '@yiwang/foundation/form/browser';
import { addWorkingDays, nationalCalendar } from '@yiwang/foundation/time/browser';
import {
  api,
  beijingDay,
  problemText,
  useAct,
  useLocale,
  useNavigate,
  useQueryClient,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, ByDate, SummaryList, Tag } from '@yiwang/foundation/ui/portal';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { useEffect, useRef, useState } from 'react';
import type { MaterialRequirement, Submitted } from '../schema.ts';
import { CASE, MATERIALS } from './application.ts';
import type { Filling } from './flow.tsx';
import { askedIn, filesFor, Waived } from './materials.tsx';
import { FileLinks, useRegionNames, useSay, withoutMaterials } from './parts.tsx';

/** Working days for the office to say what is missing; silence is acceptance. Source: 行政许可法 art. 32 (1)(4). */
const NOTICE_DAYS = 5;

/** What comes after the button: who decides, and by which date the law obliges the office. */
function WhatNext({ item }: { item: ItemVersion }) {
  const t = useT();
  const say = useSay();
  const today = beijingDay(new Date());
  const office = say(item.implementer.name);
  const notice = addWorkingDays(nationalCalendar, today, NOTICE_DAYS);
  const { promised, statutory } = item.limits;
  const inWorkingDays = promised.unit === 'workingDay' && statutory.unit === 'workingDay';
  const late = inWorkingDays ? addWorkingDays(nationalCalendar, today, statutory.value) : undefined;
  return (
    <section className="lead">
      <h2>{t('case.screen.next')}</h2>
      {item.caseType === 'immediate' ? (
        <>
          <p>{t('case.screen.next_now')}</p>
          {late && (
            <p>
              {t('case.screen.next_person', { office })}{' '}
              <ByDate on={late.on} notBefore={!late.certain} />
            </p>
          )}
        </>
      ) : (
        <>
          <p>
            {t('case.screen.next_notice', { office })}{' '}
            <ByDate on={notice.on} notBefore={!notice.certain} />
          </p>
          <p>
            {t('case.screen.next_decision', {
              office,
              promised: promised.value,
              statutory: statutory.value,
              unit: t(`time.unit.${promised.unit}`),
            })}
          </p>
        </>
      )}
      <p>{t('case.screen.next_withdraw')}</p>
    </section>
  );
}

function MaterialAnswer(props: { requirement: MaterialRequirement; filling: Filling }) {
  const t = useT();
  const { requirement, filling } = props;
  const ids = filesFor(requirement, filling.application);
  const given = filling.application.materials.find(({ code }) => code === requirement.code);
  if (ids.length > 0) return <FileLinks ids={ids} />;
  const kind = requirement.reuse?.kind;
  if (kind === 'register' || kind === 'certificate') return <Waived requirement={requirement} />;
  return (
    <Tag tone={requirement.necessity === 'required' ? 'warn' : 'plain'}>
      {t(given?.later ? 'case.screen.given_later' : 'case.screen.given_none')}
    </Tag>
  );
}

function MaterialsAnswer({ filling }: { filling: Filling }) {
  const t = useT();
  const say = useSay();
  const { draft, form, application, go } = filling;
  const asked = askedIn(draft.requirements, form, application.data);
  if (asked.length === 0) return null;
  return (
    <section>
      <h2>{t('case.screen.materials')}</h2>
      <SummaryList
        rows={asked.map((requirement) => ({
          id: requirement.code,
          label: say(requirement.name),
          value: <MaterialAnswer requirement={requirement} filling={filling} />,
        }))}
      />
      <div className="row">
        <Button look="plain" onPress={() => go(MATERIALS)}>
          {t('case.action.change_materials')}
        </Button>
      </div>
    </section>
  );
}

/** What still stands in the way, each with the way to it. */
function Obstacles(props: { filling: Filling; errors: readonly FieldError[] }) {
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const { filling, errors } = props;
  const { form, missing, draft, go } = filling;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const link = (step: string, text: string) => (
    <li key={text}>
      <button type="button" className="linklike" onClick={() => go(step)}>
        {text}
      </button>
    </li>
  );
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('case.screen.obstacles', { count: errors.length + missing.length })}</h2>
      <ul>
        {errors.map((error) =>
          link(
            pageOf(form, error.pointer)?.id ?? '',
            t('form.screen.error_item', {
              label: errorLabel(form, error, locale),
              text: errorText(form, error, locale),
            }),
          ),
        )}
        {draft.requirements
          .filter(({ code }) => missing.includes(code))
          .map(({ name }) =>
            link(
              MATERIALS,
              t('form.screen.error_item', {
                label: say(name),
                text: t('case.screen.material_missing'),
              }),
            ),
          )}
      </ul>
    </div>
  );
}

/** Saves what is open, then submits; the same press never submits twice. */
function useSubmit(filling: Filling) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { draft, application } = filling;
  return useAct(
    async (draftId: string, key) => {
      // Saving also moves the draft to the form that is in force.
      const unsaved = await application.save(draft.changed !== null);
      if (unsaved) throw unsaved;
      try {
        return await api.post<Submitted>(`${CASE}/cases`, { draftId }, { key });
      } catch (refused) {
        // The form, or what government holds, may have changed while this page was open.
        client.invalidateQueries({ queryKey: ['case', 'draft', { id: draftId }] });
        throw refused;
      }
    },
    {
      onDone: ({ id }) => {
        application.forget();
        client.invalidateQueries({ queryKey: ['case', 'drafts'] });
        client.invalidateQueries({ queryKey: ['case', 'list'] });
        navigate({ to: `/cases/${id}`, search: { submitted: 'yes' } as never, replace: true });
      },
    },
  );
}

/** Check your answers, then submit. */
export function Check({ filling }: { filling: Filling }) {
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const { form, application, provenance, errors, missing, item, draft, go, steps } = filling;
  const names = useRegionNames(form, application.data);
  const [tried, setTried] = useState(0);
  const submit = useSubmit(filling);
  const { problem } = submit;
  const refused = problem?.errors.filter(({ pointer }) => pageOf(form, pointer)) ?? [];
  const open = errors.length + missing.length;
  const shown = errors.length > 0 ? errors : refused;
  return (
    <>
      <h1 tabIndex={-1}>{t('case.screen.check')}</h1>
      {((tried > 0 && open > 0) || refused.length > 0) && (
        <Obstacles key={`${tried}-${refused.length}`} filling={filling} errors={shown} />
      )}
      {problem && refused.length === 0 && (
        <p className="field-error" role="alert">
          {problemText(locale, problem)}
        </p>
      )}
      <FormSummary
        definition={withoutMaterials(form, draft.requirements)}
        data={clean(form, application.data)}
        provenance={provenance}
        locale={locale}
        names={names}
        onEdit={(pageId) => go(pageId)}
        renderFile={(_, ids) => <FileLinks ids={ids} />}
      />
      <MaterialsAnswer filling={filling} />
      <WhatNext item={item} />
      <p>{t('case.screen.declare')}</p>
      <div className="row">
        <Button
          pending={submit.pending}
          onPress={() => {
            setTried(tried + 1);
            if (open === 0) submit.run(draft.id);
          }}
        >
          {t('case.action.submit', { office: say(item.implementer.name) })}
        </Button>
        <Button look="plain" onPress={() => go(steps[steps.length - 2]?.id)}>
          {t('case.action.back')}
        </Button>
      </div>
    </>
  );
}
