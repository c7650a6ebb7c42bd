/** Whether a host is this machine's own, which nobody else reaches; an IPv6 address with or without brackets. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * Whether nobody on the way to a URL can read what is sent there, or answer in its place: by HTTPS, or on this machine. What
 * is no URL is for another check to refuse.
 */
export function hasSafeWay(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
