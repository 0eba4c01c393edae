import {
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Http } from '../http/index.ts';

const TRACER = 'yiwang';

const REMOTE_PARENT = '0000000000000001';

/** Puts a request's spans under the trace that its answer names, so that a problem's traceId finds them. */
const parentOf = (traceId: string): Context =>
  trace.setSpanContext(context.active(), {
    traceId,
    spanId: REMOTE_PARENT,
    traceFlags: 1,
    isRemote: true,
  });

/** Opens a span for every request; without a collector configured these calls cost next to nothing. */
export function traceRequests(http: Http): void {
  const spans = new WeakMap<object, Span>();
  http.addHook('preHandler', async (request) => {
    const { url = 'none', config } = request.routeOptions;
    if (config.permission === undefined) return;
    const attributes = { 'http.request.method': request.method, 'http.route': url };
    const span = trace
      .getTracer(TRACER)
      .startSpan(
        `${request.method} ${url}`,
        { kind: SpanKind.SERVER, attributes },
        parentOf(request.call.traceId),
      );
    spans.set(request, span);
  });
  http.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (!span) return;
    span.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}

/**
 * Sends traces to an OpenTelemetry collector (OTLP over HTTP). The SDK is loaded only when an
 * endpoint is set: it costs memory that a county without a collector should not pay.
 */
export async function startTracing(
  endpoint: string | undefined,
): Promise<{ stop(): Promise<void> }> {
  if (!endpoint) return { stop: async () => {} };
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
  process.env.OTEL_LOGS_EXPORTER ??= 'none';
  process.env.OTEL_METRICS_EXPORTER ??= 'none';
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({ serviceName: TRACER });
  sdk.start();
  return { stop: () => sdk.shutdown() };
}
