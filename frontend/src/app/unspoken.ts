/** The one text that no catalogue can hold: that the catalogue did not come. In each language that we speak. */
const UNSPOKEN: Readonly<Record<string, readonly [text: string, reload: string]>> = {
  en: ['This did not load. Your photos are safe.', 'Reload'],
  de: ['Das wurde nicht geladen. Deine Fotos sind sicher.', 'Neu laden'],
  es: ['Esto no se ha cargado. Tus fotos están a salvo.', 'Recargar'],
  fr: ['La page ne s’est pas chargée. Tes photos sont en sécurité.', 'Recharger'],
  ar: ['لم يكتمل التحميل. صورك بأمان.', 'إعادة التحميل'],
};

/** Fills the page when the texts cannot be fetched: what to do, in the language that index.html has picked. */
export function showUnspoken(root: HTMLElement): void {
  const [text, reload] = UNSPOKEN[document.documentElement.lang] ?? UNSPOKEN['en'] ?? ['', ''];
  const words = Object.assign(document.createElement('p'), { textContent: text });
  const button = Object.assign(document.createElement('button'), {
    textContent: reload,
    className: 'z-btn z-btn-primary',
  });
  button.addEventListener('click', () => location.reload());
  const page = Object.assign(document.createElement('main'), { className: 'z-pad' });
  page.append(words, button);
  root.replaceChildren(page);
}
