import { STYLE } from '../../../reports/html/style.ts';

/** What pages of the server have besides what reports look like. No `url()`. */
const PAGES = `
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--on); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; padding: 6px 12px; background: var(--card); color: var(--ink); z-index: 2; }
nav { max-width: 1240px; margin: 0 auto; padding: 16px 24px 0; }
nav + main { padding-top: 12px; }
h1.title { font-size: 26px; letter-spacing: -0.01em; }
.head { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; }
.badge[data-tone=""] { background: var(--shade); color: var(--ink); }
.badge[data-tone="good"] { background: var(--good-wash); color: var(--good); }
.badge[data-tone="bad"] { background: var(--bad-wash); color: var(--bad); }
.badge[data-tone="mixed"], .badge[data-tone="open"] { background: var(--open-wash); color: var(--open); }
.verdict[data-tone="good"] { background: var(--good-wash); color: var(--good); }
.verdict[data-tone="bad"] { background: var(--bad-wash); color: var(--bad); }
.verdict[data-tone="mixed"], .verdict[data-tone="open"] { background: var(--open-wash); color: var(--open); }
.verdict[data-tone=""] { background: var(--card); color: var(--soft); }
.verdict { margin-top: 16px; }
.verdict h2 { display: grid; gap: 6px; margin: 0; }
.beat::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 7px; border-radius: 50%; background: var(--good); animation: beat 2s ease-in-out infinite; }
.beat[data-live="lost"]::before { background: var(--bad); animation: none; }
@keyframes beat { 50% { opacity: 0.25; } }
@media (prefers-reduced-motion: reduce) { .beat::before { animation: none; } }
.links { display: flex; flex-wrap: wrap; gap: 8px 18px; margin: 16px 0 0; padding: 0; list-style: none; }
.links .main { font-weight: 650; }
.plot { min-height: 300px; min-width: 0; }
.plot .u-over { cursor: crosshair; }
.readout { min-height: 1.5em; margin: 0; color: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
.runs td, .runs th { padding: 10px 16px 10px 0; }
.runs th:first-child, .runs td:first-child { padding-left: 20px; }
.runs tbody th .path { display: block; overflow-wrap: anywhere; color: var(--soft); }
.runs td[data-label="started"] { white-space: nowrap; }
ul.card { margin-top: 12px; padding-left: 40px; }
.runs .growth { display: block; white-space: nowrap; }
.runs .reason { max-width: 70ch; }
.runs input[type="checkbox"] { width: 20px; height: 20px; margin: 0; accent-color: var(--on); }
.actions { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin-top: 14px; }
button { font: inherit; font-weight: 600; padding: 7px 16px; border: 1px solid var(--soft); border-radius: 6px; background: var(--card); color: var(--ink); cursor: pointer; }
button:hover { border-color: var(--ink); }
.planted { --arm: var(--soft); }
@media (min-width: 521px) and (max-width: 1100px) {
  .rates th, .rates td { padding-right: 12px; }
  .rates .judgement { min-width: 120px; }
}
@media (max-width: 520px) {
  nav { padding-left: 14px; padding-right: 14px; }
  .plot { min-height: 240px; }
  .runs td, .runs th, .runs td:first-child, .runs th:first-child { padding: 2px 0; }
  .runs td.pick { padding-top: 6px; }
  .runs td[data-label]::before { margin-right: 10px; }
}
@media (scripting: none) { .plot, .readout, .beat { display: none; } }
@media print { .plot .uplot, .plot .u-wrap { width: 100% !important; } }
@media print { nav, .skip, .actions, .runs .pick, .beat::before, .readout { display: none; } }
`;

export const PAGE_STYLE = `${STYLE}${PAGES}`;
