// A tag for the text of a shell script inside the program: everything stays as it is written, but that `\${` is `${`.

export function shellText(strings: TemplateStringsArray): string {
  return (strings.raw[0] ?? "").replaceAll("\\${", "${").replace(/^\n|\s+$/g, "");
}
