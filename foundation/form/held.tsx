import { Button } from 'react-aria-components';
import type { FieldError } from '../errors/index.ts';
import type { Locale } from '../i18n/browser.ts';
import type { FieldDefinition, FormDefinition, Json } from './definition.ts';
import { controlId } from './entry.ts';
import type { Origin } from './prefill.ts';
import { Rows } from './summary.tsx';
import { errorText, type Names, say, showDate, showValue } from './words.ts';

/** An answer that is not asked: held by government, with source, date and dispute; or computed. */
export function Held(props: {
  readonly field: FieldDefinition;
  readonly value: Json | undefined;
  readonly origin: Origin | undefined;
  readonly errors: readonly FieldError[];
  readonly definition: FormDefinition;
  readonly locale: Locale;
  readonly names: Names | undefined;
  readonly onDispute: (fieldId: string) => void;
}) {
  const { field, value, origin, locale, names } = props;
  const id = controlId(`/${field.id}`);
  const error = props.errors.find((one) => one.pointer.split('/')[1] === field.id);
  const pending = origin === undefined && value === undefined;
  return (
    <fieldset
      className="form-held"
      id={id}
      tabIndex={-1}
      aria-describedby={error ? `${id}-source ${id}-error` : `${id}-source`}
    >
      <legend className="form-label">{field.label[locale]}</legend>
      {error && (
        <p className="form-error" id={`${id}-error`}>
          {errorText(props.definition, error, locale)}
        </p>
      )}
      {!pending && field.type === 'table' && (
        <Rows field={field} value={value} locale={locale} names={names} />
      )}
      {!pending && field.type !== 'table' && (
        <p className="form-value">{showValue(field, value, locale, names)}</p>
      )}
      <p className="form-source" id={`${id}-source`}>
        {origin
          ? say(locale, 'screen.source', {
              source: origin.source[locale],
              date: showDate(origin.asOf, locale),
            })
          : say(locale, pending ? 'screen.computed_pending' : 'screen.computed')}
      </p>
      {origin && (
        <Button
          className="form-link"
          aria-label={say(locale, 'screen.dispute_label', { label: field.label[locale] })}
          onPress={() => props.onDispute(field.id)}
        >
          {say(locale, 'screen.dispute')}
        </Button>
      )}
    </fieldset>
  );
}
