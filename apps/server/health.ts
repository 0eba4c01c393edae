import { errors, type Http } from '@yiwang/foundation/http';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** /healthz: the process answers. /readyz: it can do its work. /metrics: figures for Prometheus. */
export async function health(http: Http, ready: () => Promise<boolean>): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  http.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
  const open = {
    schema: { hide: true },
    config: { permission: 'public', rateLimit: false as const },
  };
  http.get('/healthz', open, () => ({ status: 'ok' }));
  http.get('/readyz', open, async () => {
    if (!(await ready())) throw errors.unready();
    return { status: 'ready' };
  });
  http.get('/metrics', open, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
