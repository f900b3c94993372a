/** The text without its C comments, each as one blank; in linear time also where comments are never closed. */
export function withoutComments(text: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("/*", at);
    if (start < 0) return out + text.slice(at);
    const end = text.indexOf("*/", start + 2);
    out += text.slice(at, start) + " ";
    if (end < 0) return out;
    at = end + 2;
  }
}

/** The first C comment of a text, without its marks. */
export function firstComment(text: string): string | undefined {
  const start = text.indexOf("/*");
  const end = start < 0 ? -1 : text.indexOf("*/", start + 2);
  return end < 0 ? undefined : text.slice(start + 2, end);
}
