import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../api.ts';
import { dayAndTime, seatName, time } from '../format.ts';
import { texts } from '../texts/texts.ts';
import { officeLink } from './links.ts';
import { type DoorList, type DoorTicket, office, type OfficeShow, type Part } from './office-api.ts';
import { OfficeList } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { dateAndTime, inWords, number } from './words.ts';

/** Some browsers can read codes from pictures. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;
const BarcodeDetector = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

const LOOK_EVERY = 200;
/** A ticket that is still held in front of the camera is not shown a second time. */
const SAME_AGAIN = 4_000;

type Counts = Pick<DoorList, 'sold' | 'admitted'>;

interface Verdict {
  kind: 'good' | 'used' | 'bad';
  title: string;
  text: string;
  /** Who has just been let in. */
  ticket?: DoorTicket;
}

/** Who has a ticket and who is in; a code that is scanned or typed is judged at once. */
export class FrDoor extends OfficeList<DoorTicket, Part<DoorTicket> & { counts: Counts }> {
  static override properties = {
    number: { type: Number },
    show: { state: true },
    counts: { state: true },
    verdict: { state: true },
    checking: { state: true },
    watching: { state: true },
    cameraFailure: { state: true },
  };
  declare number: number;
  declare show: OfficeShow | undefined;
  declare counts: Counts | undefined;
  declare verdict: Verdict | undefined;
  declare checking: boolean;
  /** Whether the camera is on. */
  declare watching: boolean;
  declare cameraFailure: string | undefined;
  private stream: MediaStream | undefined;
  private timer = 0;
  private lastSeen = { code: '', at: 0 };
  /** Whatever is scanned while somebody is judged is judged after them. */
  private judging: Promise<void> = Promise.resolve();
  /** A hand scanner types wherever the focus is; if it is nowhere, it is meant for the field. */
  private readonly onKey = (event: KeyboardEvent) => {
    const nowhere = document.activeElement === document.body || document.activeElement?.tagName === 'MAIN';
    if (nowhere && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.field?.focus();
    }
  };

  constructor() {
    super();
    this.checking = false;
    this.watching = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
    void this.find();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    this.stopWatching();
  }

  protected override firstUpdated(): void {
    // After the frame has taken the focus to the top of a new view.
    window.setTimeout(() => this.field?.focus(), 100);
  }

  protected override async ask(query: URLSearchParams): Promise<Part<DoorTicket> & { counts: Counts }> {
    const { tickets, next_page, sold, admitted } = await office.doorList(this.number, query);
    return { items: tickets, next: next_page, counts: { sold, admitted } };
  }

  protected override take(part: { counts: Counts }): void {
    this.counts = part.counts;
  }

  protected override render(): TemplateResult {
    const words = officeTexts.door;
    const show = this.show;
    const counts = this.counts;
    return html`<section class="office-page door">
      <p class="house-links">
        <a href=${officeLink.show(this.number)}>← ${officeTexts.shows.toShow}</a>
        <a href=${officeLink.house(this.number)}>${officeTexts.shows.house}</a>
      </p>
      <header class="door-head">
        <div>
          <h1 tabindex="-1">${words.title}</h1>
          ${show ? html`<p class="quiet"><bdi>${show.movie}</bdi> · ${dayAndTime(show.start_time)} · <bdi>${show.screen}</bdi></p>` : nothing}
        </div>
        ${counts
          ? html`<p class="door-counts" data-test="counts">
              <strong>${number(counts.admitted)}</strong> ${words.admittedOf(number(counts.sold))}
              <progress max=${Math.max(1, counts.sold)} .value=${counts.admitted} aria-label=${words.progress}></progress>
            </p>`
          : nothing}
      </header>
      <div class="panel scanner">
        <form class="form form-row" @submit=${this.onCode}>
          <div class="field">
            <label for="field-code">${words.code}</label>
            <input id="field-code" name="code" class="code-field" required maxlength="100" autocomplete="off" autocapitalize="none"
              spellcheck="false" aria-describedby="field-code-hint" enterkeyhint="go" />
            <p class="quiet hint" id="field-code-hint">${words.codeHint}</p>
          </div>
          <button class="button">${words.check}</button>
        </form>
        ${this.mayWatch
          ? html`<button type="button" class="button button-plain" aria-pressed=${this.watching} @click=${this.toggleCamera}>
              ${this.watching ? words.cameraOff : words.cameraOn}
            </button>`
          : nothing}
        ${this.cameraFailure ? html`<p class="fault" role="alert">${this.cameraFailure}</p>` : nothing}
        ${this.watching ? html`<video class="camera" muted playsinline aria-label=${words.camera}></video>` : nothing}
        <div role="alert" class="verdict-place">
          ${this.verdict ? drawVerdict(this.verdict) : this.checking ? html`<p class="quiet" aria-hidden="true">${words.checking}</p>` : nothing}
        </div>
        ${this.verdict?.kind === 'good' && this.verdict.ticket
          ? html`<button type="button" class="button button-plain undo" ?disabled=${this.checking} data-test="undo"
              @click=${() => this.undoLast()}>${words.undo(seatName(this.verdict.ticket))}</button>`
          : nothing}
      </div>
      <section class="door-list" aria-labelledby="door-list-title">
        <h2 id="door-list-title">${words.list}</h2>
        <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>${this.drawSearch(words.search)}</form>
        ${this.drawTold()} ${this.drawCount()}
        ${this.items === undefined ? nothing : this.items.length === 0 ? this.drawNone(html`<p>${words.none}</p>`) : this.drawTickets(this.items)}
        ${this.drawPages()}
      </section>
    </section>`;
  }

