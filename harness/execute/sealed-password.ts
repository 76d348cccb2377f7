import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/**
 * The password on its way to a session host. Messages between processes leave copies in buffers of Node that nobody
 * can wipe, in both processes. So what travels is not the password but its exclusive or with a key stream that both
 * sides derive (X25519, RFC 7748; HKDF, RFC 5869) from keys made for this one message: the copies that stay tell nothing.
 */
export const sealedPasswordSchema = z.object({
  /** The sender's public key (SubjectPublicKeyInfo, DER). */
  senderKey: z.instanceof(Uint8Array),
  sealed: z.instanceof(Uint8Array),
});
export type SealedPassword = z.infer<typeof sealedPasswordSchema>;

/** The end that a password is sealed for. To be used for one password, so that no key stream is used twice. */
export class PasswordReceiver {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  private readonly privateKey: KeyObject;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('x25519');
    this.privateKey = privateKey;
    this.publicKey = encoded(publicKey);
  }

  /** Writes the password where it is to live, and nowhere else. @param into of the length of what was sealed */
  open({ sealed, senderKey }: SealedPassword, into: Uint8Array): void {
    if (into.length !== sealed.length) throw new RangeError('the password has another length than its place');
    into.set(sealed);
    mixIn(into, this.privateKey, senderKey);
  }
}

/** @param plain is left as it is @param receiverKey the public key of the receiver */
export function sealPassword(plain: Uint8Array, receiverKey: Uint8Array): SealedPassword {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const keyStream = keyStreamOf(privateKey, receiverKey, plain.length);
  // Into the key stream, so that no copy of the plain bytes is ever made.
  plain.forEach((byte, at) => {
    keyStream[at] = (keyStream[at] ?? 0) ^ byte;
  });
  return { senderKey: encoded(publicKey), sealed: keyStream };
}

function mixIn(bytes: Uint8Array, own: KeyObject, other: Uint8Array): void {
  const keyStream = keyStreamOf(own, other, bytes.length);
  keyStream.forEach((key, at) => {
    bytes[at] = (bytes[at] ?? 0) ^ key;
  });
  keyStream.fill(0);
}

const encoded = (publicKey: KeyObject): Uint8Array<ArrayBuffer> =>
  new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));

function keyStreamOf(own: KeyObject, other: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const publicKey = createPublicKey({ key: Buffer.from(other), type: 'spki', format: 'der' });
  const secret = diffieHellman({ privateKey: own, publicKey });
  try {
    return new Uint8Array(hkdfSync('sha256', secret, '', 'mapileak password', length));
  } finally {
    secret.fill(0);
  }
}
