/** Makes an element; a text becomes text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function button(label: string, onPress: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, label);
  made.addEventListener('click', onPress);
  return made;
}

/** A button that stays pressed. */
export function toggle(
  content: readonly (Node | string)[],
  pressed: boolean,
  onChange: (pressed: boolean) => void,
): HTMLButtonElement {
  const made = element('button', { type: 'button', 'aria-pressed': String(pressed) }, ...content);
  made.addEventListener('click', () => onChange(made.getAttribute('aria-pressed') !== 'true'));
  return made;
}
