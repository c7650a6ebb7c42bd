import { told } from '../told.ts';

/** Whether what is bought here costs money. */
export function Tag() {
  return told.mode === 'live' ? <span className="tag">LIVE</span> : <span className="tag sandbox">SANDBOX</span>;
}

/** The same with a few words. */
export function Mode() {
  return (
    <span className="mode">
      <Tag />
      <span>{told.mode === 'live' ? 'purchases cost money' : 'fake vendors, no money is spent'}</span>
    </span>
  );
}
