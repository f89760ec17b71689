import type { XmlElement } from '../../formats/xml.ts';
import { decodeAddress } from '../found-pictures.ts';

/** The path in an archive of what an element of one of its files (`from`) refers to; nothing where it names nothing. */
export function hrefOf(element: XmlElement, from: string): string[] {
  const { href, file } = element.attributes;
  const address = href ?? file;
  return address === undefined ? [] : [resolve(address, from)];
}

/** A path as an archive knows it, from an address inside one of its files. */
export function resolve(address: string, from: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of decodeAddress(address).replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
