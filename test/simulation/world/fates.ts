import type { Random } from '../../torture/random.ts';

/** What becomes of one request, and of its answer. Times are ms since it was written. */
export type Fate = {
  readonly what: FateName;
  /** When each copy of it arrives; none where it is lost, several where something in between repeats it. */
  readonly arrivals: readonly number[];
  /** Whether the vendor carries it out. If not, `instead` is its answer. */
  readonly acts: boolean;
  readonly instead: { readonly status: number; readonly message: string } | null;
  /** What is sent back of the answer. */
  readonly returns: 'answer' | 'nothing' | 'reset' | 'half of it' | 'garbage';
  /** How long the answer takes. */
  readonly answerMs: number;
};

export type FateName =
  | 'fine'
  | 'slow'
  | 'answer too late'
  | 'request lost'
  | 'request arrives late'
  | 'answer lost'
  | 'reset before'
  | 'reset after'
  | 'never connected'
  | '5xx before'
  | '5xx after'
  | '3xx before'
  | '3xx after'
  | '408 after'
  | 'garbage'
  | 'half an answer'
  | 'repeated in between'
  | '429'
  | 'refused';

/** How bad the network and the vendors' servers are, 0 to 1: chances that a request meets trouble. */
export type Weather = { readonly writes: number; readonly reads: number };

const troublesOfWrites: readonly FateName[] = [
  ...(['slow', 'answer too late', 'request lost', 'request arrives late', 'answer lost', 'reset before'] as const),
  ...(['reset after', 'never connected', '5xx before', '5xx after', '3xx before', '3xx after', '408 after'] as const),
  ...(['garbage', 'half an answer', 'repeated in between', 'repeated in between', '429', 'refused'] as const),
];
const troublesOfReads: readonly FateName[] = [
  ...(['slow', 'request lost', 'answer lost', 'reset before', 'never connected', '5xx before'] as const),
  ...(['3xx before', 'garbage', 'half an answer', '429'] as const),
];

/** Refusals that come of anything but the number. */
const refusals = [
  { status: 402, message: 'Payment required' },
  { status: 422, message: 'Your balance is too low: service unavailable' },
  { status: 409, message: 'Another purchase is in progress' },
  { status: 404, message: 'No assistant found' },
  { status: 403, message: 'Your plan allows 5 numbers' },
  { status: 422, message: 'not available without a regulatory bundle' },
] as const;

const KERNEL_MS = 100_000;

type Request = { readonly isWrite: boolean; readonly mayBeRepeated: boolean; readonly timeoutMs: number };

/** Decides what becomes of a request. */
export function drawFate(random: Random, weather: Weather, { isWrite, mayBeRepeated, timeoutMs }: Request): Fate {
  const there = random.between(1, 300);
  const back = random.between(1, 300);
  const isTroubled = random.chance(isWrite ? weather.writes : weather.reads);
  const drawn = isTroubled ? random.pick(isWrite ? troublesOfWrites : troublesOfReads) : 'fine';
  const what = drawn === 'repeated in between' && !mayBeRepeated ? 'fine' : drawn;
  const fate: Fate = { what, arrivals: [there], acts: true, instead: null, returns: 'answer', answerMs: back };
  const failing = (status: number, message: string) => ({ ...fate, acts: false, instead: { status, message } });
  switch (what) {
    case 'fine':
      return fate;
    case 'slow':
      return { ...fate, arrivals: [random.between(1, timeoutMs / 2)], answerMs: random.between(1, timeoutMs / 2) };
    case 'answer too late':
      return { ...fate, answerMs: timeoutMs + random.between(1, timeoutMs) };
    case 'request lost':
      return { ...fate, arrivals: [] };
    case 'request arrives late':
      return { ...fate, arrivals: [timeoutMs + random.between(1, KERNEL_MS)] };
    case 'answer lost':
      return { ...fate, returns: 'nothing' };
    case 'reset before':
      return { ...fate, arrivals: [], returns: 'reset', answerMs: there };
    case 'reset after':
      return { ...fate, returns: 'reset' };
    case 'never connected':
      return { ...fate, arrivals: [], returns: 'reset', answerMs: there };
    case '5xx before':
      return failing(random.pick([500, 502, 503, 504]), 'Internal Server Error');
    case '5xx after':
      return { ...fate, instead: { status: random.pick([500, 502, 504]), message: 'Internal Server Error' } };
    case '3xx before':
      return failing(302, 'Found');
    case '3xx after':
      return { ...fate, instead: { status: 302, message: 'Found' } };
    case '408 after':
      return { ...fate, instead: { status: 408, message: 'Request Timeout' } };
    case 'garbage':
      return { ...fate, returns: 'garbage' };
    case 'half an answer':
      return { ...fate, returns: 'half of it' };
    case 'repeated in between':
      return { ...fate, arrivals: [there, there + random.between(1, 2_000)] };
    case '429':
      return failing(429, 'Too many requests');
    case 'refused': {
      const { status, message } = random.pick(refusals);
      return failing(status, message);
    }
  }
}
