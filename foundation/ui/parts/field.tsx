import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  RadioGroup as AriaRadioGroup,
  Select as AriaSelect,
  TextField as AriaTextField,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  SelectValue,
  Text,
  TextArea,
} from 'react-aria-components';
import { fieldId } from '../problem.ts';
import { useT } from '../words.ts';

/** What every field takes. `pointer` is its place in the body (JSON Pointer), by which an error finds it. */
export type FieldProps<V> = {
  pointer: string;
  label: string;
  hint?: ReactNode;
  /** Words of what is wrong with it. */
  error?: string | undefined;
  /** Fields are needed unless said otherwise; the label then says so. */
  optional?: boolean;
  disabled?: boolean;
  value: V;
  onChange: (value: V) => void;
};

export type Choice = { value: string; label: string; hint?: string };

const useFrame = ({
  pointer,
  error,
  optional,
  disabled,
}: Omit<FieldProps<unknown>, 'value' | 'onChange'>) => ({
  className: 'field',
  isInvalid: error !== undefined,
  isRequired: !optional,
  isDisabled: disabled ?? false,
  // The server's answer is shown; the browser's own bubbles are not.
  validationBehavior: 'aria' as const,
  id: `${fieldId(pointer)}-frame`,
});

const Optional = ({ optional }: { optional?: boolean | undefined }) => {
  const t = useT();
  return optional ? <span className="quiet">{t('ui.part.optional')}</span> : null;
};

const Below = ({ hint, error }: { hint?: ReactNode; error?: string | undefined }) => {
  const t = useT();
  return (
    <>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">
        <span className="unseen">{t('ui.part.error_mark')}</span>
        {error}
      </FieldError>
    </>
  );
};

/** One line of text, or several with `lines`. `kind` gives the right keyboard on a phone. */
export function TextField(
  props: FieldProps<string> & {
    kind?: 'text' | 'tel' | 'email' | 'password' | 'number';
    autoComplete?: string;
    lines?: number;
    short?: boolean;
    maxLength?: number;
  },
) {
  const { label, hint, error, optional, value, onChange, kind = 'text', lines, short } = props;
  const input = {
    id: fieldId(props.pointer),
    className: short ? 'input short' : 'input',
    ...(props.maxLength ? { maxLength: props.maxLength } : {}),
  };
  return (
    <AriaTextField
      {...useFrame(props)}
      value={value}
      onChange={onChange}
      // Digits typed in a text field: a number field would eat leading zeros and show arrows.
      type={kind === 'number' ? 'text' : kind}
      {...(kind === 'number' ? { inputMode: 'numeric' as const } : {})}
      {...(props.autoComplete ? { autoComplete: props.autoComplete } : {})}
    >
      <Label className="field-label" htmlFor={fieldId(props.pointer)}>
        {label}
        <Optional optional={optional} />
      </Label>
      <Below hint={hint} error={error} />
      {lines ? <TextArea {...input} rows={lines} /> : <Input {...input} />}
    </AriaTextField>
  );
}

/** One of a few, all visible. For up to about seven choices. */
export function RadioGroup(props: FieldProps<string> & { choices: readonly Choice[] }) {
  const { label, hint, error, optional, value, onChange, choices } = props;
  return (
    <AriaRadioGroup {...useFrame(props)} value={value || null} onChange={onChange}>
      <Label className="field-label">
        {label}
        <Optional optional={optional} />
      </Label>
      <Below hint={hint} error={error} />
      {choices.map((choice, index) => (
        <Radio
          key={choice.value}
          value={choice.value}
          className="choice radio"
          {...(index === 0 ? { id: fieldId(props.pointer) } : {})}
        >
          <span className="mark" />
          <span>
            {choice.label}
            {choice.hint && <span className="field-hint">{choice.hint}</span>}
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  );
}

const Mark = ({ on }: { on: boolean }) => (
  <span className="mark" aria-hidden="true">
    {on ? '✓' : ''}
  </span>
);

/** One yes or no, such as a declaration to confirm. */
export function Checkbox(props: FieldProps<boolean>) {
  const { pointer, label, hint, error, value, onChange, disabled, optional } = props;
  const t = useT();
  const describedBy = `${fieldId(pointer)}-below`;
  return (
    <div className="field" data-invalid={error === undefined ? undefined : ''}>
      <AriaCheckbox
        id={fieldId(pointer)}
        className="choice"
        isSelected={value}
        onChange={onChange}
        isInvalid={error !== undefined}
        isDisabled={disabled ?? false}
        isRequired={!optional}
        validationBehavior="aria"
        aria-describedby={describedBy}
      >
        {({ isSelected }) => (
          <>
            <Mark on={isSelected} />
            <span>{label}</span>
          </>
        )}
      </AriaCheckbox>
      <span id={describedBy}>
        {hint && <span className="field-hint">{hint}</span>}
        {error && (
          <span className="field-error">
            <span className="unseen">{t('ui.part.error_mark')}</span>
            {error}
          </span>
        )}
      </span>
    </div>
  );
}

/** Any number of a few. */
export function CheckboxGroup(props: FieldProps<string[]> & { choices: readonly Choice[] }) {
  const { label, hint, error, optional, value, onChange, choices } = props;
  return (
    <AriaCheckboxGroup {...useFrame(props)} value={value} onChange={onChange}>
      <Label className="field-label">
        {label}
        <Optional optional={optional} />
      </Label>
      <Below hint={hint} error={error} />
      {choices.map((choice, index) => (
        <AriaCheckbox
          key={choice.value}
          value={choice.value}
          className="choice"
          {...(index === 0 ? { id: fieldId(props.pointer) } : {})}
        >
          {({ isSelected }) => (
            <>
              <Mark on={isSelected} />
              <span>{choice.label}</span>
            </>
          )}
        </AriaCheckbox>
      ))}
    </AriaCheckboxGroup>
  );
}

/** One of many, in a list that opens; for few choices a RadioGroup is better. */
export function Select(props: FieldProps<string> & { choices: readonly Choice[] }) {
  const { label, hint, error, optional, value, onChange, choices } = props;
  const t = useT();
  return (
    <AriaSelect
      {...useFrame(props)}
      value={value || null}
      onChange={(key) => onChange(key === null ? '' : String(key))}
      placeholder={t('ui.part.choose')}
    >
      <Label className="field-label">
        {label}
        <Optional optional={optional} />
      </Label>
      <Below hint={hint} error={error} />
      <Button id={fieldId(props.pointer)} className="input select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="options">
        <ListBox>
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} className="option">
              {choice.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
