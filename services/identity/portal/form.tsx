import { fieldTexts, Problem, useLocale } from '@yiwang/foundation/ui/browser';
import { useState } from 'react';

const IDENTITY = '/api/services/identity';

/** The address of one of this capability's resources. */
export const at = (path: string): string => `${IDENTITY}${path}`;

/** What a form itself sees: fields left empty, and a code that is not six digits. */
export function lacking(values: Readonly<Record<string, string>>): Problem | undefined {
  const errors = Object.entries(values).flatMap(([pointer, value]) => {
    if (value.trim() === '') return [{ pointer, code: 'http.required' }];
    const odd = pointer === '/code' && !/^\d{6}$/.test(value);
    return odd ? [{ pointer, code: 'identity.code_form' }] : [];
  });
  return errors.length > 0 ? new Problem(422, 'http.invalid', {}, errors) : undefined;
}

/** The refusal to show: what the form sees before it asks, else what the server answered. */
export function useRefusal(answered: Problem | undefined) {
  const locale = useLocale();
  const [own, setOwn] = useState<Problem>();
  const problem = own ?? answered;
  return {
    problem,
    texts: fieldTexts(locale, problem),
    /** True when the values may be sent. */
    check: (values: Readonly<Record<string, string>>): boolean => {
      const found = lacking(values);
      setOwn(found);
      return found === undefined;
    },
  };
}
