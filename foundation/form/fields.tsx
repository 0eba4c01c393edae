import { type ReactNode, useEffect, useId, useState } from 'react';
import { Button, FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import { type FieldDefinition, isObject, type Json, partsOf } from './definition.ts';
import { controlId, dateParts, joinDate, readTyped, writeTyped } from './entry.ts';
import {
  type ControlProps,
  Group,
  Help,
  hasHelp,
  LabelText,
  messageAt,
  Single,
  Why,
} from './frame.tsx';
import { RegionSelects } from './regions.tsx';
import { MAX_ROWS } from './schema.ts';
import { say } from './words.ts';

/** The text of a box whose answer is not always the text: typed input survives, a new answer replaces it. */
function useTyped(value: Json | undefined, show: (value: Json | undefined) => string) {
  const [typed, setTyped] = useState({ text: show(value), value });
  const text = Object.is(typed.value, value) ? typed.text : show(value);
  return [text, (next: string, answer: Json) => setTyped({ text: next, value: answer })] as const;
}

const INPUT_MODE = { number: 'decimal', money: 'decimal', phone: 'tel' } as const;
const AUTOCOMPLETE = { phone: 'tel' } as const;

const among = <T extends object>(table: T, key: string): T[keyof T] | undefined =>
  Object.hasOwn(table, key) ? table[key as keyof T] : undefined;

function TextControl({ shared, field, value, pointer, onChange }: ControlProps) {
  const { locale } = shared;
  const message = messageAt(shared, pointer);
  const [text, setText] = useTyped(value, (answer) => writeTyped(field, answer));
  const change = (typed: string) => {
    const answer = readTyped(field, typed);
    setText(typed, answer);
    onChange(answer);
  };
  const unit =
    field.type === 'money'
      ? say(locale, 'screen.yuan')
      : field.type === 'number' && field.unit?.[locale];
  return (
    <TextField
      className="form-field"
      id={controlId(pointer)}
      value={text}
      onChange={change}
      isInvalid={message !== undefined}
      isRequired={field.required === true}
      validationBehavior="aria"
      inputMode={among(INPUT_MODE, field.type) ?? 'text'}
      autoComplete={among(AUTOCOMPLETE, field.type) ?? 'off'}
    >
      <Label className="form-label">
        <LabelText field={field} locale={locale} />
        {unit && (
          <span className="form-optional">{locale === 'zh' ? `（${unit}）` : ` (${unit})`}</span>
        )}
      </Label>
      {hasHelp(field) && (
        <Text slot="description">
          <Help field={field} locale={locale} />
        </Text>
      )}
      <FieldError className="form-error">{message}</FieldError>
      {field.type === 'longText' ? (
        <TextArea className="form-input" rows={5} />
      ) : (
        <Input className="form-input" data-short={field.type !== 'text' || undefined} />
      )}
      <Why field={field} locale={locale} />
    </TextField>
  );
}

function DateControl(props: ControlProps) {
  const { shared, field, value, pointer, onChange } = props;
  const id = controlId(pointer);
  // Kept apart by a character nobody types: the boxes show what was typed, not the padded date.
  const [text, setText] = useTyped(value, (answer) => dateParts(answer).join('\n'));
  const [year = '', month = '', day = ''] = text.split('\n');
  const invalid = messageAt(shared, pointer) !== undefined;
  const change = (parts: readonly [string, string, string]) => {
    const answer = joinDate(parts);
    setText(parts.join('\n'), answer);
    onChange(answer);
  };
  const box = (
    name: 'year' | 'month' | 'day',
    own: string,
    boxId: string,
    set: (text: string) => void,
  ) => (
    <label className="form-date-part" htmlFor={boxId}>
      <span>{say(shared.locale, `screen.${name}`)}</span>
      <input
        className="form-input"
        id={boxId}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={name === 'year' ? 4 : 2}
        data-part={name}
        aria-invalid={invalid || undefined}
        aria-required={field.required || undefined}
        value={own}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
  return (
    <Group {...props}>
      {() => (
        <div className="form-date">
          {box('year', year, id, (typed) => change([typed, month, day]))}
          {box('month', month, `${id}-month`, (typed) => change([year, typed, day]))}
          {box('day', day, `${id}-day`, (typed) => change([year, month, typed]))}
        </div>
      )}
    </Group>
  );
}

function ChoiceControl(props: ControlProps & { field: FieldDefinition & { type: 'choice' } }) {
  const { shared, field, value, pointer, onChange } = props;
  const id = controlId(pointer);
  const name = useId();
  const invalid = messageAt(shared, pointer) !== undefined;
  const multi = field.as === 'multi';
  const chosen = Array.isArray(value) ? value : [value];
  const toggle = (option: string, on: boolean) => {
    if (!multi) onChange(option);
    else
      onChange(
        field.options
          .map((one) => one.value)
          .filter((one) => (one === option ? on : chosen.includes(one))),
      );
  };
  return (
    <Group {...props}>
      {() =>
        field.options.map((option, index) => {
          const optionId = index === 0 ? id : `${id}-${index}`;
          return (
            <label key={option.value} className="form-option" htmlFor={optionId}>
              <input
                id={optionId}
                type={multi ? 'checkbox' : 'radio'}
                name={name}
                checked={chosen.includes(option.value)}
                aria-invalid={invalid || undefined}
                required={!multi && field.required === true}
                aria-describedby={option.help ? `${optionId}-help` : undefined}
                onChange={(event) => toggle(option.value, event.target.checked)}
              />
              <span>
                {option.label[shared.locale]}
                {option.help && (
                  <span className="form-help" id={`${optionId}-help`}>
                    {option.help[shared.locale]}
                  </span>
                )}
              </span>
            </label>
          );
        })
      }
    </Group>
  );
}

function SelectControl(props: ControlProps & { field: FieldDefinition & { type: 'choice' } }) {
  const { shared, field, value, pointer, onChange } = props;
  return (
    <Single {...props}>
      {(describedBy) => (
        <select
          className="form-input"
          id={controlId(pointer)}
          value={typeof value === 'string' ? value : ''}
          aria-invalid={messageAt(shared, pointer) !== undefined || undefined}
          aria-describedby={describedBy}
          aria-required={field.required || undefined}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{say(shared.locale, 'screen.choose')}</option>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label[shared.locale]}
            </option>
          ))}
        </select>
      )}
    </Single>
  );
}

