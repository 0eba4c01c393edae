import { randomUUID } from 'node:crypto';
import { totpCode, totpStep } from '@yiwang/foundation/crypto';

export type Answer<T = unknown> = { status: number; body: T; etag: string | undefined };

/** A person at a keyboard without a browser: keeps cookies, sends the CSRF token and a key for every act. */
export class Client {
  private readonly base: string;
  private readonly cookies = new Map<string, string>();

  constructor(base: string) {
    this.base = base;
  }

  /** What every request of this person carries. */
  headers(): Record<string, string> {
    return {
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'x-csrf-token': this.cookies.get('yw_csrf') ?? '',
    };
  }

  async send<T = unknown>(
    method: string,
    path: string,
    options: { body?: unknown; key?: string; version?: number; purpose?: string } = {},
  ): Promise<Answer<T>> {
    const { body, key, version, purpose } = options;
    const form = body instanceof FormData;
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...this.headers(),
        ...(method === 'POST' && { 'idempotency-key': key ?? randomUUID() }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
        ...(purpose !== undefined && { 'x-purpose': encodeURIComponent(purpose) }),
        ...(body !== undefined && !form && { 'content-type': 'application/json' }),
      },
      body: form ? body : body === undefined ? null : JSON.stringify(body),
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: (json && text ? JSON.parse(text) : text) as T,
      etag: response.headers.get('etag') ?? undefined,
    };
  }

  /** As `send`, for calls that must succeed. @throws {Error} with the problem otherwise. */
  async ask<T>(
    method: string,
    path: string,
    options: Parameters<Client['send']>[2] = {},
  ): Promise<T> {
    const { status, body } = await this.send<T>(method, path, options);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async signInResident(phone: string, password: string): Promise<void> {
    await this.ask('POST', '/api/services/identity/sessions', { body: { login: phone, password } });
  }

  /** Officers sign in with a second factor; a used code is refused, so `at` lets tests take the next one. */
  async signInOfficer(
    login: string,
    password: string,
    secret: Uint8Array,
    at = new Date(),
  ): Promise<void> {
    const body = { login, password, code: totpCode(secret, totpStep(at)) };
    await this.ask('POST', '/api/services/identity/sessions', { body });
  }
}
