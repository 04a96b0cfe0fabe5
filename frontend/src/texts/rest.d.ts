/** What the first view of a page does not say of a language; texts.plugin.mjs parts them. */
declare module '*.json?rest' {
  const texts: Record<string, string>;
  export default texts;
}
