import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../api.ts';
import { router } from '../router.ts';
import { session } from '../session.ts';
import { texts } from '../texts/texts.ts';
import { askToConfirm } from './confirm.ts';
import { drawChoice, drawField, faultsIn, goToFault, textOf } from './fields.ts';
import { officeLink } from './links.ts';
import { type Account, office, type Part } from './office-api.ts';
import { OfficeElement, OfficeList } from './office-element.ts';
import { officeTexts } from './texts.ts';
import { dateAndTime, faultsOf } from './words.ts';

const ROLES: Account['role'][] = ['CUSTOMER', 'STAFF', 'ADMIN'];
/** Without what is easily mistaken for something else. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Who may do what. */
export class FrOfficeAccounts extends OfficeList<Account> {
  protected override ask(query: URLSearchParams): Promise<Part<Account>> {
    return office.accounts(query);
  }

  protected override render(): TemplateResult {
    const words = officeTexts.accounts;
    return html`<section class="office-page">
      <header class="office-head">
        <h1 tabindex="-1">${words.title}</h1>
        <a class="button" href=${officeLink.account('new')}>${words.add}</a>
      </header>
      <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
        ${this.drawSearch(words.search)}
        ${this.drawSelect(words.role, 'role', [['', words.anyRole], ...ROLES.map((it) => [it, words.roles[it]] as [string, string])])}
      </form>
      ${this.drawTold()} ${this.drawCount()}
      ${this.items === undefined
        ? nothing
        : this.items.length === 0
          ? this.drawNone(html`<p>${officeTexts.list.nothingFound}</p>`)
          : html`<div class="table-frame"><table>
              <caption class="visually-hidden">${words.title}</caption>
              <thead>
                <tr>
                  <th scope="col">${texts.account.username}</th>
                  <th scope="col">${words.role}</th>
                  <th scope="col">${words.state}</th>
                  <th scope="col" class="wide">${words.since}</th>
                </tr>
              </thead>
              <tbody>
                ${this.items.map(
                  (account) => html`<tr>
                    <th scope="row"><a href=${officeLink.account(account.id)}><bdi>${account.username}</bdi></a></th>
                    <td>${words.roles[account.role]}</td>
                    <td>${stateOf(account)}</td>
                    <td class="wide">${account.created_at ? dateAndTime(account.created_at) : '–'}</td>
                  </tr>`,
                )}
              </tbody>
            </table></div>`}
      ${this.drawPages()}
    </section>`;
  }
}

function stateOf(account: Account): string {
  const words = officeTexts.accounts;
  return account.disabled ? words.closed : account.must_change_password ? words.mustChoose : words.open;
}

/** One account, or one that is to be made. */
export class FrOfficeAccount extends OfficeElement {
  static override properties = {
    number: { type: Number },
    account: { state: true },
    faults: { state: true },
    password: { state: true },
    copied: { state: true },
  };
  declare number: number | undefined;
  declare account: Account | undefined;
  declare faults: Record<string, string>;
  /** To be handed over; shown once, and known to nobody afterwards. */
  declare password: string | undefined;
  declare copied: boolean;
  private edition = '';

