import { fieldId, fieldTexts, type Problem, useLocale, useT } from '@yiwang/foundation/ui/browser';
import type { ReactNode } from 'react';

/** The attributes that connect a control with its label and error. */
type Wired = { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };

/** A label above a control, with the server's word beside it when it is wrong. */
export function Field(props: {
  pointer: string;
  label: string;
  problem: Problem | undefined;
  children: (wired: Wired) => ReactNode;
}) {
  const locale = useLocale();
  const { pointer, label, problem, children } = props;
  const error = fieldTexts(locale, problem)[pointer];
  const id = fieldId(pointer);
  return (
    <div className="desk-field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': error === undefined ? undefined : `${id}-error`,
      })}
      {error && (
        <span id={`${id}-error`} className="desk-error">
          {error}
        </span>
      )}
    </div>
  );
}

type TextProps = {
  pointer: string;
  label: string;
  problem: Problem | undefined;
  value: string;
  onChange: (value: string) => void;
};

/** One line of text, a day or a number. */
export const TextField = ({
  pointer,
  label,
  problem,
  value,
  onChange,
  ...more
}: TextProps & {
  type?: 'date' | 'text';
  inputMode?: 'numeric';
  max?: string;
  maxLength?: number;
}) => (
  <Field pointer={pointer} label={label} problem={problem}>
    {(wired) => (
      <input
        {...wired}
        {...more}
        className="desk-input"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
);

/** Several lines of text. */
export const LongField = ({
  pointer,
  label,
  problem,
  value,
  onChange,
  rows = 4,
}: TextProps & { rows?: number }) => (
  <Field pointer={pointer} label={label} problem={problem}>
    {(wired) => (
      <textarea
        {...wired}
        className="desk-input"
        rows={rows}
        maxLength={2000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
);

/** One of a few, as a list to drop down. */
export const SelectField = ({
  pointer,
  label,
  problem,
  value,
  onChange,
  options,
}: TextProps & { options: readonly { id: string; label: string }[] }) => (
  <Field pointer={pointer} label={label} problem={problem}>
    {(wired) => (
      <select
        {...wired}
        className="desk-input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    )}
  </Field>
);

/** Words of a field of this capability. */
export const useLabel = () => {
  const t = useT();
  return (name: string, params?: Record<string, unknown>) => t(`review-desk.field.${name}`, params);
};
