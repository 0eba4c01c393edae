import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ActKey } from './act-key.ts';
import { asProblem } from './problem.ts';

/**
 * One act of the user (submit, decide, withdraw) as a mutation. `act` gets the input and the
 * Idempotency-Key to pass on; pressing again after a failure keeps the key. `problem` is the refusal.
 */
export function useAct<I, O>(
  act: (input: I, key: string) => Promise<O>,
  after: { onDone?: (answer: O, input: I) => void } = {},
) {
  const [keys] = useState(() => new ActKey());
  const mutation = useMutation({
    mutationFn: async (input: I) => {
      try {
        const answer = await act(input, keys.for(input));
        keys.answered(200);
        return answer;
      } catch (thrown) {
        keys.answered(asProblem(thrown).status);
        throw thrown;
      }
    },
    onSuccess: (answer, input) => after.onDone?.(answer, input),
  });
  return {
    run: mutation.mutate,
    pending: mutation.isPending,
    problem: mutation.error ? asProblem(mutation.error) : undefined,
    answer: mutation.data,
    reset: mutation.reset,
  };
}
