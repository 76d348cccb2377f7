/**
 * The look of the page. Arms have colours of Okabe and Ito's palette, which colour-blind readers tell apart, and
 * a dash and a mark of their own besides. No `url()`, no `<` and no `&`: the page needs no network and stays XML.
 */
const LIGHT = `
  --page: #f5f6f8; --card: #ffffff; --ink: #1a1e23; --soft: #59626d; --line: #d8dde3; --grid: #e6e9ed; --shade: #eceff2;
  --off: #d55e00; --on: #0072b2; --absent: #cc79a7; --control: #6b737c;
  --good: #00694b; --bad: #a63c00; --mixed: #7d5200; --open: #7d5200;
  --good-wash: #e4f4ee; --bad-wash: #fcebe1; --mixed-wash: #fdf3dc; --open-wash: #fdf3dc;`;

const DARK = `
  --page: #12161b; --card: #1a2027; --ink: #e6eaee; --soft: #9ca7b3; --line: #333c46; --grid: #29313a; --shade: #222a32;
  --off: #f07f2e; --on: #56b4e9; --absent: #e3a1c5; --control: #a4adb7;
  --good: #4fd0a6; --bad: #ff9a5c; --mixed: #f0c050; --open: #f0c050;
  --good-wash: #12302a; --bad-wash: #38241a; --mixed-wash: #332a15; --open-wash: #332a15;`;

