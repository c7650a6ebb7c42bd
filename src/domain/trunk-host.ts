import { isIPv4 } from 'node:net';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const MAX_LABEL_LENGTH = 63;
const MAX_HOST_LENGTH = 253;
const PORT = /^[1-9]\d{0,4}$/;
const MAX_PORT = 65_535;

/**
 * What is wrong with the host of a SIP trunk, as the end of a sentence; null if nothing is. A host is a name or an IPv4
 * address, in lower case, with a port where that is not the usual one.
 */
export function whyNoTrunkHost(text: string): string | null {
  if (text === '') return 'is missing';
  if (/^[a-z][a-z0-9+.-]*:\/\/|^(sips?|tel):/.test(text)) return 'is given without its scheme, such as "sip:"';
  if (/[/?#;]/.test(text)) return 'is given alone, without a path or parameters';
  if (text.includes('@')) return 'is given without the user before the @';
  if (text.includes('[') || text.split(':').length > 2) return 'is a name or an IPv4 address, not an IPv6 address';
  const [host = '', port] = text.split(':');
  return (port === undefined ? null : whyNoPort(port)) ?? whyNoHost(host);
}

function whyNoPort(port: string): string | null {
  if (PORT.test(port) && Number(port) <= MAX_PORT) return null;
  return `may have a port from 1 to ${MAX_PORT} after a colon, without leading zeros`;
}

function whyNoHost(host: string): string | null {
  if (host === '') return 'is missing before the port';
  if (host.length > MAX_HOST_LENGTH) return `has at most ${MAX_HOST_LENGTH} characters`;
  const labels = host.split('.');
  if (labels.at(-1) === '') return 'ends without a dot';
  if (labels.includes('')) return 'has something between any two dots';
  // As in URLs: what ends in a number is an address, never a name.
  if (/^(\d+|0x[\da-f]*)$/.test(labels.at(-1) ?? '')) {
    return isIPv4(host) ? null : 'as an IPv4 address is four numbers from 0 to 255, without leading zeros';
  }
  if (labels.some((label) => label.length > MAX_LABEL_LENGTH)) {
    return `has at most ${MAX_LABEL_LENGTH} characters between two dots`;
  }
  return labels.every((label) => LABEL.test(label))
    ? null
    : 'is made of letters a to z, digits, dots, and dashes between them';
}
