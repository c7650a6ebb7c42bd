import type { OrderFate } from '../vendors/fake-kit/fake-vendor.ts';
import type { Answer, Call } from '../vendors/fake-kit/http.ts';
import type { OperationName } from '../vendors/fake-kit/routes.ts';
import { DEFAULT_LATENESS_MS, type Fault } from './faults.ts';
import type { HostedVendor } from './hosted-vendor.ts';
import { tell } from './lies.ts';

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;
const bringing: readonly OperationName[] = ['purchase', 'import', 'createSip'];

/** What one vendor answers where it does not tell the truth. */
export type Liar = {
  /** Runs `act` with these lies in its answer; remembers when numbers came where it may bring some. */
  answer(call: { readonly lies: readonly Fault[]; readonly operation: OperationName }, act: () => Answer): Answer;
  /** The call with the numbers in it that an answer has written in another way. */
  understand(call: Call): Call;
};

/** Makes the liar of a vendor. What is in the account by now was always there. */
export function createLiar({ api, whileWrong }: HostedVendor, now: () => Date): Liar {
  const cameAt = new Map(api.numbers().map(({ id }) => [id, 0]));
  /** Both as JSON. */
  const spellings = new Map<string, string>();

  function noteNumbers(at: number): void {
    for (const { id } of api.numbers()) if (!cameAt.has(id)) cameAt.set(id, at);
  }

  return {
    answer({ lies, operation }, act) {
      if (lies.length === 0 && !bringing.includes(operation)) return act();
      const has = (kind: Fault['kind']) => lies.some((lie) => lie.kind === kind);
      const wrongly = { isStale: has('stale-search'), isDeaf: has('deaf-search'), orderFate: fateOf(lies) };
      const truth = whileWrong(wrongly, act);
      const at = now().getTime();
      noteNumbers(at);
      const about = {
        numbers: api.numbers(),
        cameAt: (id: string) => cameAt.get(id) ?? 0,
        now: at,
        noteSpelling: (spelling: string, number: string) =>
          void spellings.set(JSON.stringify(spelling), JSON.stringify(number)),
      };
      return lies.reduce((answer, lie) => tell(lie, answer, about), truth);
    },
    understand(call) {
      return { ...call, body: call.body.replace(JSON_TEXT, (text) => spellings.get(text) ?? text) };
    },
  };
}

function fateOf(lies: readonly Fault[]): OrderFate {
  const fault = lies.find(({ kind }) => kind.startsWith('order-'));
  if (fault?.kind === 'order-stays') return { kind: 'stays' };
  if (fault?.kind === 'order-fails') return { kind: 'fails' };
  return { kind: 'settles', afterMs: fault?.kind === 'order-late' ? (fault.delayMs ?? DEFAULT_LATENESS_MS) : 0 };
}
