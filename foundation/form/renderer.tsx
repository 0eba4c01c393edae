import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { FieldError } from '../errors/index.ts';
import type { Locale } from '../i18n/browser.ts';
import { clean, type Evaluate, visibleFields, visiblePages } from './clean.ts';
import type {
  FieldDefinition,
  FormDefinition,
  FormValues,
  Json,
  Page,
  Section,
} from './definition.ts';
import { controlId } from './entry.ts';
import { locate } from './explain.ts';
import { Control } from './fields.tsx';
import type { Shared } from './frame.tsx';
import { Held } from './held.tsx';
import type { Provenance } from './prefill.ts';
import { errorLabel, errorText, type Names, say } from './words.ts';
import './form.css';

export type { FileSlot } from './frame.tsx';
export type { LoadRegions, RegionOption } from './regions.tsx';
export { FormSummary } from './summary.tsx';

export type FormPageProps = Pick<Shared, 'renderFile' | 'loadRegions'> & {
  readonly definition: FormDefinition;
  readonly page: Page;
  readonly data: FormValues;
  /** Fields filled from a register: shown, not asked. Take a field out to let the person type it. */
  readonly provenance?: Provenance;
  /** All errors known; the page shows its own. A new array after each attempt to continue. */
  readonly errors: readonly FieldError[];
  readonly onChange: (fieldId: string, value: Json | undefined) => void;
  readonly onDispute: (fieldId: string) => void;
  readonly locale: Locale;
  readonly names?: Names;
  readonly evaluate?: Evaluate;
  /** Draws the buttons and makes the Enter key work; without it the host supplies its own. */
  readonly onContinue?: () => void;
  readonly onBack?: () => void;
};

/** Where the link of an error leads: the first control of what the error is about. */
function targetOf(definition: FormDefinition, pointer: string): string {
  const { field } = locate(definition, pointer);
  if (field?.type === 'period') return controlId(`${pointer}/from`);
  if (field?.type === 'address') return controlId(`${pointer}/region`);
  return controlId(pointer);
}

