import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Who asks, as the nearest proxy that is not on this machine or its network saw it; of a proxy elsewhere, its own address. */
export function clientAddress(req: IncomingMessage): string {
  const direct = req.socket.remoteAddress ?? '';
  const forwarded = req.headers['x-forwarded-for'];
  if (forwarded === undefined) return direct;
  const hops = [direct, ...String(forwarded).split(',').reverse()].map((hop) => hop.trim());
  return hops.find((hop) => !isTrustedProxy(hop)) ?? hops.at(-1) ?? '';
}

/** Whether a proxy of that address is believed when it says who asks: on this machine or its network. */
export function isTrustedProxy(address: string): boolean {
  const kind = isIP(address);
  return kind !== 0 && near.check(address, kind === 6 ? 'ipv6' : 'ipv4');
}

const near = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  near.addSubnet(network, bits, 'ipv4');
}
near.addAddress('::1', 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
