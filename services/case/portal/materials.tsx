import {
  type FileSlot,
  type FormDefinition,
  type FormValues,
  visibleFields,
} from '@yiwang/foundation/form/browser';
import { formatOn, useLocale, useT } from '@yiwang/foundation/ui/browser';
import { Button, Checkbox, Tag } from '@yiwang/foundation/ui/portal';
import { MaterialUpload } from '@yiwang/services/material/portal';
import { useEffect, useRef, useState } from 'react';
import type { MaterialRequirement } from '../schema.ts';
import { type Application, MATERIALS } from './application.ts';
import type { Filling } from './flow.tsx';
import { FileLinks, useAt, useSay } from './parts.tsx';

const MOST_FILES = 20;

const asIds = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Files of a requirement: in the form where the form asks for them, beside it otherwise. */
export const filesFor = (
  { code, field }: MaterialRequirement,
  { data, materials }: Pick<Application, 'data' | 'materials'>,
): string[] =>
  field === undefined
    ? asIds(materials.find((one) => one.code === code)?.materialIds)
    : asIds(data[field]);

/** Whether government has it already, so that nothing need be handed in. */
const isWaived = ({ reuse }: MaterialRequirement): boolean =>
  reuse?.kind === 'certificate' || reuse?.kind === 'register';

/** Requirements that this application must answer: those of questions that are not asked fall away. */
export function askedIn(
  requirements: readonly MaterialRequirement[],
  form: FormDefinition,
  data: FormValues,
): MaterialRequirement[] {
  const asked = visibleFields(form, data);
  return requirements.filter(({ field }) => field === undefined || asked.has(field));
}

/** Codes of required materials that are neither handed in nor held; files in the form are the form's to check. */
export const missingIn = (
  requirements: readonly MaterialRequirement[],
  filled: Pick<Application, 'data' | 'materials'>,
  data: FormValues,
  form: FormDefinition,
): string[] =>
  askedIn(requirements, form, data)
    .filter((one) => one.necessity === 'required' && one.field === undefined && !isWaived(one))
    .filter((one) => filesFor(one, filled).length === 0)
    .map(({ code }) => code);

/** Says from where government has it. */
export function Waived({ requirement }: { requirement: MaterialRequirement }) {
  const t = useT();
  const say = useSay();
  const locale = useLocale();
  const { reuse } = requirement;
  if (!reuse || !isWaived(requirement)) return null;
  const until = reuse.validUntilOn;
  return (
    <p className="waived">
      <Tag tone="done">{t('case.screen.waived')}</Tag>{' '}
      {reuse.kind === 'register'
        ? t('case.screen.waived_register', { name: say(reuse.name) })
        : t('case.screen.waived_certificate', { name: say(reuse.name) })}
      {until && ` ${t('case.screen.valid_until', { date: formatOn(locale, until) })}`}
    </p>
  );
}

/** Offers the file that was handed in with an earlier application. */
function Earlier(props: {
  requirement: MaterialRequirement;
  value: readonly string[];
  onChange: (ids: readonly string[]) => void;
}) {
  const t = useT();
  const say = useSay();
  const atWords = useAt();
  const { reuse } = props.requirement;
  if (reuse?.kind !== 'earlier' || !reuse.materialId || props.value.includes(reuse.materialId))
    return null;
  const { materialId, at } = reuse;
  return (
    <p>
      {t('case.screen.earlier', {
        name: say(reuse.name),
        at: at === undefined ? '' : atWords(at),
      })}{' '}
      <Button look="plain" onPress={() => props.onChange([...props.value, materialId])}>
        {t('case.action.use_earlier')}
      </Button>
    </p>
  );
}

/** The upload of a file question of the form, with what need not be handed in. */
export function FormFile(props: { slot: FileSlot; requirements: readonly MaterialRequirement[] }) {
  const { slot, requirements } = props;
  const { field, value, onChange, id, labelledBy, describedBy, invalid } = slot;
  const requirement = requirements.find((one) => one.field === field.id);
  if (requirement && isWaived(requirement) && value.length === 0)
    return (
      <div id={id} tabIndex={-1}>
        <Waived requirement={requirement} />
      </div>
    );
  return (
    <>
      {requirement && <Earlier requirement={requirement} value={value} onChange={onChange} />}
      <MaterialUpload
        value={value}
        onChange={onChange}
        id={id}
        labelledBy={labelledBy}
        describedBy={describedBy}
        invalid={invalid}
        max={field.max ?? MOST_FILES}
        accept={requirement?.accept ?? []}
      />
    </>
  );
}

