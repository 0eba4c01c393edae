import {
  allFields,
  type FormDefinition,
  type FormValues,
  type Names,
} from '@yiwang/foundation/form/browser';
import { api, type Page, useQuery } from '@yiwang/foundation/ui/browser';
import type { DeskView } from '@yiwang/services/case';
import type { Evidence, FileRow, Inspector, TaskAct, Template } from '../schema.ts';
import { CASE, DESK } from './parts.tsx';

/** Each reading of a case is told to its applicant: it is read when opened and after an act, not by itself. */
const ONCE = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** A case as the officer sees it; with a purpose in full. */
export const useCase = (id: string, purpose: string | undefined) =>
  useQuery({
    queryKey: ['case', 'desk', { id, purpose }],
    queryFn: ({ signal }) =>
      api.get<DeskView>(`${CASE}/{id}/desk`, {
        path: { id },
        signal,
        ...(purpose !== undefined && { purpose }),
      }),
    ...ONCE,
    placeholderData: (before) => (before?.id === id ? before : undefined),
  });

/** Machine checks and tasks beside a case; read anew with each version of the case. */
export const useEvidence = (id: string, version: number, purpose: string | undefined) =>
  useQuery({
    queryKey: ['review-desk', 'evidence', { id, version, purpose }],
    queryFn: ({ signal }) =>
      api.get<Evidence>(`${DESK}/cases/{id}/evidence`, {
        path: { id },
        signal,
        ...(purpose !== undefined && { purpose }),
      }),
    ...ONCE,
    placeholderData: (before) => before,
  });

const asIds = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Files that answer a question of the form. */
export const filesIn = (field: string, data: FormValues): string[] => asIds(data[field]);

const MOST_FILES = 100;

/** Names of all files of a case, by id. */
export function useFiles(view: DeskView): ReadonlyMap<string, FileRow> {
  const form = view.form as unknown as FormDefinition;
  const data = view.data as FormValues;
  const inForm = allFields(form)
    .filter(({ type }) => type === 'file')
    .flatMap(({ id }) => filesIn(id, data));
  const handedIn = view.materials.flatMap(({ materialIds }) => materialIds);
  const onVisits = view.visits.flatMap(({ fileIds }) => fileIds);
  const ids = [...new Set([...inForm, ...handedIn, ...onVisits])].slice(0, MOST_FILES).join(',');
  const query = useQuery({
    queryKey: ['review-desk', 'files', { id: view.id, ids }],
    queryFn: ({ signal }) =>
      api.get<Page<FileRow>>(`${DESK}/cases/{id}/files`, {
        path: { id: view.id },
        query: { ids },
        signal,
      }),
    enabled: ids !== '',
    ...ONCE,
  });
  return new Map(query.data?.items.map((file) => [file.id, file]));
}

/** Templates that fit an act. */
export const useTemplates = (act?: TaskAct, after?: string) => {
  const query = { act, after, limit: 50 };
  return useQuery({
    queryKey: ['review-desk', 'templates', query],
    queryFn: ({ signal }) => api.get<Page<Template>>(`${DESK}/templates`, { query, signal }),
  });
};

/** Officers who may be named in the record of a visit. */
export const useInspectors = () =>
  useQuery({
    queryKey: ['review-desk', 'inspectors'],
    queryFn: ({ signal }) => api.get<Page<Inspector>>(`${DESK}/inspectors`, { signal }),
    staleTime: 300_000,
  });

type Division = { code: string; fullName: string };

function regionsIn(form: FormDefinition, data: FormValues): string[] {
  const codes = allFields(form).flatMap(({ id, type }) => {
    const value = data[id];
    if (type === 'region' && typeof value === 'string') return [value];
    if (type !== 'address' || typeof value !== 'object' || value === null) return [];
    return 'region' in value && typeof value.region === 'string' ? [value.region] : [];
  });
  return [...new Set(codes.filter((code) => /^\d{2,12}$/.test(code)))].sort();
}

/** The names of the areas in a form's answers; codes until they have come. */
export function useRegionNames(form: FormDefinition, data: FormValues): Names {
  const codes = regionsIn(form, data);
  const query = useQuery({
    queryKey: ['region', 'names', { codes }],
    queryFn: async ({ signal }) => {
      const read = (code: string) =>
        api.get<Division>('/api/foundation/region/divisions/{code}', { path: { code }, signal });
      const found = await Promise.all(codes.map(read));
      return Object.fromEntries(found.map(({ code, fullName }) => [code, fullName]));
    },
    enabled: codes.length > 0,
    ...ONCE,
  });
  return { region: (code) => query.data?.[code] };
}
