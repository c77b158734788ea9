import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/*
 * X.509 certificates for servers on loopback, written in DER (RFC 5280) because Node.js reads
 * certificates and makes none.
 */

export interface CertificateFields {
  /** The name it is made out to. */
  readonly name: string;
  /** Who signs it; itself when omitted. */
  readonly issuer?: Certificate;
  /** DNS names and IPv4 addresses that it is valid for. */
  readonly hosts?: readonly string[];
  readonly isAuthority?: boolean;
  /** Days from now. */
  readonly fromDays?: number;
  readonly untilDays?: number;
}

export interface Certificate {
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  readonly privateKey: KeyObject;
}

const dayMs = 24 * 60 * 60_000;
const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));

export function makeCertificate(fields: CertificateFields): Certificate {
  const { name, issuer, hosts = [], isAuthority = false, fromDays = -2, untilDays = 30 } = fields;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(issuer?.name ?? name),
    sequence(time(fromDays), time(untilDays)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(hosts, isAuthority))),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  const der = sequence(body, ecdsaWithSha256, bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g)!;
  return {
    name,
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join(
      '\n',
    ),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    privateKey,
  };
}

function extensions(hosts: readonly string[], isAuthority: boolean): Buffer[] {
  const constraints = isAuthority ? sequence(tagged(0x01, Buffer.of(0xff))) : sequence();
  return [
    extension('551d13', constraints),
    ...(hosts.length > 0 ? [extension('551d11', sequence(...hosts.map(generalName)))] : []),
  ];
}

function generalName(host: string): Buffer {
  const numbers = host.split('.').map(Number);
  const isAddress = numbers.length === 4 && numbers.every((each) => Number.isInteger(each));
  return isAddress ? tagged(0x87, Buffer.from(numbers)) : tagged(0x82, Buffer.from(host));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), tagged(0x04, value));
}

function commonName(name: string): Buffer {
  const attribute = sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)));
  return sequence(tagged(0x31, attribute));
}

function time(days: number): Buffer {
  const iso = new Date(Date.now() + days * dayMs).toISOString();
  return tagged(0x18, Buffer.from(`${iso.slice(0, 19).replaceAll(/[-T:]/g, '')}Z`));
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function objectId(hexadecimal: string): Buffer {
  return tagged(0x06, Buffer.from(hexadecimal, 'hex'));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}