function ErrorSummary({
  definition,
  errors,
  locale,
}: Pick<FormPageProps, 'definition' | 'errors' | 'locale'>) {
  return (
    <>
      <h2 id="form-errors-title">{say(locale, 'screen.error_title', { count: errors.length })}</h2>
      <ul>
        {errors.map((error) => {
          const target = targetOf(definition, error.pointer);
          return (
            <li key={error.pointer}>
              <a
                href={`#${target}`}
                onClick={(event) => {
                  // The address belongs to the router: only the focus moves.
                  event.preventDefault();
                  const control = document.getElementById(target);
                  control?.scrollIntoView({ block: 'center' });
                  control?.focus({ preventScroll: true });
                }}
              >
                {say(locale, 'screen.error_item', {
                  label: errorLabel(definition, error, locale),
                  text: errorText(definition, error, locale),
                })}
              </a>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/**
 * Moves the focus where a person who does not see the screen must go next: to the summary when an
 * attempt to continue met errors, to the heading when a new page appears, to the text box that replaces
 * a disputed answer. Never while typing.
 */
function useFocus(pageId: string, errors: readonly FieldError[], provenance?: Provenance) {
  const summary = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shownPage = useRef(pageId);
  const before = useRef(0);
  const attempted = useRef(false);
  useEffect(() => {
    if (shownPage.current === pageId) return;
    shownPage.current = pageId;
    before.current = 0;
    attempted.current = false;
    heading.current?.focus();
  }, [pageId]);
  useEffect(() => {
    const appeared = errors.length > 0 && (before.current === 0 || attempted.current);
    before.current = errors.length;
    if (!appeared) return;
    attempted.current = false;
    summary.current?.focus();
  }, [errors]);
  // The button that was pressed is gone with the held answer: its text box takes the focus.
  const disputed = useRef<string>(undefined);
  useEffect(() => {
    const id = disputed.current;
    if (id === undefined || (provenance && Object.hasOwn(provenance, id))) return;
    disputed.current = undefined;
    document.getElementById(controlId(`/${id}`))?.focus();
  }, [provenance]);
  const dispute = (fieldId: string) => {
    disputed.current = fieldId;
  };
  const attempt = () => {
    attempted.current = true;
  };
  return { summary, heading, attempt, dispute };
}

/** The fields of a page under their section headings; fields without a section first. */
function grouped(page: Page, visible: ReadonlySet<string>) {
  const asked = page.fields.filter((field) => visible.has(field.id));
  const placed = new Set(page.sections?.flatMap((section) => section.fields));
  const groups: { section?: Section; fields: FieldDefinition[] }[] = [
    { fields: asked.filter((field) => !placed.has(field.id)) },
  ];
  for (const section of page.sections ?? []) {
    const fields = asked.filter((field) => section.fields.includes(field.id));
    groups.push({ section, fields });
  }
  return groups.filter((group) => group.fields.length > 0);
}

function PageField(
  props: FormPageProps & { shared: Shared; field: FieldDefinition; answers: FormValues },
) {
  const { field, locale, provenance } = props;
  const origin =
    provenance && Object.hasOwn(provenance, field.id) ? provenance[field.id] : undefined;
  if (origin || field.computed !== undefined)
    return (
      <Held
        field={field}
        value={props.answers[field.id]}
        origin={origin}
        errors={props.shared.errors}
        definition={props.definition}
        locale={locale}
        names={props.names}
        onDispute={props.onDispute}
      />
    );
  return (
    <Control
      shared={props.shared}
      field={field}
      value={props.data[field.id]}
      pointer={`/${field.id}`}
      onChange={(value) => props.onChange(field.id, value)}
    />
  );
}

/** One page of a form as a resident fills it in. Answers and errors belong to the host; nothing is kept here. */
export function FormPage(props: FormPageProps): ReactNode {
  const { definition, page, data, locale, evaluate } = props;
  const visible = visibleFields(definition, data, evaluate);
  const pages = visiblePages(definition, data, evaluate);
  const own = props.errors.filter((error) =>
    page.fields.some((field) => visible.has(field.id) && field.id === error.pointer.split('/')[1]),
  );
  const shownErrors = own.length > 0 ? props.errors : NONE;
  const { summary, heading, attempt, dispute } = useFocus(page.id, shownErrors, props.provenance);
  const onDispute = (fieldId: string) => {
    dispute(fieldId);
    props.onDispute(fieldId);
  };
  const { renderFile, loadRegions } = props;
  const shared: Shared = { definition, errors: own, locale, renderFile, loadRegions };
  const answers = clean(definition, data, evaluate);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt();
    props.onContinue?.();
  };
  const number = pages.findIndex((one) => one.id === page.id) + 1;
  const content = (
    <>
      <p className="form-progress">
        {say(locale, 'screen.progress', { number, total: pages.length })}
      </p>
      <h1 className="form-title" ref={heading} tabIndex={-1}>
        {page.title[locale]}
      </h1>
      {own.length > 0 && (
        <div
          className="form-errors"
          ref={summary}
          tabIndex={-1}
          role="alert"
          aria-labelledby="form-errors-title"
        >
          <ErrorSummary definition={definition} errors={own} locale={locale} />
        </div>
      )}
      {grouped(page, visible).map(({ section, fields }) => (
        <section key={section?.id ?? ''} className="form-section">
          {section && <h2>{section.title[locale]}</h2>}
          {fields.map((field) => (
            <PageField
              key={field.id}
              {...props}
              onDispute={onDispute}
              shared={shared}
              field={field}
              answers={answers}
            />
          ))}
        </section>
      ))}
    </>
  );
  if (!props.onContinue) return <div className="form">{content}</div>;
  return (
    <form className="form" noValidate onSubmit={submit}>
      {content}
      <div className="form-actions">
        <Button className="button" type="submit">
          {say(locale, 'screen.continue')}
        </Button>
        {props.onBack && (
          <Button className="button plain form-plain" onPress={props.onBack}>
            {say(locale, 'screen.back')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** One empty list for ever: an effect must not run because "no errors" is a new array each time. */
const NONE: readonly FieldError[] = [];
