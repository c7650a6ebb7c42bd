/** An address as IPv6 writes one of IPv4, where a service listens on both. */
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
/** Of eight: a host is given the other four, and may use any address there. */
const GROUPS_OF_NETWORK = 4;
const GROUPS = 8;

/** An address of IPv4 in its own spelling; any other as it is. */
export function withoutMapping(address: string): string {
  return address.replace(MAPPED, '');
}

/**
 * What tells one host of the network from another: its address in IPv4, and its /64 in IPv6, of which it may use every address.
 * What is no address stays as it is.
 */
export function callerNetwork(address: string): string {
  const plain = withoutMapping(address);
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = groupsOf(head);
  // A double colon stands for as many zeros as are missing. Only what stands before the host's part is looked at.
  const ending = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array<string>(Math.max(0, GROUPS - groups.length - ending.length)).fill('0');
  const network = [...groups, ...zeros, ...ending].slice(0, GROUPS_OF_NETWORK);
  return `${network.map((group) => group.replace(/^0+(?=.)/, '').toLowerCase()).join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
