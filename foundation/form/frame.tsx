import type { ReactNode } from 'react';
import type { FieldError } from '../errors/index.ts';
import type { Locale } from '../i18n/browser.ts';
import type { FieldDefinition, FormDefinition, Json } from './definition.ts';
import { controlId } from './entry.ts';
import type { LoadRegions } from './regions.tsx';
import { MAX_LENGTH } from './schema.ts';
import { errorText, say } from './words.ts';

/** What the host needs to draw an upload: it owns the file store, the form keeps ids. */
export type FileSlot = {
  readonly field: FieldDefinition & { type: 'file' };
  readonly value: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  /** Id for the control that the error summary links to. */
  readonly id: string;
  readonly labelledBy: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
};

/** What all controls of a page share. */
export type Shared = {
  readonly definition: FormDefinition;
  readonly errors: readonly FieldError[];
  readonly locale: Locale;
  readonly renderFile: (slot: FileSlot) => ReactNode;
  readonly loadRegions?: LoadRegions | undefined;
};

/** One answer being given. */
export type ControlProps = {
  readonly shared: Shared;
  readonly field: FieldDefinition;
  readonly value: Json | undefined;
  readonly pointer: string;
  readonly onChange: (value: Json | undefined) => void;
};

/** The sentence of the error at a pointer, if there is one. */
export const messageAt = (
  { definition, errors, locale }: Shared,
  pointer: string,
): string | undefined => {
  const error = errors.find((one) => one.pointer === pointer);
  return error && errorText(definition, error, locale);
};

/** A label, with a word when no answer is needed: most questions are, so those are not marked. */
export function LabelText({ field, locale }: { field: FieldDefinition; locale: Locale }) {
  const optional = !field.required && field.type !== 'declaration';
  return (
    <>
      {field.label[locale]}
      {optional && <span className="form-optional">{say(locale, 'screen.optional')}</span>}
    </>
  );
}

/** Whether a field has anything to say below its label. */
export const hasHelp = (field: FieldDefinition) =>
  field.help !== undefined || field.example !== undefined || field.type === 'longText';

/** Help, example and limit, read out with the control. */
export function Help({ field, locale }: { field: FieldDefinition; locale: Locale }) {
  return (
    <>
      {field.help && <span className="form-help">{field.help[locale]}</span>}
      {field.example !== undefined && (
        <span className="form-help">
          {say(locale, 'screen.example', { example: field.example })}
        </span>
      )}
      {field.type === 'longText' && (
        <span className="form-help">
          {say(locale, 'screen.characters', { max: field.maxLength ?? MAX_LENGTH.longText })}
        </span>
      )}
    </>
  );
}

/** Why this is asked and on what basis: closed until somebody wants to know. */
export function Why({ field, locale }: { field: FieldDefinition; locale: Locale }) {
  if (!field.purpose[locale]) return null;
  return (
    <details className="form-why">
      <summary>{say(locale, 'screen.purpose')}</summary>
      <p>{field.purpose[locale]}</p>
      {field.basis && <p>{say(locale, 'screen.basis', { basis: field.basis })}</p>}
    </details>
  );
}

/** A group of controls under one question, with its help and its message. */
export function Group(
  props: ControlProps & { children: (describedBy: string | undefined) => ReactNode },
) {
  const { shared, field, pointer } = props;
  const id = controlId(pointer);
  const message = messageAt(shared, pointer);
  const described = [hasHelp(field) && `${id}-help`, message && `${id}-error`].filter(Boolean);
  const describedBy = described.length > 0 ? described.join(' ') : undefined;
  return (
    <fieldset
      className="form-field"
      id={`${id}-group`}
      aria-describedby={describedBy}
      data-invalid={message ? true : undefined}
    >
      <legend className="form-label" id={`${id}-label`}>
        <LabelText field={field} locale={shared.locale} />
      </legend>
      {hasHelp(field) && (
        <div id={`${id}-help`}>
          <Help field={field} locale={shared.locale} />
        </div>
      )}
      {message && (
        <p className="form-error" id={`${id}-error`}>
          {message}
        </p>
      )}
      {props.children(describedBy)}
      <Why field={field} locale={shared.locale} />
    </fieldset>
  );
}

/** A control with one native element below a label: a list to choose from, an upload, a box to tick. */
export function Single(
  props: ControlProps & { children: (describedBy: string | undefined) => ReactNode },
) {
  const { shared, field, pointer } = props;
  const id = controlId(pointer);
  const message = messageAt(shared, pointer);
  const described = [hasHelp(field) && `${id}-help`, message && `${id}-error`].filter(Boolean);
  return (
    <div className="form-field" data-invalid={message ? true : undefined}>
      {field.type !== 'declaration' && (
        <label className="form-label" id={`${id}-label`} htmlFor={id}>
          <LabelText field={field} locale={shared.locale} />
        </label>
      )}
      {hasHelp(field) && (
        <div id={`${id}-help`}>
          <Help field={field} locale={shared.locale} />
        </div>
      )}
      {message && (
        <p className="form-error" id={`${id}-error`}>
          {message}
        </p>
      )}
      {props.children(described.length > 0 ? described.join(' ') : undefined)}
      <Why field={field} locale={shared.locale} />
    </div>
  );
}