/** One requirement: what it is, why nothing is needed, or where to hand it in. */
export function Requirement(props: {
  /** The files were handed in with the form: shown, changed there. */
  given?: boolean;
  requirement: MaterialRequirement;
  value: readonly string[];
  max: number;
  error?: string | undefined;
  onChange: (ids: readonly string[]) => void;
  later?: { value: boolean; onChange: (later: boolean) => void } | undefined;
}) {
  const { requirement, value, max, error, onChange, later } = props;
  const t = useT();
  const say = useSay();
  const { code, necessity } = requirement;
  const id = `material-${code}`;
  const waived = isWaived(requirement);
  return (
    <section className={error ? 'material wrong' : 'material'}>
      <h2 id={`${id}-name`}>
        {say(requirement.name)}{' '}
        {!waived && necessity !== 'required' && (
          <span className="quiet">{t(`case.screen.necessity_${necessity}`)}</span>
        )}
      </h2>
      {!waived && say(requirement.notes) && <p className="quiet">{say(requirement.notes)}</p>}
      <Waived requirement={requirement} />
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {props.given && !waived && (
        <>
          <Tag tone="done">{t('case.screen.given')}</Tag>
          <FileLinks ids={value} />
        </>
      )}
      {!waived && !props.given && (
        <>
          <Earlier requirement={requirement} value={value} onChange={onChange} />
          <MaterialUpload
            value={value}
            onChange={onChange}
            id={id}
            labelledBy={`${id}-name`}
            describedBy={error ? `${id}-error` : undefined}
            invalid={error !== undefined}
            max={max}
            accept={requirement.accept}
          />
          {later && value.length === 0 && (
            <Checkbox
              pointer={`/materials/${code}/later`}
              label={t('case.field.later')}
              hint={t('case.field.later_why')}
              optional
              value={later.value}
              onChange={later.onChange}
            />
          )}
        </>
      )}
    </section>
  );
}

const maxOf = ({ pages }: FormDefinition, field: string | undefined): number => {
  const found = pages.flatMap(({ fields }) => fields).find(({ id }) => id === field);
  return found?.type === 'file' ? (found.max ?? MOST_FILES) : MOST_FILES;
};

/** All materials on one page, each with what government has already. */
export function MaterialsStep({ filling, after }: { filling: Filling; after: () => void }) {
  const t = useT();
  const say = useSay();
  const { draft, form, application, missing, go, steps } = filling;
  const [tried, setTried] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const asked = askedIn(draft.requirements, form, application.data);
  const wrong = tried ? asked.filter(({ code }) => missing.includes(code)) : [];
  const at = steps.findIndex(({ id }) => id === MATERIALS);
  useEffect(() => {
    if (tried) summary.current?.focus();
  }, [tried]);
  // Files handed in on this page stay in their upload control, so that they can be taken back.
  const [fresh] = useState(
    () =>
      new Set(
        asked.filter((one) => filesFor(one, application).length === 0).map(({ code }) => code),
      ),
  );
  const change = (requirement: MaterialRequirement, ids: readonly string[]) => {
    const { code, field } = requirement;
    if (field === undefined) application.provide({ code, materialIds: [...ids] });
    else application.answer(field, [...ids]);
  };
  return (
    <>
      <h1 tabIndex={-1}>{t('case.screen.materials')}</h1>
      {wrong.length > 0 && (
        <div className="error-summary" role="alert" tabIndex={-1} ref={summary}>
          <h2>{t('case.screen.materials_missing', { count: wrong.length })}</h2>
          <ul>
            {wrong.map(({ code, name }) => (
              <li key={code}>
                <a href={`#material-${code}`}>{say(name)}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
      {asked.every(isWaived) && <p>{t('case.screen.materials_none')}</p>}
      {asked.map((requirement) => {
        const { code, necessity, field } = requirement;
        const given = application.materials.find((one) => one.code === code);
        return (
          <Requirement
            key={code}
            requirement={requirement}
            value={filesFor(requirement, application)}
            given={
              field !== undefined &&
              filesFor(requirement, application).length > 0 &&
              !fresh.has(code)
            }
            max={maxOf(form, field)}
            error={wrong.includes(requirement) ? t('case.screen.material_missing') : undefined}
            onChange={(ids) => change(requirement, ids)}
            later={
              necessity === 'later'
                ? {
                    value: given?.later === true,
                    onChange: (later) => application.provide({ code, materialIds: [], later }),
                  }
                : undefined
            }
          />
        );
      })}
      <div className="row">
        <Button
          onPress={() => {
            setTried(missing.length > 0);
            if (missing.length === 0) after();
          }}
        >
          {t('case.action.continue')}
        </Button>
        <Button look="plain" onPress={() => go(steps[at - 1]?.id)}>
          {t('case.action.back')}
        </Button>
      </div>
    </>
  );
}