  constructor() {
    super();
    this.faults = {};
    this.copied = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.number !== undefined) {
      void this.load(this.number);
    }
  }

  protected override render(): TemplateResult {
    const words = officeTexts.accounts;
    const isNew = this.number === undefined;
    const account = this.account;
    return html`<section class="office-page">
      <p><a href=${officeLink.accounts()}>← ${words.title}</a></p>
      <h1 tabindex="-1"><bdi>${isNew ? words.addTitle : (account?.username ?? texts.loading)}</bdi></h1>
      ${this.drawTold()} ${this.password === undefined ? nothing : this.drawPassword(this.password)}
      ${isNew ? this.drawNew() : account ? this.drawAccount(account) : nothing}
    </section>`;
  }

  private drawPassword(password: string): TemplateResult {
    const words = officeTexts.accounts;
    return html`<div class="panel password" role="group" aria-labelledby="password-title" tabindex="-1">
      <h2 id="password-title">${words.passwordTitle}</h2>
      <p><code class="big-code" data-test="password">${password}</code></p>
      <p>${words.passwordOnce}</p>
      <div class="actions">
        <button type="button" class="button button-plain" @click=${() => this.copy(password)}>${this.copied ? words.copied : words.copy}</button>
        <button type="button" class="button button-plain" @click=${() => this.keepingFocus(() => (this.password = undefined), 'h1')}>
          ${words.handedOver}
        </button>
      </div>
    </div>`;
  }

  private drawNew(): TemplateResult {
    const words = officeTexts.accounts;
    return html`<form class="panel form" novalidate @submit=${this.onAdd} aria-busy=${this.busy}>
      ${drawField({
        name: 'username',
        label: texts.account.username,
        required: true,
        maxlength: 150,
        hint: words.usernameHint,
        error: this.faults.username,
      })}
      ${drawChoice({ name: 'role', label: words.role, value: 'STAFF', options: roles(), hint: words.roleHint, error: this.faults.role })}
      ${drawField({ name: 'email', label: texts.account.email, type: 'email', maxlength: 254, error: this.faults.email })}
      <p class="quiet">${words.passwordWillBe}</p>
      <div class="actions"><button class="button" ?disabled=${this.busy}>${words.make}</button></div>
    </form>`;
  }

  private drawAccount(account: Account): TemplateResult {
    const words = officeTexts.accounts;
    const isMine = account.username === session.username;
    return html`
      <form class="panel form" novalidate @submit=${(event: SubmitEvent) => this.onSave(event, account)} aria-busy=${this.busy}>
        <dl class="facts">
          <div><dt>${words.state}</dt><dd>${stateOf(account)}</dd></div>
          <div><dt>${words.since}</dt><dd>${account.created_at ? dateAndTime(account.created_at) : '–'}</dd></div>
        </dl>
        ${drawChoice({
          name: 'role',
          label: words.role,
          value: account.role,
          options: roles(),
          hint: isMine ? words.yourOwn : words.roleHint,
          error: this.faults.role,
        })}
        ${drawField({
          name: 'email',
          label: texts.account.email,
          type: 'email',
          value: account.email ?? '',
          maxlength: 254,
          error: this.faults.email,
        })}
        <label class="check"><input type="checkbox" name="disabled" .checked=${account.disabled} /> ${words.closeIt}</label>
        <p class="quiet">${words.endsSessions}</p>
        <div class="actions">
          <button class="button" ?disabled=${this.busy}>${officeTexts.save}</button>
          <button type="button" class="button button-plain" ?disabled=${this.busy} @click=${() => this.reset(account)}>${words.reset}</button>
          <a class="button button-plain" href=${officeLink.audit({ username: account.username })}>${words.deeds}</a>
        </div>
      </form>`;
  }

  private drawTheirs(theirs: Account): TemplateResult {
    const words = officeTexts.accounts;
    return html`<p>${officeTexts.isNow}</p>
      <dl class="facts">
        <div><dt>${words.role}</dt><dd>${words.roles[theirs.role]}</dd></div>
        <div><dt>${words.state}</dt><dd>${stateOf(theirs)}</dd></div>
        <div><dt>${texts.account.email}</dt><dd>${theirs.email ?? '–'}</dd></div>
      </dl>`;
  }

  private async load(id: number): Promise<void> {
    await this.act(async () => {
      const { value, edition } = await office.account(id);
      this.take(value, edition);
    });
  }

  private take(account: Account, edition: string): void {
    this.account = account;
    this.edition = edition;
    this.nameTab(account.username);
  }

  private async onAdd(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (!(await this.isFilledIn(form))) {
      return;
    }
    const password = freshPassword();
    const worked = await this.act(
      async () => {
        const { value, edition } = await office.addAccount({
          username: textOf(form, 'username'),
          password,
          role: textOf(form, 'role'),
          email: textOf(form, 'email') || null,
        });
        this.take(value, edition);
        this.number = value.id;
        this.done = officeTexts.accounts.added(value.username);
        router.rename(officeLink.account(value.id));
      },
      (problem) => this.onRefused(problem, form),
    );
    if (worked) {
      await this.show(password);
    }
  }

  private async onSave(event: SubmitEvent, account: Account): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (!(await this.isFilledIn(form))) {
      return;
    }
    await this.act(
      async () => {
        const { value, edition } = await office.changeAccount(account.id, this.edition, {
          role: textOf(form, 'role') as Account['role'],
          disabled: new FormData(form).has('disabled'),
          email: textOf(form, 'email') || null,
        });
        this.take(value, edition);
        this.done = officeTexts.saved;
      },
      (problem) => this.onRefused(problem, form),
    );
  }

  private async isFilledIn(form: HTMLFormElement): Promise<boolean> {
    this.done = undefined;
    this.faults = faultsIn(form);
    if (Object.keys(this.faults).length === 0) {
      return true;
    }
    await this.updateComplete;
    goToFault(form);
    return false;
  }

  private async onRefused(problem: Problem, form: HTMLFormElement): Promise<void> {
    this.faults = faultsOf(problem);
    await this.readTheirs(problem);
    await this.updateComplete;
    goToFault(form);
  }

  private async readTheirs(problem: Problem): Promise<void> {
    if (problem.status === 412 && this.account) {
      const { value, edition } = await office.account(this.account.id);
      this.edition = edition;
      this.failure = this.drawTheirs(value);
    }
  }

  private async reset(account: Account): Promise<void> {
    const words = officeTexts.accounts;
    const sure = await askToConfirm({
      title: words.reset,
      text: words.resetSure(account.username),
      yes: words.resetYes,
      no: officeTexts.no,
    });
    if (!sure) {
      return;
    }
    this.done = undefined;
    const password = freshPassword();
    const worked = await this.act(
      async () => {
        const { value, edition } = await office.resetPassword(account.id, this.edition, password);
        this.take(value, edition);
      },
      (problem) => this.readTheirs(problem),
    );
    if (worked) {
      await this.show(password);
    }
  }

  private async show(password: string): Promise<void> {
    this.password = password;
    this.copied = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.password')?.focus();
  }

  private async copy(password: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(password);
      this.copied = true;
    } catch {
      // it can still be read
    }
  }
}

function roles(): [string, string][] {
  return ROLES.map((it) => [it, officeTexts.accounts.roles[it]]);
}

/** Nobody guesses it, and it can be read out over a telephone. */
function freshPassword(): string {
  const letter = () => {
    // What would make some letters more likely than others is thrown away.
    for (;;) {
      const [n = 0] = crypto.getRandomValues(new Uint8Array(1));
      if (n < 256 - (256 % LETTERS.length)) {
        return LETTERS[n % LETTERS.length] ?? '';
      }
    }
  };
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-');
}

customElements.define('fr-office-accounts', FrOfficeAccounts);
customElements.define('fr-office-account', FrOfficeAccount);