  private drawTickets(tickets: DoorTicket[]): TemplateResult {
    const words = officeTexts.door;
    return html`<div class="table-frame"><table>
      <caption class="visually-hidden">${words.list}</caption>
      <thead>
        <tr>
          <th scope="col">${texts.ticket.seat}</th>
          <th scope="col">${words.who}</th>
          <th scope="col" class="wide">${texts.bookings.reference}</th>
          <th scope="col">${words.state}</th>
        </tr>
      </thead>
      <tbody>
        ${tickets.map(
          (ticket) => html`<tr class=${ticket.used_at ? 'is-in' : ''}>
            <th scope="row">${seatName(ticket)}</th>
            <td><bdi>${ticket.guest ?? ticket.booked_by ?? '–'}</bdi></td>
            <td class="wide">
              <a href=${officeLink.house(this.number, ticket.reference)}><code>${ticket.reference}</code></a>
            </td>
            <td>
              ${ticket.used_at
                ? html`<span class="state state-ON_SALE">${words.inSince(time(ticket.used_at))}</span>
                    <button type="button" class="link" ?disabled=${this.checking} aria-label=${words.undo(seatName(ticket))}
                      @click=${() => this.undo(ticket)}>${words.undoShort}</button>`
                : html`<button type="button" class="link" ?disabled=${this.checking} aria-label=${words.letInSeat(seatName(ticket))}
                    @click=${() => this.letIn(ticket)}>${words.letIn}</button>`}
            </td>
          </tr>`,
        )}
      </tbody>
    </table></div>`;
  }

  private get field(): HTMLInputElement | null {
    return this.querySelector('#field-code');
  }

  private async find(): Promise<void> {
    try {
      this.show = (await office.show(this.number)).value;
      this.nameTab(`${officeTexts.door.title}: ${this.show.movie}`);
    } catch (e) {
      if (!(e instanceof Problem)) {
        throw e;
      }
      this.failure = inWords(e);
    }
  }

  private async onCode(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = this.field;
    const code = field?.value.trim() ?? '';
    if (!field || code === '') {
      return;
    }
    field.value = ''; // the next one may come while this one is judged
    field.focus();
    await this.check({ code });
  }

  private async check(ticket: { code: string } | { ticket_id: number }): Promise<void> {
    const judged = this.judging.then(() => this.judge(ticket));
    this.judging = judged;
    await judged;
    await this.load(this.pages);
  }

  private async judge(ticket: { code: string } | { ticket_id: number }): Promise<void> {
    this.verdict = undefined; // of somebody who was here before
    this.checking = true;
    try {
      this.verdict = admitted(await office.checkIn(this.number, ticket));
      buzz(80);
    } catch (e) {
      this.verdict = refused(e);
      buzz([120, 80, 120]);
    } finally {
      this.checking = false;
    }
  }

  /** Without paper or telephone, by the list. */
  private async letIn(ticket: DoorTicket): Promise<void> {
    this.field?.focus(); // at once: who goes elsewhere meanwhile is not called back
    await this.check({ ticket_id: ticket.ticket_id });
  }

  private async undoLast(): Promise<void> {
    const ticket = this.verdict?.ticket;
    if (ticket) {
      await this.undo(ticket);
    }
  }

