/** A line that climbs, and one that does not. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1a2027"/><path d="M6 25 26 7" stroke="#f07f2e" stroke-width="3.5" stroke-linecap="round"/><path d="M6 25H26" stroke="#56b4e9" stroke-width="3.5" stroke-linecap="round"/></svg>`;
