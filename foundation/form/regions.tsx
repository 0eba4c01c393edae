import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Locale } from '../i18n/browser.ts';
import { REGION_LEVELS, type RegionLevel } from '../identifier/browser.ts';
import { say } from './words.ts';

export type RegionOption = { readonly code: string; readonly name: string };
/** The areas directly below a division code; the provinces for ''. */
export type LoadRegions = (parent: string) => Promise<readonly RegionOption[]>;

type LevelProps = {
  readonly id: string;
  readonly level: RegionLevel;
  readonly parent: string;
  readonly value: string;
  readonly invalid: boolean;
  readonly required: boolean;
  readonly locale: Locale;
  readonly load: LoadRegions;
  readonly onChange: (code: string) => void;
};

function LevelSelect(props: LevelProps) {
  const { id, level, parent, value, locale, load } = props;
  const [options, setOptions] = useState<readonly RegionOption[] | 'failed'>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setOptions(undefined);
    load(parent).then(
      (found) => current && setOptions(found),
      () => current && setOptions('failed'),
    );
    return () => {
      current = false;
    };
  }, [parent, load, attempt]);
  if (options === 'failed')
    return (
      <p className="form-error" role="alert">
        {say(locale, 'screen.regions_failed')}{' '}
        <Button className="button plain form-plain" onPress={() => setAttempt(attempt + 1)}>
          {say(locale, 'screen.retry')}
        </Button>
      </p>
    );
  // The lowest level has nothing below it: no empty list is offered.
  if (options?.length === 0) return null;
  const known = options?.some((option) => option.code === value) ?? false;
  return (
    <label className="form-region" htmlFor={id}>
      <span>{say(locale, `screen.${level}`)}</span>
      <select
        className="form-input"
        id={id}
        value={value}
        aria-invalid={props.invalid || undefined}
        aria-required={props.required || undefined}
        aria-busy={options === undefined || undefined}
        onChange={(event) => props.onChange(event.target.value || parent)}
      >
        <option value="">{say(locale, 'screen.choose')}</option>
        {!known && value && <option value={value}>{value}</option>}
        {options?.map((option) => (
          <option key={option.code} value={option.code}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * An area chosen step by step, province first; each step is loaded when the one above is chosen, because
 * the whole country is 660 000 areas. Goes down to `level`, or as far as one likes without it.
 */
export function RegionSelects(props: {
  readonly id: string;
  readonly level?: RegionLevel | undefined;
  readonly value: string;
  readonly invalid: boolean;
  readonly locale: Locale;
  readonly load: LoadRegions;
  readonly onChange: (code: string) => void;
}) {
  const { value, level } = props;
  const last =
    level === undefined
      ? REGION_LEVELS.length - 1
      : REGION_LEVELS.findIndex(([name]) => name === level);
  const shown = REGION_LEVELS.slice(0, last + 1).filter(
    ([,], index) => index === 0 || value.length >= REGION_LEVELS[index - 1]![1],
  );
  return (
    <div className="form-regions">
      {shown.map(([name, digits], index) => (
        <LevelSelect
          key={name}
          id={index === 0 ? props.id : `${props.id}-${name}`}
          level={name}
          parent={index === 0 ? '' : value.slice(0, REGION_LEVELS[index - 1]![1])}
          value={value.length >= digits ? value.slice(0, digits) : ''}
          invalid={props.invalid}
          required={level !== undefined}
          locale={props.locale}
          load={props.load}
          onChange={props.onChange}
        />
      ))}
    </div>
  );
}
