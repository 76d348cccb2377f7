/** Attribute types that name a part of a DNS domain (RFC 4519, 2.4), as the start of `DC=example`. */
const DOMAIN_COMPONENT = /^\s*(?:dc|0\.9\.2342\.19200300\.100\.1\.25)\s*=\s*/i;
const ESCAPED = /\\(?:([\da-f]{2})|(.))/gis;

/** The DNS domain that a distinguished name lies in: `cn=Anna,dc=corp,dc=example` is in `corp.example`; or empty. */
export function dnsDomainOf(dn: string): string {
  return partsOf(dn)
    .filter((part) => DOMAIN_COMPONENT.test(part))
    .map((part) => unescaped(part.replace(DOMAIN_COMPONENT, '').trimEnd()))
    .join('.');
}

/** The attributes with their values, escaped still (RFC 4514, 2.4): a comma or plus after a backslash separates nothing. */
function partsOf(dn: string): readonly string[] {
  return dn.match(/(?:\\.|[^\\,+])+/gs) ?? [];
}

/** Pairs of hex digits are bytes of UTF-8. */
function unescaped(value: string): string {
  const percents = value
    .replaceAll('%', '%25')
    .replace(ESCAPED, (_, hex: string | undefined, plain: string) =>
      hex === undefined ? encodeURIComponent(plain) : `%${hex}`,
    );
  try {
    return decodeURIComponent(percents);
  } catch {
    // Bytes that are no UTF-8 name no domain.
    return '';
  }
}
