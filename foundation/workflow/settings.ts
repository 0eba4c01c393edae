import type { ModdleElement } from 'bpmn-moddle';
import type { Unit } from '../time/index.ts';
import { children, text, whereIs } from './elements.ts';
import { type Problem, problem } from './problems.ts';
import { type DrawnLimit, UNITS } from './program.ts';
import { SETTINGS_NAMESPACE } from './xml.ts';

const LIMIT_ATTRIBUTES = ['unit', 'from', 'clause', 'pausableBy'];

/** Our settings elements and their attributes; one of them per BPMN element. */
const ATTRIBUTES = {
  task: ['act', 'posts', 'organization', 'form', 'due', ...LIMIT_ATTRIBUTES],
  timer: ['value', ...LIMIT_ATTRIBUTES],
  decision: ['key'],
  service: ['key'],
  message: ['name'],
  items: ['in'],
} as const;
export type SettingName = keyof typeof ATTRIBUTES;

/** A key as other pieces register it: letters, digits, dot, dash, underscore; begins with a letter. */
const KEY = /^[A-Za-z][\w.-]{0,99}$/;
/** A variable name of the case data. */
const VARIABLE = /^[\p{L}_][\p{L}\p{N}_]{0,99}$/u;

/** Collects problems of one element while its settings are read. */
export type Reading = { element: ModdleElement; problems: Problem[] };

const wrong = (reading: Reading, setting: string, value: string): undefined => {
  reading.problems.push(
    problem('setting_wrong', {
      ...whereIs(reading.element),
      setting,
      value: value.slice(0, 100),
    }),
  );
};

const missing = (reading: Reading, setting: string): undefined => {
  reading.problems.push(problem('setting_missing', { ...whereIs(reading.element), setting }));
};

/** The one settings element of the expected name, or undefined; everything else found there is refused. */
export function settings(reading: Reading, name: SettingName): ModdleElement | undefined {
  const { element, problems } = reading;
  const refuse = (extension: string) =>
    problems.push(problem('extension_not_supported', { ...whereIs(element), extension }));
  let found: ModdleElement | undefined;
  for (const holder of children(element, 'extensionElements'))
    for (const child of children(holder, 'values')) {
      const ns = child.$descriptor.ns;
      if (ns?.uri !== SETTINGS_NAMESPACE || ns.localName !== name || found) refuse(child.$type);
      else found = child;
    }
  if (!found) return undefined;
  const known: readonly string[] = ATTRIBUTES[name];
  for (const key of Object.keys(found))
    if (!key.startsWith('$') && !key.startsWith('xmlns') && !known.includes(key))
      refuse(`yw:${name}/@${key}`);
  for (const child of found.$children ?? []) refuse(`yw:${name}/${child.$type}`);
  if (found.$body?.trim()) refuse(`yw:${name}/text()`);
  return found;
}

/** A required key of a settings element (`yw:service/@key`). */
export function key(reading: Reading, from: ModdleElement, attribute: string): string | undefined {
  const value = text(from, attribute);
  const setting = `${from.$descriptor.ns?.localName}/@${attribute}`;
  if (!value) return missing(reading, setting);
  return KEY.test(value) ? value : wrong(reading, setting, value);
}

/** A required variable name of the case data. */
export function variable(reading: Reading, setting: string, value: string): string | undefined {
  if (!value) return missing(reading, setting);
  return VARIABLE.test(value) ? value : wrong(reading, setting, value);
}

/** A list of keys separated by white space; empty when absent. */
export function keys(reading: Reading, from: ModdleElement, attribute: string): string[] {
  const list = text(from, attribute)?.split(/\s+/).filter(Boolean) ?? [];
  for (const one of list) if (!KEY.test(one)) wrong(reading, attribute, one);
  return [...new Set(list)];
}

/** The limit of a `yw:timer` or of a task's `due`; undefined when none is written. */
export function limit(
  reading: Reading,
  from: ModdleElement,
  attribute: 'value' | 'due',
): DrawnLimit | undefined {
  const value = text(from, attribute);
  const unit = text(from, 'unit');
  if (value === undefined) return unit === undefined ? undefined : missing(reading, attribute);
  if (!/^(0|[1-9]\d{0,3})$/.test(value)) return wrong(reading, attribute, value);
  if (unit === undefined) return missing(reading, 'unit');
  if (!UNITS.includes(unit as Unit)) return wrong(reading, 'unit', unit);
  const clause = text(from, 'clause');
  const startEvent = text(from, 'from');
  const pausableBy = keys(reading, from, 'pausableBy');
  return {
    value: Number(value),
    unit: unit as Unit,
    ...(clause && { clause }),
    ...(startEvent && { startEvent }),
    ...(pausableBy.length > 0 && { pausableBy }),
  };
}

const ISO_UNITS: Readonly<Record<string, [unit: Unit, factor: number]>> = {
  Y: ['year', 1],
  M: ['month', 1],
  W: ['naturalDay', 7],
  D: ['naturalDay', 1],
  TH: ['urgentHour', 1],
};

/**
 * An ISO 8601 duration of one unit: years, months, weeks and days are calendar time, hours run day
 * and night. Mixed durations (P1M5D) have no unit in law and are refused.
 */
export function isoLimit(reading: Reading, duration: string): DrawnLimit | undefined {
  const match = /^P(?:([1-9]\d{0,3})([YMWD])|T([1-9]\d{0,3})H)$/.exec(duration.trim());
  const iso = match && ISO_UNITS[match[2] ?? 'TH'];
  if (!iso) return wrong(reading, 'timeDuration', duration);
  return { value: Number(match[1] ?? match[3]) * iso[1], unit: iso[0] };
}
