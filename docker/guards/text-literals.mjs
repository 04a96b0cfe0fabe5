// Words for people that no catalogue knows: they would stay English in every language.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../paths.mjs';
import { listSources } from '../texts.mjs';

const { parseSync } = await import(pathToFileURL(inRoot('frontend/node_modules/vite/dist/node/index.js')).href);

/** Attributes and properties that a person reads or hears. */
const SAID = /^(?:alt|title|text|hint|placeholder|question|words?|(?:aria-?)?(?:\w*[lL]abel|description))$/u;
/** A sentence, or a word with a capital as it stands on a button. */
const SENTENCE = /^\p{Lu}\p{Ll}+(?:[\s,.…:!?’'-]|$)|\p{L}{2,} \p{L}{2,}.*[.?…]$/u;
/** Words glued to a value: "… is writing". */
const GLUED = /(?:^|[\s,])\p{Ll}{2,}(?:[\s,.]|$)/u;
const LETTERS = /\p{L}{2,}|^[\p{L}]$/u;
/** What the platform calls keys and what is dragged; on a button the same word is a text. */
const PLATFORM = /^(?:Home|End|Enter|Escape|Tab|Delete|Backspace|Files)$/u;
/** The replica says nothing, and languages are called by their own names; proxies read their lines. The wordmark is a picture made of letters. */
const isSilent = (file) =>
  /\/src\/replica\/|\/words\/language\.ts$|\/ui\/mark\.tsx$|\/app\/unspoken\.ts$|\/self-check\/proxy-lines\.ts$/u.test(
    file,
  );

/** A sentence for each literal below `top` that ought to be a message, and for each message that no catalogue has. */
export function findLiterals(top, isExtracted) {
  const folder = path.join(top, 'frontend/src');
  return listSources(folder)
    .filter((file) => !isSilent(file))
    .flatMap((file) => {
      const code = fs.readFileSync(file, 'utf8');
      const found = [];
      walk(parseSync(file, code).program, {}, found);
      const lineOf = (offset) => code.slice(0, offset).split('\n').length;
      const toLine = ({ start, text, id }) => {
        if (id !== undefined && isExtracted(id)) return [];
        const finding =
          id === undefined ? `is no message: ${text}` : `is not extracted: ${id} (defineMessage, or $t in its place)`;
        return [`${path.relative(top, file)}:${lineOf(start)} ${finding}`];
      };
      return found.flatMap(toLine);
    });
}

/** `here.isSaid`: somebody reads what stands here; `here.isSafe`: nobody does, or it is a message already. */
function walk(node, here, found) {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, here, found);
    return;
  }
  if (!node?.type) return;
  const add = (text, isSaid) => {
    const trimmed = text.trim();
    if (isSaid ? LETTERS.test(trimmed) : SENTENCE.test(trimmed) && !PLATFORM.test(trimmed))
      found.push({ start: node.start, text: trimmed });
  };
  const id = node.type === 'ObjectExpression' && toMessageId(node);
  if (id) found.push({ start: node.start, id });
  if (node.type === 'JSXText') add(node.value, true);
  else if (here.isSafe) return;
  else if (node.type === 'Literal' && typeof node.value === 'string') add(node.value, here.isSaid);
  else if (node.type === 'TemplateElement' && GLUED.test(node.value.raw) && /\s/u.test(node.value.raw))
    add(node.value.raw, true);
  else if (node.type === 'TemplateElement') add(node.value.raw, here.isSaid);
  for (const [name, child] of Object.entries(node)) {
    if (child && typeof child === 'object') walk(child, toPlace(node, name, here), found);
  }
}

/** Undefined where the object is no message. */
function toMessageId({ properties }) {
  const valueOf = (name) => properties.find(({ key }) => key?.name === name)?.value;
  return valueOf('defaultMessage') && (valueOf('id')?.value ?? 'a message without an id of its own');
}

function toPlace(node, name, here) {
  switch (node.type) {
    case 'JSXOpeningElement':
      return node.attributes.some((attribute) => attribute.name?.name === 'defaultMessage') ? { isSafe: true } : {};
    case 'JSXAttribute': {
      const attribute = node.name.name;
      if (attribute === 'className' || attribute === 'style') return { isSafe: true };
      return { isSaid: SAID.test(attribute) };
    }
    case 'JSXExpressionContainer':
      return here;
    case 'ObjectExpression':
      return toMessageId(node) ? { isSafe: true } : {};
    case 'Property':
      return name === 'value' ? { isSaid: SAID.test(node.key.name ?? node.key.value) } : { isSafe: true };
    case 'ConditionalExpression':
      return name === 'test' ? {} : here;
    case 'LogicalExpression':
    case 'TemplateLiteral':
      return here;
    // What is compared, imported, thrown at developers or a type is not said.
    case 'BinaryExpression':
      return /^[!=]==?$/u.test(node.operator) ? { isSafe: true } : here;
    case 'NewExpression':
      return { isSafe: node.callee.name?.endsWith('Error') };
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return name === 'source' ? { isSafe: true } : {};
    case 'TSLiteralType':
      return { isSafe: true };
    case 'SwitchCase':
      return name === 'test' ? { isSafe: true } : {};
    case 'MemberExpression':
      return name === 'property' ? { isSafe: true } : {};
    default:
      return {};
  }
}
