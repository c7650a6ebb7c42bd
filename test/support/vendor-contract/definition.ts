import { expect, it } from 'vitest';
import { createMarker, splitMarker } from '../../../src/vendors/marker.ts';
import { createContractHarness } from './harness.ts';
import { mark, type Subject, settingsOf } from './subject.ts';

/** What a definition says of itself has to hold for its fake as well. */
export function describeDefinition(subject: Subject): void {
  const { definition, fake } = subject;
  const { rules } = definition;
  const { sandbox, setUp, obtain, capabilities } = createContractHarness(subject);

  it('opens under its own name, with its rules and what it can do', () => {
    const { vendor } = setUp();
    const { name, title } = definition;
    expect(vendor).toMatchObject({ name, title, capabilities });
    expect(vendor.rules).toBe(rules);
  });

  it('takes the settings of its fake, and none without credentials', () => {
    expect(settingsOf(subject, sandbox().urlOf(definition.name)).settings).toBeDefined();
    expect(definition.settings.safeParse({}).success).toBe(false);
    const known = Object.keys(definition.settings.shape);
    for (const name of Object.keys(fake.settingsAt('http://127.0.0.1'))) expect(known).toContain(name);
  });

  it('calls over HTTPS, or this machine only', () => {
    const settings = fake.settingsAt('http://api.example.com');
    expect(definition.settings.safeParse(settings).success).toBe(false);
  });

  it('names an account by its settings, and gives no secret away', () => {
    const { settings, secrets } = settingsOf(subject, 'http://127.0.0.1:1');
    const account = definition.account(settings);
    expect(definition.account(settingsOf(subject, 'http://127.0.0.1:1').settings)).toBe(account);
    for (const secret of secrets) expect(account).not.toContain(secret);
    const given = fake.settingsAt('http://127.0.0.1:1');
    const another = mark(definition, given, (name) => nextDigits(given[name] ?? ''));
    const others = [another, mark(definition, given, (name) => `other-${name}`)].map((texts) =>
      definition.account(definition.settings.parse(texts)),
    );
    expect(others.some((other) => other !== definition.account(definition.settings.parse(given)))).toBe(true);
  });

  it('says what ids look like as they do', async () => {
    const { vendor } = setUp();
    const { vendorId } = await obtain(vendor);
    for (const { id } of fake.agents) expect(id).toMatch(rules.agentId?.pattern ?? /./);
    const existing = sandbox().control.numbers(definition.name);
    for (const id of [vendorId, ...existing.map((number) => number.id)])
      expect(id).toMatch(rules.numberId?.pattern ?? /./);
  });

  it('can tell what became of an order by its marker, where its purchases are orders', () => {
    const { buying, list, find } = subject.members;
    if (buying?.choice !== 'exact' || buying.order === undefined) return;
    expect(rules.marker).not.toBeNull();
    expect(list ?? find).toBeDefined();
  });

  it('leaves room for a marker that is told from a label, where it keeps markers', () => {
    if (rules.marker === null) {
      expect(rules.labelIsMarker).toBe(false);
      return;
    }
    const marker = createMarker('operation', rules.marker.maxLength);
    expect(marker.length).toBeLessThanOrEqual(rules.marker.maxLength);
    expect(splitMarker(marker)).toEqual({ label: null, marker });
  });
}

/** A text of the same look with other digits in it. */
function nextDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}
