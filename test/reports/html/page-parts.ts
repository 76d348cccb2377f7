import { renderHtml } from '../../../reports/html/page.ts';
import type { ReportInput } from '../../../reports/report-input.ts';
import { makeInput } from '../fixtures.ts';
import { everything, parseXml, type XmlElement } from './xml.ts';

/** A page without its script, taken apart. */
export const pageOf = (change: Partial<ReportInput> = {}): XmlElement =>
  parseXml(renderHtml(makeInput(change)));

export const named = (page: XmlElement, name: string): readonly XmlElement[] =>
  everything(page).filter((each) => each.name === name);

export const classed = (page: XmlElement, name: string): readonly XmlElement[] =>
  everything(page).filter((each) => (each.attributes.get('class') ?? '').split(' ').includes(name));
