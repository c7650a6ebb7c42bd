import type { GraphiqlInfo } from './info.ts';

/** Says above everything else whether what is bought here costs money. */
export function NoticeStrip({ mode, vendors }: GraphiqlInfo) {
  if (mode === 'sandbox') {
    return <output className="notice">Sandbox: no real vendor is called and no money is spent.</output>;
  }
  const titles = new Intl.ListFormat('en').format(vendors);
  return <output className="notice notice-live">Live: buying a number spends money at {titles}.</output>;
}
