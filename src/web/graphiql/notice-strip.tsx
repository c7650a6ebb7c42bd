import { useEffect, useState } from 'react';

type Info = { sandbox: boolean; vendors: string[] };

/** Says above everything else whether what is bought here costs money. Empty until the server has told. */
export function NoticeStrip() {
  const [info, setInfo] = useState<Info | null>(null);
  useEffect(() => {
    fetch('/graphiql/info.json')
      .then((response) => response.json())
      .then(setInfo)
      .catch(reportError);
  }, []);
  if (!info) return null;
  if (info.sandbox) {
    return <output className="notice">Sandbox: no real vendor is called and no money is spent.</output>;
  }
  return (
    <output className="notice notice-live">Live: buying a number spends money at {info.vendors.join(' and ')}.</output>
  );
}
