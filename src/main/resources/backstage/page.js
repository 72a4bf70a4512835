/** Asks for everything once a second while somebody looks, and draws it. Holds no rules. */

const EVERY = 1000;
const TOLD_FOR = 10_000;
const find = (id) => document.getElementById(id);
let before; // what the desk had done at the last look

async function ask(path, body) {
  const answer = await fetch(`/dev/${path}`, body === undefined ? {} : post(body));
  return read(answer);
}

const post = (body) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

async function read(answer) {
  if (answer.ok) {
    return answer.json();
  }
  const said = await answer.json().catch(() => ({}));
  throw new Error(said.detail ?? `The service answered with status ${answer.status}`);
}

// ---- telling people ----

/** @param link for example to what was made */
function tell(text, link) {
  failed('');
  const line = notice(text, 'good');
  if (link) {
    line.append(' ', Object.assign(document.createElement('a'), link));
  }
  find('told').replaceChildren(line);
  setTimeout(() => line.remove(), TOLD_FOR);
}

function failed(text) {
  find('failed').replaceChildren(...(text ? [notice(text, 'bad')] : []));
}

function notice(text, kind) {
  return Object.assign(document.createElement('p'), { className: `notice notice-${kind}`, textContent: text });
}

/** What was pressed does something, and says so if it could not. */
function on(target, event, act) {
  target.addEventListener(event, async (happened) => {
    happened.preventDefault();
    try {
      await act(happened);
    } catch (e) {
      find('told').replaceChildren();
      failed(e.message);
    }
  });
}

// ---- drawing ----

/** Keeps the rows that stay, so that nobody loses the focus or what they have selected. */
function list(id, template, items, key, draw, make = () => {}) {
  const body = find(id);
  const wanted = new Set(items.map((it) => String(key(it))));
  const there = new Map();
  for (const row of [...body.children]) {
    if (wanted.has(row.dataset.key)) {
      there.set(row.dataset.key, row);
    } else {
      row.remove();
    }
  }
  items.forEach((item, i) => {
    let row = there.get(String(key(item)));
    if (!row) {
      row = find(template).content.firstElementChild.cloneNode(true);
      row.dataset.key = key(item);
      make(row, item);
    }
    if (body.children[i] !== row) {
      body.insertBefore(row, body.children[i] ?? null);
    }
    draw(row, item);
  });
}

function write(element, text) {
  if (element.textContent !== String(text)) {
    element.textContent = text;
  }
}

/** Into what is marked with data-is. */
function fill(within, texts) {
  for (const [name, text] of Object.entries(texts)) {
    write(within.querySelector(`[data-is="${name}"]`), typeof text === 'number' ? numbers.format(text) : text);
  }
}

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

function drawDesk(desk) {
  fill(find('desk'), {
    served: desk.served,
    transactions: desk.transactions,
    batch: desk.transactions ? desk.served / desk.transactions : '–',
    largest: desk.largest,
    commit: desk.commits.average,
    'slowest-commit': desk.commits.slowest,
    wait: desk.waits.average,
    'slowest-wait': desk.waits.slowest,
    retries: desk.retries,
    unknown: desk.unknown_outcomes,
  });
  const transactions = desk.transactions - (before?.transactions ?? desk.transactions);
  if (transactions > 0) {
    // On average, if there were several since the last look: the meters do not tell them apart.
    fill(find('desk'), { last: (desk.served - before.served) / transactions });
  }
  before = desk;
  list('lanes', 'lane', desk.lanes, (it) => it.lane, fill);
  list('orders', 'order', desk.orders, (it) => it.order, fill);
}

const chosen = () => /^#\d+$/.test(location.hash) ? location.hash.slice(1) : undefined;

function drawShows(shows) {
  list('shows', 'show', shows, (it) => it.id, (row, it) => {
    const { free, held, booked } = it;
    fill(row, { name: `${it.movie}, ${it.screen}`, starts: moment.format(new Date(it.starts_at)), free, held, booked });
    const link = row.querySelector('a');
    link.href = `#${it.id}`;
    link.setAttribute('aria-current', chosen() === String(it.id));
    [booked, held, free].forEach((seats, i) => (row.querySelectorAll('i')[i].style.flexGrow = seats));
  });
}

function drawAccounts(accounts) {
  find('accounts-none').hidden = accounts.length > 0;
  find('accounts').parentElement.hidden = accounts.length === 0;
  list('accounts', 'account', accounts, (it) => it.username,
    (row, it) => fill(row, { ...it, role: it.role.toLowerCase() }),
    (row, it) => {
      row.querySelector('button').setAttribute('aria-label', `Token of ${it.username}`);
      on(row.querySelector('button'), 'click', () => giveToken(it));
    });
}

