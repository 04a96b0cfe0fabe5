/**
 * Puts a text on the clipboard; true when it is there.
 *
 * The clipboard API does not exist on plain http from a phone, so a hidden field and the older command stand behind it.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('readonly', '');
    field.style.position = 'fixed';
    field.style.opacity = '0';
    // Inside the open dialog, where focus is kept: elsewhere the field cannot be selected.
    (document.activeElement?.parentElement ?? document.body).append(field);
    field.select();
    const isDone = document.execCommand('copy');
    field.remove();
    return isDone;
  }
}
