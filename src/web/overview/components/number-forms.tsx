import { type SubmitEvent, useRef, useState } from 'react';
import {
  LinkDocument,
  type NumberRowFragment,
  UnlinkDocument,
  UpdateDocument,
  type VendorFragment,
} from '../generated/documents.ts';
import { usePage } from '../page.ts';
import { whyNot, whyNotAgent } from '../rules.ts';
import { useChange } from '../use-change.ts';
import { sharedBy, shorten } from '../words.ts';
import { AgentInput } from './agent-input.tsx';
import { Field, useFocusOnWrong } from './field.tsx';
import { Icon } from './icon.tsx';
import { UserErrors, wrongWith } from './user-errors.tsx';

/** As long as a label may be where the vendor says nothing. */
const LABEL_MAX_LENGTH = 255;

type FormProps = { readonly row: NumberRowFragment; readonly put: (row: NumberRowFragment) => void };
type VendorFormProps = FormProps & { readonly vendor: VendorFragment };

/** Renames a number. */
export function LabelForm({ row, vendor, put }: VendorFormProps) {
  const { announce } = usePage();
  // Null as long as nobody has typed: then a refresh may change it.
  const [typed, setTyped] = useState<string | null>(null);
  const update = useChange(UpdateDocument);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnWrong(form, update.userErrors);
  const isKeptHere = !vendor.capabilities.includes('LABEL');
  const cannot = isKeptHere ? null : whyNot(vendor);
  const label = typed ?? row.label ?? '';

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const change = await update.run({ input: { phoneNumberId: row.id, label: label.trim() || null } });
    if (change?.phoneNumber) put(change.phoneNumber);
    if (change === null || change.userErrors.length > 0) return;
    setTyped(null);
    announce(`Renamed ${row.address}.`);
  }

  return (
    <form ref={form} className="a-label" onSubmit={submit}>
      <Field
        label="Label"
        wrong={wrongWith(update.userErrors, 'label')}
        hint={isKeptHere ? `Kept by this service: ${vendor.title} has no labels.` : cannot}
      >
        {(tied) => (
          <div className="with">
            <input
              {...tied}
              value={label}
              maxLength={vendor.rules.labelMaxLength ?? LABEL_MAX_LENGTH}
              placeholder="No label"
              onChange={({ target }) => setTyped(target.value)}
            />
            <button type="submit" className="btn" disabled={update.isBusy || cannot !== null}>
              {update.isBusy ? 'Renaming' : 'Rename'}
            </button>
          </div>
        )}
      </Field>
      <UserErrors userErrors={update.userErrors} failure={update.failure} fields={['label']} />
    </form>
  );
}

/** Links a number to an agent, or leaves it without one. */
export function LinkForm({ row, vendor, put }: VendorFormProps) {
  const { announce } = usePage();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const link = useChange(LinkDocument);
  const unlink = useChange(UnlinkDocument);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnWrong(form, link.userErrors, wrong);
  const agentId = typed ?? row.agent?.id ?? '';
  const shared = sharedBy(row);
  const canLink = vendor.capabilities.includes('LINK');
  const cannot = whyNot(vendor);
  const isBusy = link.isBusy || unlink.isBusy;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const rule = whyNotAgent(agentId.trim(), vendor);
    setWrong(rule === null ? [] : [rule]);
    if (rule !== null) return;
    const change = await link.run({ input: { phoneNumberId: row.id, agentId: agentId.trim() } });
    if (change?.phoneNumber) put(change.phoneNumber);
    if (change === null || change.userErrors.length > 0) return;
    setTyped(null);
    announce(`Linked ${row.address}.`);
  }

  async function leave() {
    const change = await unlink.run({ input: { phoneNumberId: row.id } });
    if (change?.phoneNumber) put(change.phoneNumber);
    if (change === null || change.userErrors.length > 0) return;
    setTyped(null);
    announce(`Unlinked ${row.address}.`);
  }

  if (!canLink) return <p className="hint">{vendor.title} links no numbers to agents through its API.</p>;
  return (
    <form ref={form} className="a-link" onSubmit={submit}>
      <Field label="Agent id" wrong={[...wrong, ...wrongWith(link.userErrors, 'agentId')]} hint={cannot}>
        {(tied) => (
          <div className="with">
            <AgentInput
              tied={tied}
              vendor={vendor.vendor}
              value={agentId}
              placeholder={shared?.count ?? 'Not linked'}
              onChange={setTyped}
            />
            <button type="submit" className="btn" disabled={isBusy || cannot !== null}>
              {link.isBusy ? 'Linking' : 'Link'}
            </button>
          </div>
        )}
      </Field>
      {row.agents.length > 0 &&
        cannot === null &&
        (vendor.capabilities.includes('UNLINK') ? (
          <p className="hint">
            <button type="button" className="link" disabled={isBusy} onClick={leave}>
              {unlink.isBusy ? 'Unlinking' : `Unlink from ${shared?.count ?? shorten(row.agent?.id ?? '')}`}
            </button>
            : calls reach nobody until it is linked again.
          </p>
        ) : (
          <p className="hint">{vendor.title} leaves no number without an agent: link another one instead.</p>
        ))}
      <UserErrors
        userErrors={[...link.userErrors, ...unlink.userErrors]}
        failure={link.failure ?? unlink.failure}
        fields={['agentId']}
      />
    </form>
  );
}

/** Locks a number against release, or allows it again. */
export function LockForm({ row, put }: FormProps) {
  const { announce } = usePage();
  const update = useChange(UpdateDocument);
  const { locked } = row;

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const change = await update.run({ input: { phoneNumberId: row.id, locked: !locked } });
    if (change?.phoneNumber) put(change.phoneNumber);
    if (change && change.userErrors.length === 0) announce(`${locked ? 'Unlocked' : 'Locked'} ${row.address}.`);
  }

  const [busy, idle] = locked ? ['Unlocking', 'Unlock this number'] : ['Locking', 'Lock this number'];
  return (
    <form className="a-lock" onSubmit={submit}>
      <span className="lbl">Lock</span>
      <div>
        <button type="submit" className="btn" disabled={update.isBusy} aria-describedby={`lock-${row.id}`}>
          <Icon glyph="lock" />
          {update.isBusy ? busy : idle}
        </button>
      </div>
      <p className="hint" id={`lock-${row.id}`}>
        {locked
          ? 'It is locked: this service never releases it.'
          : 'A locked number is never released by this service.'}
      </p>
      <UserErrors userErrors={update.userErrors} failure={update.failure} />
    </form>
  );
}
