/** How often the list is asked for while it can be seen. */
const INTERVAL_MS = 3000;

/** Keeps the list of runs up to date. The server alone makes rows: what it sends takes the place of what is shown. */
async function refresh(): Promise<void> {
  const response = await fetch('/', { headers: { Accept: 'text/html' } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const [fresh, shown] = [listIn(page), listIn(document)];
  if (fresh === null || shown === null) return;
  const before = runsIn(shown);
  const picked = picks(shown).filter(({ checked }) => checked);
  for (const pick of picks(fresh))
    pick.toggleAttribute(
      'checked',
      picked.some(({ value }) => value === pick.value),
    );
  if (fresh.innerHTML === withChecks(shown)) return;
  const focus = placeOfFocus(shown);
  shown.replaceChildren(...fresh.childNodes);
  focus?.();
  announce(runsIn(shown).filter((run) => !before.includes(run)));
}

const listIn = (page: Document): Element | null => page.querySelector('[data-list]');

const picks = (list: Element): readonly HTMLInputElement[] =>
  [...list.querySelectorAll('input[type="checkbox"]')].filter((each) => each instanceof HTMLInputElement);

/** What is shown, with what was checked since. */
function withChecks(list: Element): string {
  for (const pick of picks(list)) pick.toggleAttribute('checked', pick.checked);
  return list.innerHTML;
}

const runsIn = (list: Element): readonly string[] =>
  [...list.querySelectorAll('[data-run]')].map((row) => row.getAttribute('data-run') ?? '');

/** How to give the focus back to the same control once the rows are new; null if it is elsewhere. */
function placeOfFocus(list: Element): (() => void) | null {
  const { activeElement } = document;
  if (activeElement === null || !list.contains(activeElement)) return null;
  const run = activeElement.closest('[data-run]')?.getAttribute('data-run') ?? null;
  const scope = (): Element | null =>
    run === null ? list : list.querySelector(`[data-run="${CSS.escape(run)}"]`);
  const at = controlsIn(scope()).indexOf(activeElement);
  return () => {
    const control = controlsIn(scope())[at];
    if (control instanceof HTMLElement) control.focus();
  };
}

const controlsIn = (scope: Element | null): readonly Element[] =>
  scope === null ? [] : [...scope.querySelectorAll('a, input, button, [tabindex]')];

function announce(added: readonly string[]): void {
  const element = document.querySelector('[data-announce]');
  if (element !== null && added.length > 0) element.textContent = `New: ${added.join(', ')}.`;
}

setInterval(() => {
  // A server that was stopped is no error of the page.
  if (document.visibilityState === 'visible') refresh().catch(() => {});
}, INTERVAL_MS);
