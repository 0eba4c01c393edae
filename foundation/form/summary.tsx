import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Locale } from '../i18n/browser.ts';
import { clean, type Evaluate, visibleFields } from './clean.ts';
import {
  type FieldDefinition,
  type FormDefinition,
  type FormValues,
  isObject,
  type Json,
} from './definition.ts';
import type { Provenance } from './prefill.ts';
import { type Names, say, showDate, showValue } from './words.ts';
import './form.css';

/** The rows of a table answer as a table. */
export function Rows(props: {
  readonly field: FieldDefinition & { type: 'table' };
  readonly value: Json | undefined;
  readonly locale: Locale;
  readonly names: Names | undefined;
}) {
  const { field, value, locale, names } = props;
  const rows = Array.isArray(value) ? value.map((row: Json) => (isObject(row) ? row : {})) : [];
  if (rows.length === 0) return <span>{say(locale, 'screen.not_answered')}</span>;
  return (
    // A wide table scrolls within itself; the focus makes that possible from the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="form-rows" aria-label={field.label[locale]} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {field.columns.map((column) => (
              <th key={column.id} scope="col">
                {column.label[locale]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {field.columns.map((column) => (
                <td key={column.id}>{showValue(column, row[column.id], locale, names)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export type FormSummaryProps = {
  readonly definition: FormDefinition;
  readonly data: FormValues;
  readonly provenance?: Provenance;
  readonly locale: Locale;
  readonly names?: Names;
  readonly evaluate?: Evaluate;
  /** Leads back to the question; absent on officers' screens. */
  readonly onEdit?: (pageId: string, fieldId: string) => void;
  /** Draws the files of an answer, with links to open them. */
  readonly renderFile?: (fieldId: string, ids: readonly string[]) => ReactNode;
  /** Replaces the text of an answer, for instance by one with a button to unmask it. */
  readonly renderValue?: (
    field: FieldDefinition,
    value: Json | undefined,
    text: string,
  ) => ReactNode;
};

function Answer(props: FormSummaryProps & { field: FieldDefinition; value: Json | undefined }) {
  const { field, value, locale, names } = props;
  if (field.type === 'table')
    return <Rows field={field} value={value} locale={locale} names={names} />;
  if (field.type === 'file' && props.renderFile && Array.isArray(value))
    return props.renderFile(field.id, value.map(String));
  const text = showValue(field, value, locale, names);
  return props.renderValue ? props.renderValue(field, value, text) : text;
}

/** All answers, read-only, page by page: "check your answers" for applicants, the case's form for officers. */
export function FormSummary(props: FormSummaryProps): ReactNode {
  const { definition, data, provenance, locale, evaluate, onEdit } = props;
  const answers = clean(definition, data, evaluate);
  const visible = visibleFields(definition, data, evaluate);
  const pages = definition.pages
    .map((page) => ({ page, fields: page.fields.filter((field) => visible.has(field.id)) }))
    .filter(({ fields }) => fields.length > 0);
  return (
    <div className="form form-summary">
      {pages.map(({ page, fields }) => (
        <section key={page.id}>
          <h2>{page.title[locale]}</h2>
          <dl>
            {fields.map((field) => {
              const origin = provenance?.[field.id];
              const label = field.label[locale];
              return (
                <div key={field.id} className="form-answer">
                  <dt>{label}</dt>
                  <dd>
                    <Answer {...props} field={field} value={answers[field.id]} />
                    {origin && (
                      <span className="form-source">
                        {say(locale, 'screen.source', {
                          source: origin.source[locale],
                          date: showDate(origin.asOf, locale),
                        })}
                      </span>
                    )}
                  </dd>
                  {onEdit && !origin && field.computed === undefined && (
                    <dd className="form-change">
                      <Button
                        className="form-link"
                        aria-label={say(locale, 'screen.change_label', { label })}
                        onPress={() => onEdit(page.id, field.id)}
                      >
                        {say(locale, 'screen.change')}
                      </Button>
                    </dd>
                  )}
                </div>
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}