const TEXT = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif; overflow-wrap: break-word; }
main, footer { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
main { padding-top: 36px; }
footer { padding-top: 24px; padding-bottom: 36px; color: var(--soft); font-size: 13px; }
section { margin-top: 44px; }
h1, h2, h3 { line-height: 1.25; margin: 0; font-weight: 650; }
h2 { font-size: 21px; margin-bottom: 10px; }
h3 { font-size: 15px; }
p { margin: 0 0 10px; }
ul, ol { margin: 0; padding-left: 20px; }
li { margin: 3px 0; }
code, .path { font-family: ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", monospace; font-size: 13px; font-weight: 400; }
.path { overflow-wrap: anywhere; }
th.path, td.path { min-width: 200px; }
.hash { min-width: 130px; overflow-wrap: anywhere; }
a { color: inherit; }
.lead { color: var(--soft); max-width: 90ch; }
.note, .facts { color: var(--soft); font-size: 13px; font-weight: 400; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }`;

const VERDICT = `
.eyebrow { color: var(--soft); font-size: 13px; letter-spacing: 0.04em; margin-bottom: 8px; }
.verdict { border-left: 8px solid; border-radius: 6px; padding: 22px 28px 16px; }
.verdict h1 { display: grid; gap: 6px; }
.verdict .word { font-size: 38px; letter-spacing: -0.02em; line-height: 1.1; }
.verdict .reason { font-size: 20px; font-weight: 500; color: var(--ink); max-width: 68ch; }
.verdict .reason::first-letter { text-transform: uppercase; }
.verdict .meaning { margin: 10px 0 0; font-size: 13px; color: var(--soft); }
.verdict.good { background: var(--good-wash); color: var(--good); }
.verdict.bad { background: var(--bad-wash); color: var(--bad); }
.verdict.mixed { background: var(--mixed-wash); color: var(--mixed); }
.verdict.open { background: var(--open-wash); color: var(--open); }
.notice, .warnings { background: var(--mixed-wash); border-left: 8px solid var(--mixed); border-radius: 6px; padding: 12px 28px; margin: 12px 0 0; }
.notice.bad { background: var(--bad-wash); border-left-color: var(--bad); }
.findings { margin: 16px 0 0; padding-left: 28px; }
.warnings { margin-top: 24px; }
.warnings h2 { font-size: 15px; margin-bottom: 4px; }
.facts { margin: 16px 0 0; }`;

const TABLES = `
.card, .scroll:has(table.rates), figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.card { padding: 16px 20px; }
.card h3 { margin: 18px 0 6px; }
.card h3:first-child { margin-top: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 16px; align-items: start; }
.columns > *, .heaps > * { min-width: 0; overflow-x: auto; }
.heaps, .claims { display: grid; gap: 16px; }
.claim dl { columns: 1; margin: 0; }
.claim h3 { margin: 0 0 8px; font-size: 16px; }
.claim h3 .badge { margin-right: 6px; }
.heaps .card { min-width: 0; }
.heaps td { width: 13%; }
.heaps tfoot th, .heaps tfoot td { border-top-color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 7px 12px 7px 0; border-top: 1px solid var(--line); }
thead th { color: var(--soft); font-size: 13px; font-weight: 500; border-top: 0; white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 600; }
td:last-child, th:last-child { padding-right: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.rates th .note, .resources th { white-space: nowrap; }
.number + td, .number + th { padding-left: 16px; }
.number .note, .interval-text, th .note, .judgement .note { display: block; }
.interval-text { color: var(--soft); font-size: 13px; }
.judgement { min-width: 200px; }
.rates th, .rates td { padding: 12px 20px 12px 0; }
.rates th:first-child { padding-left: 20px; }
.rates .number b { font-size: 16px; }
.rates td:last-child, .rates th:last-child { padding-right: 20px; }
.rates .sentence td { border-top: 0; padding: 0 20px 12px; }
.left-behind, .difference + .difference, details.card + details.card { margin-top: 16px; }
.left-behind .note { margin: 8px 0 0; }
.difference dl, .measured dl { columns: 1; margin: 0; }
.differences th, .differences td { background: var(--shade); }
.resources tbody tr:first-child th, .resources tbody tr:first-child td { border-top: 1px solid var(--soft); }
.resources tbody tr + tr th, .resources tbody tr + tr td { border-top-color: var(--grid); }
.readings { font-size: 12px; }
.readings td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.readings th, .readings td { padding: 3px 12px 3px 0; border-top-color: var(--grid); }
.badge { display: inline-block; padding: 1px 9px; border-radius: 99px; font-size: 13px; font-weight: 600; white-space: nowrap; }
.badge.good { background: var(--good-wash); color: var(--good); }
.badge.bad { background: var(--bad-wash); color: var(--bad); }
.badge.mixed { background: var(--mixed-wash); color: var(--mixed); }
.badge.open { background: var(--open-wash); color: var(--open); }
.arm::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 7px; border-radius: 2px; background: var(--arm); }
.arm.off::before { border-radius: 50%; }
dl { columns: 440px 2; column-gap: 32px; margin: 0 0 10px; }
dl div { display: grid; grid-template-columns: 175px 1fr; gap: 0 16px; padding: 3px 0; break-inside: avoid; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.rounds { display: grid; gap: 4px; }
.slot { display: inline-block; margin-right: 14px; white-space: nowrap; }
summary { cursor: pointer; color: var(--soft); }
.card summary { color: var(--ink); font-weight: 600; }
details[open] summary { margin-bottom: 8px; }`;

const CHARTS = `
.off { --arm: var(--off); }
.on { --arm: var(--on); }
.absent { --arm: var(--absent); }
.control { --arm: var(--control); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 16px; align-items: start; }
figure { margin: 0; padding: 16px 18px 12px; min-width: 0; }
figcaption { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; }
figcaption h3 { font-size: 16px; }
.legend { list-style: none; padding: 0; margin: 6px 0 8px; display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 13px; }
.legend li { display: flex; align-items: center; gap: 6px; margin: 0; }
.chart { display: block; width: 100%; height: auto; }
.chart text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.grid { stroke: var(--grid); fill: none; }
.grid.zero, .tick-mark { stroke: var(--soft); fill: none; }
.warm-up { fill: var(--shade); }
.chart .warm-up-label { font-size: 11px; }
.line { fill: none; stroke: var(--arm); stroke-width: 1.4; stroke-linejoin: round; stroke-opacity: 0.85; }
.line.on { stroke-dasharray: 7 3; }
.line.absent { stroke-dasharray: 8 3 2 3; }
.line.control { stroke-dasharray: 2 3; }
.mark { fill: var(--arm); stroke: var(--arm); }
.mark.control { fill: none; stroke-width: 1.5; }
.fit { fill: none; stroke: var(--arm); stroke-width: 7; stroke-opacity: 0.24; }
.interval { fill: var(--arm); fill-opacity: 0.1; }
figure details { margin-top: 4px; font-size: 13px; }`;

const LIVE = `
.enlivened .drawing { display: none; }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px; padding: 2px 10px; cursor: pointer; }
button:hover:enabled { background: var(--shade); }
button:disabled { color: var(--soft); cursor: default; }
:focus-visible { outline: 2px solid var(--on); outline-offset: 2px; }
.legend button { display: flex; align-items: center; gap: 6px; margin: 0 -8px 0 -6px; padding: 2px 6px; border-color: transparent; }
.legend button[aria-pressed="false"] { text-decoration: line-through; }
.legend button[aria-pressed="false"] .sample { opacity: 0.3; }
.above-plot { display: flex; flex-wrap: wrap; gap: 4px 12px; justify-content: space-between; align-items: end; margin-bottom: 4px; }
.tools { display: flex; flex-wrap: wrap; gap: 6px; font-size: 12px; }
.tools button[aria-pressed="true"] { background: var(--shade); border-color: var(--soft); font-weight: 600; }
.plot-scale { color: var(--soft); font-size: 12px; margin: 0; }
.plot { min-width: 0; }
.plot .u-select { background: var(--soft); opacity: 0.2; }
.plot .u-cursor-x { border-color: var(--soft); }
.plot .u-cursor-y { border-color: var(--soft); }
.dot { position: absolute; width: 10px; height: 10px; margin: -5px 0 0 -5px; border-radius: 50%; border: 2px solid var(--card); pointer-events: none; z-index: 1; }
.readout { color: var(--soft); font-size: 13px; line-height: 1.4; min-height: 2.8em; margin: 4px 0 0; font-variant-numeric: tabular-nums; }`;

const PAPER = `
@media (max-width: 520px) {
  main, footer { padding-left: 14px; padding-right: 14px; }
  .verdict { padding: 16px 16px 12px; }
  .verdict .word { font-size: 30px; }
  .verdict .reason { font-size: 17px; }
  .notice, .warnings { padding: 10px 16px; }
  .findings { padding-left: 20px; }
  figure { padding: 12px; }
  dl div { grid-template-columns: 1fr; }
  .rates, .rates tbody, .rates tr, .rates th, .rates td { display: block; }
  .rates thead, .rates td:empty { display: none; }
  .rates tr { border-top: 1px solid var(--line); padding: 10px 16px; }
  .rates tbody:nth-of-type(1) tr:first-child { border-top: 0; }
  .rates .differences tr { background: var(--shade); }
  .rates th, .rates th:first-child, .rates td, .rates td:last-child { border: 0; padding: 2px 0; }
  .rates td[data-label]::before { content: attr(data-label); float: left; color: var(--soft); font-size: 13px; }
  .rates tr.sentence { border-top: 0; padding-top: 0; }
  .chart text { font-size: 19px; }
  .chart .warm-up-label { font-size: 17px; }
}
@media print {
  .enlivened .drawing { display: block; }
  .live { display: none; }
  .legend button { border: 0; padding: 0; margin: 0; text-decoration: none; }
  .legend button[aria-pressed="false"] .sample { opacity: 1; }
  body { font-size: 10.5pt; background: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, footer { max-width: none; padding: 0; }
  section { margin-top: 22pt; }
  h2, h3, .lead, thead, figcaption { break-after: avoid; }
  figure, tr, .verdict, .notice, .columns .card, .heaps .card, .difference, .left-behind, .measured, .kinds tbody { break-inside: avoid; }
  .figures { display: block; orphans: 1; widows: 1; }
  figure { display: inline-block; width: 49%; margin: 0 0.5% 8pt 0; vertical-align: top; }
  .columns { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; }
  table { font-size: 9pt; }
  th, td { padding: 4pt 8pt 4pt 0; }
  thead th, .rates th .note, .resources th { white-space: normal; }
  .rates .number b { font-size: 11pt; }
  .interval-text, .note { font-size: 8.5pt; }
  .resources, .resources .note, .resources .interval-text, .resources .badge { font-size: 8pt; }
  .resources .judgement { width: 46%; }
  .columns dl div { grid-template-columns: 80pt 1fr; }
  figure details:not([open]) { display: none; }
  details::details-content { content-visibility: visible; }
}
@page { margin: 14mm; }`;

// Paper is white whatever the screen prefers, so the dark colours are for screens alone.
export const STYLE = `
:root { color-scheme: light dark;${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root {${DARK} } }
${TEXT}${VERDICT}${TABLES}${CHARTS}${LIVE}${PAPER}
`;
