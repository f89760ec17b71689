import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from './context.ts';

/** A counter of chapters whose copying did not give a right clip; a context has one, and `/metrics` shows it. */
export function createFallbackCounter(): Counter<'cause'> {
  return new Counter({
    name: 'afterclass_cut_fallbacks_total',
    help: 'Chapters that this process encoded in full because copying them gave no right clip, by cause.',
    labelNames: ['cause'],
    registers: [],
  });
}

/** Prometheus metrics of one process: `observe` counts requests, `expose` answers GET /metrics. */
export function createMetrics(ctx: Context): { observe: RequestHandler; expose: RequestHandler } {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'afterclass_' });
  const requests = new Histogram({
    name: 'afterclass_http_request_seconds',
    help: 'Time to answer a request, by method, first part of the path and status.',
    labelNames: ['method', 'area', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [register],
  });
  new Gauge({
    name: 'afterclass_jobs_pending',
    help: 'Jobs that wait or run.',
    registers: [register],
    async collect() {
      this.set(await ctx.queue.pending());
    },
  });
  register.registerMetric(ctx.cutFallbacks);
  return {
    observe(req, res, next) {
      const stop = requests.startTimer();
      res.once('close', () => {
        // Paths hold ids; their first part is enough and its values are few.
        const [, first = ''] = req.path.split('/');
        stop({ method: req.method, area: areas.has(first) ? first : 'page', status: res.statusCode });
      });
      next();
    },
    async expose(_req, res) {
      res.type(register.contentType).send(await register.metrics());
    },
  };
}

const areas = new Set(['api', 'lti', 'media', 'assets', 'learn', 'pick', 'healthz', 'readyz', 'metrics']);
