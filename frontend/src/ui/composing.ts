import type { KeyboardEvent } from 'react';

/**
 * Whether a key belongs to an input method, with which somebody writes a word: its Enter takes the word, its Escape gives
 * it up, and neither is meant for the form.
 *
 * Source: WebKit bug 165004: Safari tells of the Enter that ends a word after its end, as key code 229.
 */
export const isComposing = ({ nativeEvent }: KeyboardEvent): boolean =>
  nativeEvent.isComposing || nativeEvent.keyCode === 229;