function DeclarationControl(props: ControlProps) {
  const { shared, field, value, pointer, onChange } = props;
  const id = controlId(pointer);
  return (
    <Single {...props}>
      {(describedBy) => (
        <label className="form-option" htmlFor={id}>
          <input
            id={id}
            type="checkbox"
            checked={value === true}
            required
            aria-invalid={messageAt(shared, pointer) !== undefined || undefined}
            aria-describedby={describedBy}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span>{field.label[shared.locale]}</span>
        </label>
      )}
    </Single>
  );
}

function FileControl(props: ControlProps & { field: FieldDefinition & { type: 'file' } }) {
  const { shared, field, value, pointer, onChange } = props;
  const id = controlId(pointer);
  const ids = Array.isArray(value) ? value.map(String) : [];
  return (
    <Single {...props}>
      {(describedBy) =>
        shared.renderFile({
          field,
          value: ids,
          onChange,
          id,
          labelledBy: `${id}-label`,
          describedBy,
          invalid: messageAt(shared, pointer) !== undefined,
        })
      }
    </Single>
  );
}

function RegionControl(props: ControlProps & { field: FieldDefinition & { type: 'region' } }) {
  const { shared, field, value, pointer, onChange } = props;
  // Without a source of areas the code itself is typed, as officers do.
  if (!shared.loadRegions) return <TextControl {...props} />;
  const load = shared.loadRegions;
  return (
    <Group {...props}>
      {() => (
        <RegionSelects
          id={controlId(pointer)}
          level={field.level}
          value={typeof value === 'string' ? value : ''}
          invalid={messageAt(shared, pointer) !== undefined}
          locale={shared.locale}
          load={load}
          onChange={onChange}
        />
      )}
    </Group>
  );
}

function PartsControl(props: ControlProps) {
  const { shared, field, value, pointer, onChange } = props;
  const answer = isObject(value) ? value : {};
  return (
    <Group {...props}>
      {() =>
        partsOf(field)!.map((part) => (
          <Control
            key={part.id}
            shared={shared}
            field={part}
            value={answer[part.id]}
            pointer={`${pointer}/${part.id}`}
            onChange={(next) => onChange({ ...answer, [part.id]: next ?? '' })}
          />
        ))
      }
    </Group>
  );
}

function TableControl(props: ControlProps & { field: FieldDefinition & { type: 'table' } }) {
  const { shared, field, value, pointer, onChange } = props;
  const { locale } = shared;
  const id = controlId(pointer);
  const rows = Array.isArray(value) ? value.map((row: Json) => (isObject(row) ? row : {})) : [];
  const [focus, setFocus] = useState<string>();
  // A new row takes the focus; after a removal the button to add does: never lost to the page.
  useEffect(() => {
    if (focus !== undefined) document.getElementById(focus)?.focus();
    setFocus(undefined);
  }, [focus]);
  const set = (next: readonly Json[]) => onChange(next);
  return (
    <Group {...props}>
      {() => (
        <>
          {rows.map((row, index) => (
            <fieldset key={index} className="form-row" id={`${id}-${index}`} tabIndex={-1}>
              <legend>{say(locale, 'screen.row', { row: index + 1 })}</legend>
              {field.columns.map((column) => (
                <Control
                  key={column.id}
                  shared={shared}
                  field={column}
                  value={row[column.id]}
                  pointer={`${pointer}/${index}/${column.id}`}
                  onChange={(cell) =>
                    set(
                      rows.map((one, at) =>
                        at === index ? { ...one, [column.id]: cell ?? '' } : one,
                      ),
                    )
                  }
                />
              ))}
              <Button
                className="button plain form-plain"
                onPress={() => {
                  set(rows.filter((_, at) => at !== index));
                  setFocus(id);
                }}
              >
                {say(locale, 'screen.remove_row', { row: index + 1 })}
              </Button>
            </fieldset>
          ))}
          <Button
            className="button plain form-plain"
            id={id}
            isDisabled={rows.length >= (field.max ?? MAX_ROWS)}
            onPress={() => {
              set([...rows, {}]);
              setFocus(`${id}-${rows.length}`);
            }}
          >
            {say(locale, 'screen.add_row')}
          </Button>
        </>
      )}
    </Group>
  );
}

/** The control of any field, chosen by its type. */
export function Control(props: ControlProps): ReactNode {
  const { field } = props;
  switch (field.type) {
    case 'choice':
      return field.as === 'select' ? (
        <SelectControl {...props} field={field} />
      ) : (
        <ChoiceControl {...props} field={field} />
      );
    case 'date':
      return <DateControl {...props} />;
    case 'region':
      return <RegionControl {...props} field={field} />;
    case 'period':
    case 'address':
      return <PartsControl {...props} />;
    case 'file':
      return <FileControl {...props} field={field} />;
    case 'table':
      return <TableControl {...props} field={field} />;
    case 'declaration':
      return <DeclarationControl {...props} />;
    default:
      return <TextControl {...props} />;
  }
}
