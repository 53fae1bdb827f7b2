// The completion script for zsh: what `_arguments` needs to know about each command.

import type { Completed, CompletedOption, Kind } from "./completion-words.ts";
import { shellText } from "./shell-text.ts";

export function zshScript(commands: readonly Completed[], version: string): string {
  return [
    "#compdef dagtop",
    `# zsh completion of dagtop ${version}. Put it into a folder of $fpath:  dagtop completion zsh > ~/.zfunc/_dagtop`,
    "",
    RULES,
    "",
    "_dagtop() {",
    "  local curcontext=$curcontext state line",
    "  typeset -A opt_args",
    "  local -a commands",
    "  _arguments -C '--help[this page]' '--version[the version]' '--home=[the home]:DIR:_files -/' \\",
    "    '1:command:->command' '*::argument:->argument'",
    "  case $state in",
    "    command)",
    "      commands=(",
    ...commands.map(({ name, summary }) => `        ${quoted(`${name}:${escaped(summary)}`)}`),
    "      )",
    "      _describe -t commands command commands",
    "      ;;",
    "    argument)",
    "      case $words[1] in",
    ...commands.flatMap(commandLines),
    "      esac",
    "      ;;",
    "  esac",
    "}",
    "",
    // Loaded from a folder of $fpath the file is the function's body; sourced, it has to be made known.
    'if [[ $funcstack[1] == _dagtop ]]; then _dagtop "$@"; else compdef _dagtop dagtop; fi',
  ].join("\n");
}

const RULES = shellText`
_dagtop_names() {
  local -a names
  names=(\${(f)"$(dagtop completion --names "$@" 2>/dev/null)"})
  compadd -a names
}
_dagtop_home() { home=(\${opt_args[--home]:+--home} \${(Q)opt_args[--home]}) }
_dagtop_runs() { local -a home; _dagtop_home; _dagtop_names runs $home }
_dagtop_pipelines() { local -a home; _dagtop_home; _dagtop_names pipelines $home }
_dagtop_channels() { local -a home; _dagtop_home; _dagtop_names channels $home }
_dagtop_stages() { local -a home; _dagtop_home; _dagtop_names stages $home -- \${(Q)line[1]:-last} }
`;

function commandLines({ name, options, arguments: places }: Completed): string[] {
  const specs = [
    ...options.map(optionSpec),
    ...places.map((kinds, place) => quoted(`${place + 1}:argument:${action(kinds)}`)),
  ];
  return [
    `        ${name})`,
    "          _arguments -s -S \\",
    ...specs.map((spec, place) => `            ${spec}${place + 1 < specs.length ? " \\" : ""}`),
    "          ;;",
  ];
}

function optionSpec({ long, short, help, isMultiple, value }: CompletedOption): string {
  const rest = `[${escaped(help)}]${value === null ? "" : `:${escaped(value.name)}:${action(value.kinds)}`}`;
  const names = value === null ? [`-${short}`, `--${long}`] : [`-${short}+`, `--${long}=`];
  if (short === null) return quoted(`${isMultiple ? "*" : ""}${names[1]}${rest}`);
  const before = isMultiple ? "*" : `(-${short} --${long})`;
  return `${quoted(before)}{${names.join(",")}}${quoted(rest)}`;
}

function action(kinds: readonly Kind[]): string {
  const each = kinds.map((kind) => {
    switch (kind.is) {
      case "words":
        return `(${kind.words.join(" ")})`;
      case "pipeline-file":
        return '_files -g "*.(yaml|yml|ts)(-.)"';
      case "file":
        return "_files";
      case "folder":
        return "_files -/";
      case "runs":
      case "stages":
      case "pipelines":
      case "channels":
        return `_dagtop_${kind.is}`;
    }
  });
  const [first = " "] = each;
  return each.length < 2 ? first : `{ ${each.join("; ")} }`;
}

function escaped(text: string): string {
  return text.replace(/[\\:[\]]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
