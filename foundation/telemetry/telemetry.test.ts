import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createHttp } from '../http/index.ts';
import { startTracing, traceRequests } from './index.ts';

test('a request is traced to the collector under the trace id that its answer names', async () => {
  const bodies: Buffer[] = [];
  const collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const tracing = await startTracing(`http://127.0.0.1:${port}`);
  const http = await createHttp({
    authenticate: async () => undefined,
    clock: () => new Date('2026-03-02T01:00:00Z'),
    publicUrl: 'http://localhost',
    production: false,
    rateLimit: 100,
    logger: false,
  });
  traceRequests(http);
  const schema = { summary: 'A route of the test' };
  http.get('/api/trial/thing/things', { config: { permission: 'public' }, schema }, () => 'ok');
  const answer = await http.inject('/api/trial/thing/things');
  await tracing.stop();
  await http.close();
  collector.close();
  const sent = Buffer.concat(bodies);
  const traceId = Buffer.from(String(answer.headers['x-trace-id']), 'hex');
  expect(sent.includes('GET /api/trial/thing/things')).toBe(true);
  expect(sent.includes(traceId)).toBe(true);
});
