import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';

/** How often the loop is asked whether it is late: that costs no JavaScript. */
const RESOLUTION_MS = 20;
/** What is told is of so long at least, whoever asks meanwhile. */
const WINDOW_MS = 10_000;
const NS_PER_MS = 1_000_000;

/** Tells how busy the process is. Returns what ends that. */
export function observeProcess(meter: Meter): () => void {
  const gauge = (name: string, description: string, unit: string) =>
    meter.createObservableGauge(name, { description, unit });
  const longest = gauge(
    'nodejs.eventloop.delay.max',
    'The longest that the event loop was late, of the last ten seconds or more.',
    's',
  );
  const p99 = gauge(
    'nodejs.eventloop.delay.p99',
    'How late the event loop was at most in 99 of 100 cases, of the same time.',
    's',
  );
  const busy = gauge(
    'nodejs.eventloop.utilization',
    'The part of the same time in which the event loop was busy, from 0 to 1.',
    '1',
  );
  const memory = gauge('process.memory.usage', 'The physical memory of the process.', 'By');
  const uptime = gauge('process.uptime', 'For how long the process has run.', 's');
  const cpu = meter.createObservableCounter('process.cpu.time', {
    description: 'The processor time of the process.',
    unit: 's',
  });
  const window = openWindow();
  meter.addBatchObservableCallback(
    (result) => {
      const { maxMs, p99Ms, utilization } = window.read();
      result.observe(longest, maxMs / 1_000);
      result.observe(p99, p99Ms / 1_000);
      result.observe(busy, utilization);
      result.observe(memory, process.memoryUsage.rss());
      result.observe(uptime, process.uptime());
      const { user, system } = process.cpuUsage();
      result.observe(cpu, user / 1_000_000, { 'cpu.mode': 'user' });
      result.observe(cpu, system / 1_000_000, { 'cpu.mode': 'system' });
    },
    [longest, p99, busy, memory, uptime, cpu],
  );
  return window.close;
}

/** The time since the last window ended, if that is long enough to tell; else the last window. */
function openWindow() {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let last = { maxMs: 0, p99Ms: 0, utilization: 0 };
  let beganMs = Number.NEGATIVE_INFINITY;
  let before: EventLoopUtilization | undefined;
  return {
    read() {
      if (performance.now() - beganMs < WINDOW_MS) return last;
      const lateMs = (ns: number) => (delay.count === 0 ? 0 : Math.max(0, ns / NS_PER_MS - RESOLUTION_MS));
      const current = performance.eventLoopUtilization();
      const { utilization } = before ? performance.eventLoopUtilization(current, before) : current;
      last = { maxMs: lateMs(delay.max), p99Ms: lateMs(delay.percentile(99)), utilization };
      before = current;
      beganMs = performance.now();
      delay.reset();
      return last;
    },
    close: () => void delay.disable(),
  };
}
