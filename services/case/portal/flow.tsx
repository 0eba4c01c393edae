import type { FieldError } from '@yiwang/foundation/errors';
import {
  clean,
  type FormDefinition,
  FormPage,
  type Page,
  type Provenance,
  pageOf,
  validateBrowser,
  visiblePages,
} from '@yiwang/foundation/form/browser';
import {
  beijingDay,
  useLocale,
  useNavigate,
  useQueryClient,
  useSearch,
  useT,
} from '@yiwang/foundation/ui/browser';
import { Button, Link, Progress, Tag } from '@yiwang/foundation/ui/portal';
import type { ItemVersion } from '@yiwang/services/item-catalogue';
import { useEffect, useRef, useState } from 'react';
import type { Draft } from '../schema.ts';
import { type Application, CHECK, formOf, MATERIALS, useApplication } from './application.ts';
import { Check } from './check.tsx';
import { DisputeDialog } from './dispute.tsx';
import { FormFile, MaterialsStep, missingIn } from './materials.tsx';
import { ChangedNotice, ClashNotice, Discard, Saved } from './notices.tsx';
import { loadRegions, useRegionNames, useSay } from './parts.tsx';
import './portal.css';

/** Everything the steps of an application share. */
export type Filling = {
  readonly draft: Draft;
  readonly item: ItemVersion;
  readonly form: FormDefinition;
  /** Held values that stand; a disputed one is asked like any other. */
  readonly provenance: Provenance;
  readonly application: Application;
  /** All errors of the form as it stands. */
  readonly errors: readonly FieldError[];
  /** Codes of required materials that are missing. */
  readonly missing: readonly string[];
  readonly steps: readonly Step[];
  readonly go: (step: string | undefined) => void;
};

export type Step = {
  readonly id: string;
  readonly title: string;
  /** How many answers are missing or wrong. */
  readonly open: number;
  /** Filled in from registers only, and not looked at yet. */
  readonly unseen: boolean;
};

const NO_ERRORS: readonly FieldError[] = [];

const standing = ({ provenance }: Draft): Provenance =>
  Object.fromEntries(Object.entries(provenance).filter(([, origin]) => !origin.disputed));

/** The steps in order: pages of the form on which something is asked, materials, check. */
function useSteps(filled: Pick<Filling, 'draft' | 'form' | 'application' | 'errors' | 'missing'>) {
  const t = useT();
  const say = useSay();
  const { draft, form, application, errors, missing } = filled;
  const openOn = ({ id }: Page) =>
    errors.filter(({ pointer }) => pageOf(form, pointer)?.id === id).length;
  const isAnswered = ({ id, fields }: Page) =>
    application.seen.includes(id) ||
    fields.some((field) => application.data[field.id] !== undefined && !draft.provenance[field.id]);
  const steps: Step[] = visiblePages(form, application.data).map((page) => ({
    id: page.id,
    title: say(page.title),
    open: openOn(page),
    unseen: !isAnswered(page),
  }));
  const unseen = false;
  if (draft.requirements.length > 0)
    steps.push({ id: MATERIALS, title: t('case.screen.materials'), open: missing.length, unseen });
  const open = errors.length + missing.length;
  steps.push({ id: CHECK, title: t('case.screen.check'), open, unseen });
  return steps;
}

/** After each step the page begins at its heading, for eyes and for screen readers. */
function useArrivalAt(step: string | undefined): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true });
  }, [step]);
}

function StepState({ step }: { step: Step }) {
  const t = useT();
  const { id, open, unseen } = step;
  if (id === CHECK) return null;
  if (open > 0) return <Tag>{t('case.screen.step_open', { count: open })}</Tag>;
  if (unseen) return <Tag tone="act">{t('case.screen.step_unseen')}</Tag>;
  return <Tag tone="done">{t('case.screen.step_done')}</Tag>;
}

function Overview({ filling }: { filling: Filling }) {
  const t = useT();
  const say = useSay();
  const { item, draft, steps, go } = filling;
  const next = steps.find(({ open, unseen }) => open > 0 || unseen) ?? steps.at(-1);
  const address = (id: string) => `/apply/${item.slug}?draft=${draft.id}&step=${id}`;
  return (
    <>
      <h1 tabIndex={-1}>{say(item.name)}</h1>
      <p>{t('case.screen.overview')}</p>
      <ol className="tasks">
        {steps.map((step, index) => (
          <li key={step.id}>
            <a href={address(step.id)}>
              {index + 1}. {step.title}
            </a>
            <StepState step={step} />
          </li>
        ))}
      </ol>
      <div className="row">
        <Button onPress={() => go(next?.id)}>
          {t('case.action.to_step', {
            at: steps.findIndex(({ id }) => id === next?.id) + 1,
            title: next?.title,
          })}
        </Button>
        <Discard id={draft.id} slug={item.slug} />
      </div>
    </>
  );
}

