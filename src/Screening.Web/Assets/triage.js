// What the pages do beyond links and forms: keys, the row one was at, and what was typed when a session ends. Everything works without it but these.
(() => {
  'use strict';
  const body = document.body, user = body.dataset.user || '', store = sessionStorage;
  const rows = () => [...document.querySelectorAll('[data-row]')];
  const here = () => document.querySelector('[data-row].here');

  function go(row) {
    if (!row) return;
    here()?.classList.remove('here');
    row.classList.add('here');
    row.querySelector('a')?.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
    store.setItem('row', row.id);
  }

  // Back returns to the same row.
  const last = store.getItem('row');
  if (document.querySelector('[data-rows]') && last) {
    const row = document.getElementById(last);
    if (row) { go(row); row.scrollIntoView({ block: 'center' }); }
  }
  document.addEventListener('focusin', event => { const row = event.target.closest('[data-row]'); if (row && !row.classList.contains('here')) go(row); });
  if (document.querySelector('[data-rows]')) store.setItem('queue', location.pathname + location.search);
  const back = document.querySelector('[data-back]');
  if (back && store.getItem('queue')) back.href = store.getItem('queue');

  function act(id) {
    const part = document.getElementById(id);
    if (!part) return false;
    part.open = true;
    part.scrollIntoView({ block: 'nearest' });
    part.querySelector('textarea, input:not([type=hidden]), select')?.focus();
    return true;
  }
  const acts = { h: 'hold', e: 'ask', d: 'dismiss', r: 'release', n: 'note' };
  if (acts[location.hash.slice(1)] === undefined && document.getElementById(location.hash.slice(1))?.matches('details')) act(location.hash.slice(1));

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=checkbox]), textarea, select, dialog')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const all = rows(), at = all.indexOf(here()), row = all[at];
    const done = () => event.preventDefault();
    if (event.key === '/') { done(); document.getElementById('search')?.focus(); }
    else if (event.key === '?') { done(); document.getElementById('keys')?.showModal(); }
    else if (event.key === 'j') { done(); go(all[Math.min(at + 1, all.length - 1)]); }
    else if (event.key === 'k') { done(); go(all[Math.max(at - 1, 0)]); }
    else if (event.key === 'Enter' && row && !event.target.closest('a, button, summary')) { done(); location.href = row.dataset.address; }
    else if (event.key === 'u' && back) { done(); location.href = back.href; }
    else if (event.key === 'a') {
      const form = document.getElementById('assign'), button = document.querySelector('button[data-key=a]');
      if (row && form) { done(); form.elements.id.value = row.dataset.case; form.elements.version.value = row.dataset.version; form.requestSubmit(); }
      else if (button && !button.disabled) { done(); button.click(); }
    }
    else if (event.key === 'x' && row?.querySelector('.pick')) { done(); const pick = row.querySelector('.pick'); pick.checked = !pick.checked; }
    else if (acts[event.key]) {
      if (row) { done(); location.href = row.dataset.address + '#' + acts[event.key]; }
      else if (act(acts[event.key])) done();
    }
  });

  for (const button of document.querySelectorAll('[data-opens]')) button.addEventListener('click', () => document.getElementById(button.dataset.opens).showModal());
  for (const button of document.querySelectorAll('[data-prints]')) button.addEventListener('click', () => print());

  // What is typed stays in this tab until it is sent and taken, or until its writer signs out.
  const name = form => `draft ${user} ${location.pathname} ${form.dataset.draft}`;
  const done = document.querySelector('[data-done]')?.dataset.done;
  for (const form of document.querySelectorAll('[data-draft]')) {
    const fields = () => [...form.elements].filter(e => e.name && !['hidden', 'file', 'submit'].includes(e.type) && !e.name.startsWith('__'));
    if (form.dataset.draft === done) store.removeItem(name(form));
    const kept = store.getItem(name(form));
    if (kept) {
      const values = JSON.parse(kept);
      for (const field of fields()) if (values[field.name] !== undefined && field.value !== values[field.name]) field.value = values[field.name];
      const part = form.closest('details');
      if (part) part.open = true;
    }
    form.addEventListener('input', () => store.setItem(name(form), JSON.stringify(Object.fromEntries(fields().map(f => [f.name, f.value])))));
    form.addEventListener('submit', () => store.setItem(name(form), JSON.stringify(Object.fromEntries(fields().map(f => [f.name, f.value])))));
  }
  for (const button of document.querySelectorAll('[data-signs-out]')) button.addEventListener('click', () => store.clear());
  if (done) history.replaceState(null, '', location.pathname + location.hash);

  for (const field of document.querySelectorAll('input[type=file][data-most]')) {
    field.addEventListener('change', () => {
      const file = field.files[0], most = Number(field.dataset.most);
      field.setCustomValidity(file && file.size > most ? `The file has ${file.size.toLocaleString('en')} bytes; accepted: up to ${most.toLocaleString('en')}.` : '');
      field.reportValidity();
    });
  }
})();