function drawSeats(opened) {
  find('seats-panel').hidden = !opened;
  if (!opened) {
    return;
  }
  const { show } = opened;
  write(find('seats-title'), `${show.movie}, ${show.screen}`);
  write(find('seats-about'), `Show ${show.id}, ${moment.format(new Date(show.starts_at))}: ${show.free} free, ${show.held} held, ${show.booked} booked`);
  find('seats-page').href = `/#/show/${show.id}`;
  find('seats-json').href = `/api/seats/?show_id=${show.id}`;
  const seats = opened.seats.filter((it) => find('also-free').checked || it.status !== 'AVAILABLE');
  find('seats-none').hidden = seats.length > 0;
  find('seats').parentElement.hidden = seats.length === 0;
  list('seats', 'seat', seats, (it) => `${show.id}/${it.id}`, drawSeat,
    (row, it) => on(row.querySelector('button'), 'click', () => expire(show.id, it)));
}

function drawSeat(row, it) {
  const held = it.status === 'HELD';
  fill(row, {
    seat: it.seat,
    account: it.account ?? '',
    status: held
      ? `held until ${clock.format(new Date(it.held_until))}, ${left(it.seconds_left)}`
      : [it.status.toLowerCase(), it.reference].filter(Boolean).join(', '),
  });
  const button = row.querySelector('button');
  button.hidden = !held;
  button.setAttribute('aria-label', `Expire now, ${it.seat}`);
}

const left = (seconds) =>
  seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left` : 'over';

// ---- looking ----

let looking;

/** One look at a time; who wants to see what they did waits for the next. */
function look() {
  looking = (looking ?? Promise.resolve()).then(async () => {
    const show = chosen();
    const [now, opened] = await Promise.all([
      ask('now'),
      show ? ask(`shows/${show}`).catch(() => undefined) : undefined,
    ]);
    drawDesk(now.desk);
    drawShows(now.shows);
    drawAccounts(now.accounts);
    document.querySelectorAll('.managed').forEach((link) => (link.port = now.management_port));
    if (show === chosen()) {
      drawSeats(opened);
    }
    connected(true);
  }).catch(() => connected(false));
  return looking;
}

function connected(live) {
  find('connection').className = `connection connection-${live ? 'live' : 'lost'}`;
  write(find('connection').lastElementChild, live ? 'Live' : 'No answer, trying again…');
}

async function watch() {
  for (;;) {
    if (!document.hidden) {
      await look();
    }
    await new Promise((rested) => setTimeout(rested, EVERY));
  }
}

// ---- doing ----

async function expire(show, seat) {
  const { expired } = await ask(`shows/${show}/seats/${seat.id}/expire`, {});
  await look();
  tell(expired ? `The hold of ${seat.seat} has expired.` : `${seat.seat} was not held any more.`);
  // The button is gone; who uses the keyboard goes on with the next hold.
  if (document.activeElement === document.body) {
    (document.querySelector('#seats button:not([hidden])') ?? find('seats-title')).focus();
  }
}

on(find('plan'), 'submit', async () => {
  const fields = new FormData(find('plan'));
  const number = (name) => Number(fields.get(name));
  const made = await ask('shows', {
    title: fields.get('title'),
    rows: number('rows'),
    seats_per_row: number('seats_per_row'),
    starts_in_minutes: number('starts_in_minutes'),
  });
  location.hash = made.id;
  await look();
  tell(`Show ${made.id} is planned.`, { href: made.page, textContent: 'Book seats' });
});

/**
 * A sign-in as any program's, so signing out with this token ends it. Without cookies: whoever is signed in on the booking
 * page of this browser stays so.
 */
async function giveToken(account) {
  const { access_token: token, expires_in: seconds } = await read(
    await fetch('/api/seats/login/', {
      ...post({ username: account.username, password: account.password }),
      credentials: 'omit',
    }),
  );
  const curl = `curl -H 'Authorization: Bearer ${token}' ${location.origin}/api/seats/me/`;
  find('token').hidden = false;
  write(find('token-about'), `A token of ${account.username}, good for ${Math.round(seconds / 60)} minutes or until it signs out:`);
  write(find('curl'), curl);
  find('copy-token').onclick = () => copy(token, 'The token');
  find('copy-curl').onclick = () => copy(curl, 'The curl line');
  await copy(token, 'The token');
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    tell(`${what} is in the clipboard.`);
  } catch {
    getSelection().selectAllChildren(find('curl'));
    tell('This browser does not let pages copy: the curl line is selected, copy it by hand.');
  }
}

addEventListener('hashchange', async () => {
  await look();
  find('seats-title').focus();
});
find('also-free').addEventListener('change', look);
document.addEventListener('visibilitychange', () => document.hidden || look());

await watch();
