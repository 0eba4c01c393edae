import type { FormDefinition, FormValues, Json } from '@yiwang/foundation/form/browser';
import {
  api,
  asProblem,
  type Problem,
  useDraft,
  useOnline,
  useQueryClient,
} from '@yiwang/foundation/ui/browser';
import { useEffect, useRef, useState } from 'react';
import type { Draft, DraftSummary, ProvidedMaterial } from '../schema.ts';
import { isSame, mergeAnswers } from './merge.ts';

export const CASE = '/api/services/case';

/** Steps after those of the form, named so that no page of a form can have the same id in practice. */
export const MATERIALS = '-materials';
export const CHECK = '-check';

/** The form as the renderer takes it; the server has checked it when it was published. */
export const formOf = (form: Draft['form']): FormDefinition => form as unknown as FormDefinition;
/** Answers as the renderer takes them. */
export const answersOf = (data: Draft['data']): FormValues => data as FormValues;

type Filled = { readonly data: FormValues; readonly materials: readonly ProvidedMaterial[] };
/** What was typed, and what of it the server is known to have. */
type Typed = Filled & {
  readonly base: Filled;
  readonly version: number;
  /** Steps gone through at this tab: what was filled in from registers has then been looked at. */
  readonly seen: readonly string[];
};

const fromServer = ({ data, materials, version }: Draft): Typed => {
  const filled = { data: answersOf(data), materials };
  return { ...filled, base: filled, version, seen: [] };
};

const isUnsaved = ({ data, materials, base }: Typed): boolean =>
  !isSame(data, base.data) || !isSame(materials, base.materials);

/** Wait after the last change before saving, so that typing does not send each letter. */
const PAUSE_MS = 1500;
const MOST_MERGES = 3;

/** What was found when somebody had saved the draft elsewhere. */
export type Clash = {
  readonly taken: readonly string[];
  readonly clashing: readonly string[];
  readonly theirs: FormValues;
};

const isConflict = ({ status, code }: Problem): boolean =>
  status === 412 || code === 'case.draft_changed';

/** What was typed, kept on this device until the server has it. */
function useKept(draft: Draft) {
  const local = useDraft<Typed>(`case.apply.${draft.id}`, fromServer(draft));
  const latest = useRef(local.value);
  const put = (next: Typed) => {
    latest.current = next;
    local.change(next);
    if (!isUnsaved(next)) local.saved();
  };
  return { value: local.value, latest, put, forget: local.saved };
}

type Kept = ReturnType<typeof useKept>;

/** Sends what is not saved; a draft saved elsewhere in between is merged, never overwritten. */
function useSaving(id: string, { latest, put }: Kept) {
  const [problem, setProblem] = useState<Problem>();
  const [savedAt, setSavedAt] = useState<string>();
  const [clash, setClash] = useState<Clash>();
  const running = useRef<Promise<Problem | undefined>>(undefined);

  const merge = async () => {
    const theirs = await api.get<Draft>(`${CASE}/drafts/{id}`, { path: { id } });
    const { data, materials, base } = latest.current;
    const merged = mergeAnswers(base.data, data, answersOf(theirs.data));
    const kept = isSame(materials, base.materials) ? theirs.materials : materials;
    const { seen } = latest.current;
    put({ ...fromServer(theirs), data: merged.data, materials: kept, seen });
    if (merged.taken.length + merged.clashing.length > 0)
      setClash({ ...merged, theirs: answersOf(theirs.data) });
  };
  const send = async () => {
    const { data, materials, version } = latest.current;
    const body = { data, materials };
    const path = { id };
    const saved = await api.put<DraftSummary>(`${CASE}/drafts/{id}`, body, { path, version });
    put({ ...latest.current, base: body, version: saved.version });
    setSavedAt(saved.updatedAt);
  };
  const sendAll = async (force: boolean): Promise<Problem | undefined> => {
    let merges = 0;
    for (let first = force; first || isUnsaved(latest.current); first = false) {
      try {
        await send();
      } catch (thrown) {
        const refused = asProblem(thrown);
        merges += 1;
        if (!isConflict(refused) || merges > MOST_MERGES) return refused;
        await merge();
      }
    }
    return undefined;
  };
  /** Saves what is not saved yet; `force` also when nothing was typed. The problem when it did not work. */
  const save = async (force = false): Promise<Problem | undefined> => {
    // One after the other: two at once would take each other's answers for those of another device.
    const before = running.current ?? Promise.resolve(undefined);
    const own = before.then(() => sendAll(force).catch(asProblem));
    running.current = own;
    const refused = await own;
    setProblem(refused);
    return refused;
  };
  return { save, problem, savedAt, clash, setClash };
}

/**
 * The answers of a draft: kept on this device at once, on the server a moment after the last change,
 * when a field is left, and at each step.
 */
export function useApplication(draft: Draft) {
  const client = useQueryClient();
  const online = useOnline();
  const { id } = draft;
  const kept = useKept(draft);
  const { value, latest, put } = kept;
  const { save, problem, savedAt, clash, setClash } = useSaving(id, kept);
  const saveNow = useRef(save);
  saveNow.current = save;
  useEffect(() => {
    if (!online || !isUnsaved(value)) return;
    const now = () => void saveNow.current();
    const timer = setTimeout(now, PAUSE_MS);
    document.addEventListener('focusout', now);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('focusout', now);
    };
  }, [value, online]);

  return {
    data: value.data,
    materials: value.materials,
    answer: (fieldId: string, given: Json | undefined) => {
      const { [fieldId]: _, ...rest } = latest.current.data;
      put({ ...latest.current, data: given === undefined ? rest : { ...rest, [fieldId]: given } });
    },
    provide: (material: ProvidedMaterial) => {
      const others = latest.current.materials.filter(({ code }) => code !== material.code);
      put({ ...latest.current, materials: [...others, material] });
    },
    seen: value.seen,
    see: (step: string) => {
      const { seen } = latest.current;
      if (!seen.includes(step)) put({ ...latest.current, seen: [...seen, step] });
    },
    save,
    savedAt,
    problem,
    isUnsaved: isUnsaved(value),
    clash,
    /** Takes the answers of the other device where both had changed. */
    takeTheirs: () => {
      if (!clash) return;
      const { clashing, theirs } = clash;
      const own = Object.entries(latest.current.data).filter(([one]) => !clashing.includes(one));
      const other = Object.entries(theirs).filter(([one]) => clashing.includes(one));
      put({ ...latest.current, data: Object.fromEntries([...own, ...other]) });
      setClash(undefined);
    },
    keepMine: () => setClash(undefined),
    /** After submission nothing of it stays on this device. */
    forget: () => {
      kept.forget();
      client.removeQueries({ queryKey: ['case', 'draft', { id }] });
    },
  };
}

export type Application = ReturnType<typeof useApplication>;
