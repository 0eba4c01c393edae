import { api, asProblem, Problem } from '@yiwang/foundation/ui/browser';
import type { Uploaded } from './schema.ts';

export const MATERIALS = '/api/services/material/materials';

const csrf = (): string => /(?:^|; )yw_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? '';

type ProblemBody = { code?: string; params?: Problem['params']; traceId?: string };

function refusal(request: XMLHttpRequest): Problem {
  try {
    const body = JSON.parse(request.responseText) as ProblemBody;
    if (typeof body.code === 'string')
      return new Problem(request.status, body.code, body.params ?? {}, [], body.traceId);
  } catch {
    // A proxy's page: told by its status.
  }
  // A proxy that refuses large bodies answers before the server does.
  return new Problem(request.status, request.status === 413 ? 'http.too_large' : 'ui.unknown');
}

function once(
  form: FormData,
  key: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', MATERIALS);
    request.setRequestHeader('x-csrf-token', decodeURIComponent(csrf()));
    request.setRequestHeader('idempotency-key', key);
    request.setRequestHeader('accept-language', document.documentElement.lang || 'zh-CN');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Uploaded);
      else reject(refusal(request));
    };
    request.onerror = () => reject(new Problem(0, 'ui.offline'));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

/**
 * Sends one file; `fetch` cannot tell how far an upload is, so this is an XMLHttpRequest. When the session
 * has ended, the sign-in opens over the page and the file goes on its way again.
 * @throws {Problem} for refusals, with status 0 when no answer came; `AbortError` when stopped.
 */
export async function send(
  file: File,
  accept: readonly string[],
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> {
  const form = new FormData();
  // Before the file: the server reads the form as it comes.
  form.append('accept', accept.join(','));
  form.append('file', file, file.name);
  const key = crypto.randomUUID();
  try {
    return await once(form, key, onProgress, signal);
  } catch (thrown) {
    if (asProblem(thrown).status !== 401) throw thrown;
    return api.post<Uploaded>(MATERIALS, form, { key });
  }
}