  private async undo(ticket: DoorTicket): Promise<void> {
    this.field?.focus();
    this.checking = true;
    try {
      await office.undoCheckIn(this.number, ticket.ticket_id);
      this.verdict = { kind: 'used', title: officeTexts.door.undone, text: officeTexts.door.seat(ticket.row, ticket.number) };
    } catch (e) {
      this.verdict = refused(e);
    } finally {
      this.checking = false;
    }
    await this.load(this.pages);
  }

  // The camera, where the browser can read codes.

  private get mayWatch(): boolean {
    return BarcodeDetector !== undefined && navigator.mediaDevices?.getUserMedia !== undefined;
  }

  private async toggleCamera(): Promise<void> {
    this.cameraFailure = undefined;
    if (this.watching) {
      this.stopWatching();
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (!this.isConnected || this.stream) {
        stream.getTracks().forEach((track) => track.stop()); // one has left meanwhile, or pressed twice
        return;
      }
      this.stream = stream;
      this.watching = true;
      await this.updateComplete;
      const video = this.querySelector('video');
      if (!video || !BarcodeDetector) {
        this.stopWatching();
        return;
      }
      video.srcObject = this.stream;
      await video.play();
      const detector = new BarcodeDetector({ formats: ['qr_code'] });
      this.timer = window.setInterval(() => void this.lookAt(detector, video), LOOK_EVERY);
    } catch {
      this.stopWatching();
      this.cameraFailure = officeTexts.door.noCamera;
    }
  }

  private async lookAt(detector: Detector, video: HTMLVideoElement): Promise<void> {
    if (this.checking) {
      return;
    }
    const [found] = await detector.detect(video).catch(() => []);
    const now = Date.now();
    if (!found || (found.rawValue === this.lastSeen.code && now - this.lastSeen.at < SAME_AGAIN)) {
      this.lastSeen.at = found ? now : this.lastSeen.at;
      return;
    }
    this.lastSeen = { code: found.rawValue, at: now };
    await this.check({ code: found.rawValue.trim() });
    this.lastSeen.at = Date.now(); // it was not looked at meanwhile
  }

  private stopWatching(): void {
    window.clearInterval(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    this.watching = false;
  }
}

/** A telephone in the hand says it, too; before it was touched browsers do not let it. */
function buzz(pattern: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive) {
    navigator.vibrate?.(pattern);
  }
}

/** A colour, a sign and words, so that it is understood at a glance and without any of the three. */
function drawVerdict(verdict: Verdict): TemplateResult {
  const signs = { good: 'M4 13 L10 19 L20 6', used: 'M12 5 V14 M12 18.5 V19', bad: 'M6 6 L18 18 M18 6 L6 18' };
  return html`<div class="verdict verdict-${verdict.kind}">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${signs[verdict.kind]} /></svg>
    <div><p class="verdict-title">${verdict.title}</p><p>${verdict.text}</p></div>
  </div>`;
}

function admitted(ticket: DoorTicket): Verdict {
  const words = officeTexts.door;
  const who = ticket.guest ?? ticket.booked_by;
  return {
    kind: 'good',
    title: words.admitted,
    text: `${words.seat(ticket.row, ticket.number)}${who ? ` · ${who}` : ''}`,
    ticket,
  };
}

function refused(e: unknown): Verdict {
  const words = officeTexts.door;
  if (!(e instanceof Problem)) {
    return { kind: 'bad', title: words.notIn, text: texts.problems.unknown ?? '' };
  }
  const said = (name: string) => String(e.members[name] ?? '');
  switch (e.type) {
    case 'ticket-already-used':
      return { kind: 'used', title: words.alreadyUsed, text: said('used_at') ? words.usedAt(dateAndTime(said('used_at'))) : inWords(e) };
    case 'ticket-of-another-show':
      return {
        kind: 'bad',
        title: words.otherShow,
        text: said('start_time') ? words.itIsFor(said('movie'), dateAndTime(said('start_time'))) : inWords(e),
      };
    case 'ticket-cancelled':
      return { kind: 'bad', title: words.cancelled, text: words.cancelledText };
    case 'unknown-ticket':
      return { kind: 'bad', title: words.unknownTicket, text: words.unknownText };
    default:
      return { kind: 'used', title: words.notKnown, text: inWords(e) };
  }
}

customElements.define('fr-door', FrDoor);
