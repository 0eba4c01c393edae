import { useSyncExternalStore } from 'react';
import { currentLocale, htmlLang } from '../i18n/browser.ts';

/** A yes-or-no choice kept on this device. */
export type Preference = {
  get: () => boolean;
  set: (value: boolean) => void;
  onChange: (tell: () => void) => () => void;
};

function preference(name: string, standard: boolean, apply: (value: boolean) => void): Preference {
  const listeners = new Set<() => void>();
  const get = () => {
    const stored = localStorage.getItem(name);
    return stored === null ? standard : stored === 'yes';
  };
  return {
    get,
    set: (value) => {
      localStorage.setItem(name, value ? 'yes' : 'no');
      apply(value);
      for (const tell of listeners) tell();
    },
    onChange: (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}

const applyElder = (on: boolean): void => {
  document.documentElement.toggleAttribute('data-elder', on);
};

/** Elder mode 长辈版: larger type and targets, one column. Source: MIIT 2021 ageing-friendly design rules. */
export const elderMode = preference('yw.elder', false, applyElder);

/** Whether single letters act as commands; WCAG 2.2 criterion 2.1.4 asks that they can be switched off. */
export const letterKeys = preference('yw.keys', true, () => {});

/** A preference as React state. */
export const usePreference = (one: Preference): boolean =>
  useSyncExternalStore(one.onChange, one.get);

/** Puts the stored language and elder mode on `<html>`, before the first picture. */
export function applyPreferences(): void {
  document.documentElement.lang = htmlLang(currentLocale());
  applyElder(elderMode.get());
}

const onLine = (tell: () => void) => {
  addEventListener('online', tell);
  addEventListener('offline', tell);
  return () => {
    removeEventListener('online', tell);
    removeEventListener('offline', tell);
  };
};

/** Whether the device has a network. */
export const useOnline = (): boolean => useSyncExternalStore(onLine, () => navigator.onLine);