function PageStep({ filling, page, after }: { filling: Filling; page: Page; after: () => void }) {
  const locale = useLocale();
  const client = useQueryClient();
  const { form, application, provenance, draft, errors, go, steps } = filling;
  const names = useRegionNames(form, application.data);
  const [tried, setTried] = useState<{ page: string; errors: readonly FieldError[] }>();
  const [disputed, setDisputed] = useState<string>();
  const shown =
    tried?.page === page.id
      ? tried.errors.filter(({ pointer }) => errors.some((one) => one.pointer === pointer))
      : NO_ERRORS;
  const at = steps.findIndex(({ id }) => id === page.id);
  const field = page.fields.find(({ id }) => id === disputed);
  const origin = disputed === undefined ? undefined : draft.provenance[disputed];
  return (
    <>
      <FormPage
        definition={form}
        page={page}
        data={application.data}
        provenance={provenance}
        errors={shown.length === tried?.errors.length ? tried.errors : shown}
        onChange={application.answer}
        onDispute={setDisputed}
        locale={locale}
        names={names}
        loadRegions={loadRegions}
        renderFile={(slot) => <FormFile slot={slot} requirements={draft.requirements} />}
        onContinue={() => {
          const own = errors.filter(({ pointer }) => pageOf(form, pointer)?.id === page.id);
          setTried({ page: page.id, errors: own });
          if (own.length === 0) after();
        }}
        onBack={() => go(steps[at - 1]?.id)}
      />
      {field && origin && (
        <DisputeDialog
          field={field}
          value={application.data[field.id]}
          origin={origin}
          onClose={() => setDisputed(undefined)}
          onSent={(claimed) => {
            if (claimed !== undefined) application.answer(field.id, claimed);
            setDisputed(undefined);
            client.invalidateQueries({ queryKey: ['case', 'draft', { id: draft.id }] });
          }}
        />
      )}
    </>
  );
}

function CurrentStep({ filling, step }: { filling: Filling; step: string | undefined }) {
  const { form, steps, go, application } = filling;
  const at = steps.findIndex(({ id }) => id === step);
  const after = () => {
    if (step !== undefined) application.see(step);
    void application.save();
    go(steps[at + 1]?.id);
  };
  const page = form.pages.find(({ id }) => id === step);
  if (at < 0) return <Overview filling={filling} />;
  if (page) return <PageStep filling={filling} page={page} after={after} />;
  return step === MATERIALS ? (
    <MaterialsStep filling={filling} after={after} />
  ) : (
    <Check filling={filling} />
  );
}

/** An application being filled in: its steps one by one, saved on the way. */
export function Flow({ draft, item }: { draft: Draft; item: ItemVersion }) {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const { step } = useSearch({ strict: false }) as { step?: string };
  const application = useApplication(draft);
  const [changed] = useState(draft.changed);
  const form = formOf(draft.form);
  const data = clean(form, application.data);
  const errors = validateBrowser(form, data, { on: beijingDay(new Date()) });
  const missing = missingIn(draft.requirements, application, data, form);
  const steps = useSteps({ draft, form, application, errors, missing });
  useArrivalAt(step);
  const go = (to: string | undefined) => {
    const search = { draft: draft.id, ...(to !== undefined && { step: to }) };
    navigate({ to: `/apply/${item.slug}`, search: search as never });
  };
  const provenance = standing(draft);
  const filling = { draft, item, form, provenance, application, errors, missing, steps, go };
  const at = steps.findIndex(({ id }) => id === step);
  return (
    <div className="apply">
      {at >= 0 && (
        <div className="apply-top">
          <Link href={`/apply/${item.slug}?draft=${draft.id}`}>
            {t('case.action.all_steps', { name: say(item.name) })}
          </Link>
          <Progress at={at + 1} of={steps.length} />
        </div>
      )}
      <ClashNotice filling={filling} />
      {changed && <ChangedNotice changed={changed} />}
      <CurrentStep filling={filling} step={step} />
      <Saved application={application} />
    </div>
  );
}
