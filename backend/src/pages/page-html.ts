// The app's own page with a head that says what it shows, and a body for those without script.

/** Words and picture of one page. Texts are plain; escaping happens here. */
export interface PageWords {
  readonly title: string;
  readonly description?: string;
  /** Absolute. */
  readonly url?: string;
  readonly picture?: {
    readonly url: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly alt: string;
  };
  /** The page for those without an account: the app begins to fetch that one, and not Home. */
  readonly isFront?: boolean;
  /** HTML, made with `html`. */
  readonly body?: Html;
}

/** Markup whose values are escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/** A template whose every value is escaped, unless it is Html already; arrays of Html are joined. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const shown = values.map((value) => {
    if (value instanceof Html) return value.markup;
    if (Array.isArray(value)) return (value as readonly Html[]).map((each) => each.markup).join('');
    return escapeText(String(value));
  });
  return new Html(parts.reduce((markup, part, i) => markup + (shown[i - 1] ?? '') + part));
}

/** `template` is the built index.html: its title and, where there is a body, its noscript are replaced, the rest of the head is added. */
export function renderPage(template: string, words: PageWords): string {
  const { title, description, url, picture, isFront, body } = words;
  const head = [
    html`<title>${title}</title>`,
    html`<meta property="og:title" content="${title}" />`,
    html`<meta property="og:type" content="website" />`,
    ...(isFront ? [html`<meta name="page" content="front" />`] : []),
    ...(description
      ? [
          html`<meta name="description" content="${description}" />
            <meta property="og:description" content="${description}" />`,
        ]
      : []),
    ...(url ? [html`<meta property="og:url" content="${url}" />`] : []),
    ...(picture
      ? [
          html`<meta property="og:image" content="${picture.url}" />
            <meta property="og:image:width" content="${picture.widthPx}" />
            <meta property="og:image:height" content="${picture.heightPx}" />
            <meta property="og:image:alt" content="${picture.alt}" />
            <meta name="twitter:card" content="summary_large_image" />`,
        ]
      : []),
  ].map((tag) => tag.markup);
  // Functions, not strings: `$&` in a caption is no pattern.
  return template
    .replace(/<title>[^<]*<\/title>/, () => head.join('\n    '))
    .replace(/<noscript>.*?<\/noscript>/s, (needed) => (body ? `<noscript>${body.markup}</noscript>` : needed));
}
