import { html, nothing, type TemplateResult } from 'lit';
import { timeWithSeconds } from '../format.ts';
import { officeLink } from './links.ts';
import { type AuditEntry, office, type Part } from './office-api.ts';
import { OfficeList } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { beginningOf, dateAndTime, dayAfter, isDay } from './words.ts';

/** Who did what, and when. */
export class FrOfficeAudit extends OfficeList<AuditEntry> {
  protected override get pageParameter(): string {
    return 'before';
  }

  protected override ask(query: URLSearchParams): Promise<Part<AuditEntry>> {
    return office.audit(query);
  }

  protected override query(): URLSearchParams {
    const query = super.query();
    const from = query.get('from') ?? '';
    const until = query.get('until') ?? '';
    query.delete('from');
    query.delete('until');
    if (isDay(from)) {
      query.set('from', beginningOf(from));
    }
    if (isDay(until)) {
      query.set('until', beginningOf(dayAfter(until)));
    }
    return query;
  }

  protected override render(): TemplateResult {
    const words = officeTexts.audit;
    const subject = this.filter.get('subject_id');
    return html`<section class="office-page">
      <header class="office-head"><h1 tabindex="-1">${words.title}</h1></header>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
        ${this.drawSearch(words.whose, 'username')}
        ${this.drawSelect(words.act, 'act', [
          ['', words.anyAct],
          ...Object.entries(words.acts).sort(([, a], [, b]) => a.localeCompare(b)),
        ])}
        ${this.drawDay(words.from, 'from')} ${this.drawDay(words.until, 'until')}
      </form>
      ${subject
        ? html`<p>
            ${words.onlyAbout(words.subjects[this.filter.get('subject') ?? ''] ?? '', subject)}
            <button type="button" class="link" @click=${() => this.forgetFilter()}>${officeTexts.list.showAll}</button>
          </p>`
        : nothing}
      ${this.drawTold()} ${this.drawCount()}
      ${this.items === undefined
        ? nothing
        : this.items.length === 0
          ? this.drawNone(html`<p>${words.none}</p>`)
          : html`<ol class="deeds">${this.items.map((entry) => this.drawEntry(entry))}</ol>`}
      ${this.drawPages()}
    </section>`;
  }

  private drawEntry(entry: AuditEntry): TemplateResult {
    const words = officeTexts.audit;
    const sentence = words.sentence[entry.act]?.(entry.details) ?? words.unknown(entry.act);
    const details = Object.entries(entry.details);
    const link = linkOf(entry);
    return html`<li class="deed">
      <time datetime=${entry.at} title=${timeWithSeconds(entry.at)}>${dateAndTime(entry.at)}</time>
      <div>
        <p><strong><bdi>${entry.username}</bdi></strong> <bdi>${sentence}</bdi></p>
        ${details.length > 0 || link
          ? html`<details>
              <summary>${words.details}</summary>
              <dl class="facts">
                ${details.map(([name, value]) => html`<div><dt>${words.names[name] ?? name}</dt><dd><bdi>${valueOf(name, value)}</bdi></dd></div>`)}
              </dl>
              ${link ? html`<p><a href=${link}>${words.toSubject}</a></p>` : nothing}
            </details>`
          : nothing}
      </div>
    </li>`;
  }
}

/** Where what it was done to can be looked at, if it is still there. */
function linkOf({ act, subject, subject_id, details }: AuditEntry): string | undefined {
  const id = Number(subject_id);
  if (subject_id === null || (subject !== 'booking' && !Number.isInteger(id)) || act.endsWith('_REMOVED')) {
    return undefined;
  }
  switch (subject) {
    case 'movie':
      return officeLink.movie(id);
    case 'screen':
      return officeLink.screen(id);
    case 'show':
      return officeLink.show(id);
    case 'booking':
      return typeof details.show === 'number' ? officeLink.house(details.show, subject_id) : undefined;
    case 'account':
      return officeLink.account(id);
    default:
      return undefined;
  }
}

function valueOf(name: string, value: unknown): string {
  const words = officeTexts.audit;
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && ('from' in value || 'to' in value)) {
    const { from, to } = value as { from?: unknown; to?: unknown };
    return words.change(from === undefined ? words.nothing : valueOf(name, from), to === undefined ? words.nothing : valueOf(name, to));
  }
  if (typeof value === 'boolean') {
    return value ? officeTexts.yes : officeTexts.noWord;
  }
  if (typeof value === 'string') {
    return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)
      ? dateAndTime(value)
      : name === 'role'
        ? (officeTexts.accounts.roles[value as 'STAFF'] ?? value)
        : value;
  }
  if (Array.isArray(value)) {
    return value.map((it) => valueOf(name, it)).join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

customElements.define('fr-office-audit', FrOfficeAudit);
