/** Headers of every answer: nobody frames it, guesses its type, keeps it, or reads it from another origin. */
const ALWAYS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cache-Control': 'no-store',
};

/** Our own pages: scripts, styles and events from here, nothing written into the page. */
const OWN_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A report is a file from a folder that may have come from anywhere. It keeps the policy that is written in it; this
 * one puts it into a sandbox of its own origin besides, from which it can ask this server for nothing.
 */
const REPORT_POLICY = [
  'sandbox allow-scripts allow-downloads allow-popups',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export type ContentKind = 'page' | 'report' | 'json' | 'events' | 'script' | 'style' | 'icon' | 'text';

const TYPES: Readonly<Record<ContentKind, string>> = {
  page: 'text/html; charset=utf-8',
  report: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  events: 'text/event-stream; charset=utf-8',
  script: 'text/javascript; charset=utf-8',
  style: 'text/css; charset=utf-8',
  icon: 'image/svg+xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};

export function headersFor(kind: ContentKind): Readonly<Record<string, string>> {
  return {
    ...ALWAYS,
    'Content-Type': TYPES[kind],
    'Content-Security-Policy': kind === 'report' ? REPORT_POLICY : OWN_POLICY,
  };
}
