import { type SubmitEvent, useRef, useState } from 'react';
import type { PurchaseNumberInput, VendorFragment } from '../generated/documents.ts';
import { newKey } from '../kept.ts';
import { usePage } from '../page.ts';
import { letsChoose, type Place, whyNot, whyNotAgent, whyNotPlace } from '../rules.ts';
import { told } from '../told.ts';
import { openPurchase } from '../url.ts';
import type { Entry } from '../use-kept-keys.ts';
import { Address } from './address.tsx';
import { AgentInput } from './agent-input.tsx';
import { Field, useFocusOnWrong } from './field.tsx';
import { StockPicker } from './stock-picker.tsx';
import { noUserErrors, UserErrors, wrongWith } from './user-errors.tsx';

/** As long as a label may be where the vendor says nothing. */
const LABEL_MAX_LENGTH = 255;
const placeFields = ['country', 'areaCode', 'contains'];

/** Asks for what the chosen vendor asks for: its rules are data, its name is none of them. */
export function BuyForm({ entry }: { readonly entry: Entry | null }) {
  const { vendors, keys } = usePage();
  const sellers = vendors.filter(({ capabilities }) => capabilities.includes('PURCHASE'));
  const [chosen, setChosen] = useState<string | null>(null);
  const [place, setPlace] = useState<Place>({ country: 'US', areaCode: '', contains: '' });
  const [number, setNumber] = useState<string | null>(null);
  const [agentId, setAgentId] = useState('');
  const [label, setLabel] = useState('');
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const [sent, setSent] = useState<{ readonly key: string; readonly order: string } | null>(null);
  const [firstKey] = useState(newKey);
  const [isKept, setIsKept] = useState(true);
  const form = useRef<HTMLDivElement>(null);
  const stage = entry?.stage ?? null;
  const errors = errorsOf(entry);
  useFocusOnWrong(form, errors, missing);
  const vendor = sellers.find((seller) => seller.vendor === chosen) ?? sellers.find(isEasy) ?? sellers[0];
  if (vendor === undefined) return <p className="d-body">No vendor of this service sells numbers.</p>;
  const picks = letsChoose(vendor);
  const isBusy = stage?.at === 'sent';
  const cannot = whyNot(vendor);
  const order = toInput(vendor, { place, number, agentId: agentId.trim(), label: label.trim() });
  const isAsSent = sent?.order === JSON.stringify(order);
  // What is being bought is what was sent, whatever is chosen since.
  const chosenNumber = isBusy && entry?.kept.kind === 'PURCHASE' ? (entry.kept.input.number ?? null) : number;

  function send(key: string, input: Omit<PurchaseNumberInput, 'idempotencyKey'>) {
    try {
      keys.begin({ kind: 'PURCHASE', input: { ...input, idempotencyKey: key }, begunAt: Date.now() });
      setSent({ key, order: JSON.stringify(input) });
      openPurchase(key);
    } catch {
      setIsKept(false);
    }
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (vendor === undefined || isBusy) return;
    const wrong = check(vendor, { place, number, picks, agentId: agentId.trim() });
    setMissing(wrong);
    if (Object.keys(wrong).length > 0) return;
    // What is sent again as it was goes with its key; what has changed is something new.
    const again = sent !== null && isAsSent && mayRepeat(entry) ? sent.key : newKey();
    send(sent === null ? firstKey : again, order);
  }

  const wrongIn = (field: string) => [...(missing[field] ? [missing[field]] : []), ...wrongWith(errors, field)];
  return (
    <div ref={form} className="d-parts">
      <div className="d-body">
        <StockPicker
          sellers={sellers}
          vendor={vendor}
          place={place}
          picked={number}
          wrongIn={wrongIn}
          onVendor={(name) => {
            setChosen(name);
            setNumber(null);
            setMissing({});
          }}
          onPlace={setPlace}
          onPick={setNumber}
        />
        <form id="order" className="duo" onSubmit={submit}>
          <Field
            label="Agent id"
            wrong={wrongIn('agentId')}
            hint={
              vendor.rules.agentRequired
                ? `${vendor.title} needs one.`
                : `${vendor.title} needs none; without one, calls reach nobody.`
            }
          >
            {(tied) => <AgentInput tied={tied} vendor={vendor.vendor} value={agentId} onChange={setAgentId} />}
          </Field>
          <Field label="Label" wrong={wrongIn('label')}>
            {(tied) => (
              <input
                {...tied}
                placeholder="none"
                maxLength={vendor.rules.labelMaxLength ?? LABEL_MAX_LENGTH}
                value={label}
                onChange={({ target }) => setLabel(target.value)}
              />
            )}
          </Field>
        </form>
      </div>
      <div className="d-foot">
        <UserErrors
          userErrors={errors}
          failure={isKept ? null : 'This browser keeps nothing for the page, so nothing was sent.'}
          fields={['agentId', 'label', ...placeFields]}
          isPaid
          onSuggestion={(areaCode) => setPlace({ ...place, areaCode })}
          onRepeat={
            entry !== null && !isBusy && isAsSent && mayRepeat(entry) ? () => keys.begin(entry.kept) : undefined
          }
        />
        <button type="submit" form="order" className="btn main" disabled={isBusy || cannot !== null}>
          <span>
            {isBusy ? 'Buying' : 'Buy'} {chosenNumber === null ? 'a number' : <Address>{chosenNumber}</Address>} from{' '}
            {vendor.title}
          </span>
        </button>
        <p className="hint">
          {cannot !== null && <b>{cannot} </b>}
          <Price vendor={vendor} /> A reload or a lost connection sends the same key again, and never buys twice.
        </p>
      </div>
    </div>
  );
}

function Price({ vendor: { title } }: { readonly vendor: VendorFragment }) {
  const { purchasesLeft, purchaseLimit } = usePage();
  return (
    <>
      {told.mode === 'live' ? (
        <>
          <b>This costs money</b>, at {title}’s price.
        </>
      ) : (
        `Sandbox: ${title} is a fake, and no money is spent.`
      )}
      {purchaseLimit !== null && ` ${purchasesLeft} of ${purchaseLimit} purchases are left today.`}
    </>
  );
}

type Order = { readonly place: Place; readonly number: string | null; readonly agentId: string };

/** What is missing or cannot be right, by field. */
function check(vendor: VendorFragment, { place, number, picks, agentId }: Order & { readonly picks: boolean }) {
  const ofAgent = agentId !== '' || vendor.rules.agentRequired ? whyNotAgent(agentId, vendor) : null;
  return {
    ...(number === null ? whyNotPlace(vendor, place) : {}),
    ...(picks && number === null && { number: 'Search the stock, and choose a number.' }),
    ...(ofAgent !== null && { agentId: ofAgent }),
  };
}

function toInput(vendor: VendorFragment, { place, number, agentId, label }: Order & { readonly label: string }) {
  const { areaCode, contains } = place;
  return {
    vendor: vendor.vendor,
    country: place.country.toUpperCase(),
    ...(number === null ? { areaCode: areaCode || null, contains: contains || null } : { number }),
    agentId: agentId || null,
    label: label || null,
  };
}

/** The one that asks for least. */
function isEasy({ rules, available }: VendorFragment): boolean {
  return available && !rules.agentRequired;
}

function errorsOf(entry: Entry | null) {
  if (entry?.stage.at === 'refused') return entry.stage.userErrors;
  return entry?.stage.at === 'ended' ? entry.stage.operation.userErrors : noUserErrors;
}

function mayRepeat(entry: Entry | null): boolean {
  return entry?.stage.at === 'refused' || errorsOf(entry).every(({ retryable }) => retryable);
}
