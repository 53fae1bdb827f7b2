// The completion script for bash (4.3 or newer).
//
// Names come from a home and may be anything: they are compared and offered as text, and never pass through anything that
// expands them (as `compgen -W` would).

import type { Completed, Kind } from "./completion-words.ts";
import { shellText } from "./shell-text.ts";

export function bashScript(commands: readonly Completed[], version: string): string {
  return [
    `# bash completion of dagtop ${version}. In ~/.bashrc:  source <(dagtop completion bash)`,
    "",
    "_dagtop_command() {",
    "  case $1 in",
    ...commands.flatMap(commandLines),
    "    *) return 1 ;;",
    "  esac",
    "}",
    "",
    RULES,
    "",
    "_dagtop() {",
    `  local commands='${commands.map(({ name }) => name).join(" ")}'`,
    MAIN,
    "}",
    "complete -F _dagtop dagtop",
  ].join("\n");
}

function commandLines({ name, options, arguments: places }: Completed): string[] {
  const words = options.flatMap(({ long, short }) => [
    `--${long}`,
    ...(short === null ? [] : [`-${short}`]),
  ]);
  const values = options.flatMap(({ long, short, value }) => {
    if (value === null) return [];
    const kinds = kindsText(value.kinds);
    return [`--${long}:${kinds}`, ...(short === null ? [] : [`-${short}:${kinds}`])];
  });
  return [
    `    ${name})`,
    `      options='${words.join(" ")}'`,
    `      values='${values.join(" ")}'`,
    `      places='${places.map(kindsText).join(" ")}'`,
    "      ;;",
  ];
}

function kindsText(kinds: readonly Kind[]): string {
  if (kinds.length === 0) return "-";
  return kinds
    .map((kind) => (kind.is === "words" ? `=${kind.words.join("|")}` : kind.is))
    .join(",");
}

const RULES = shellText`
# Takes lines that begin like the current word; bash keeps what stands before the last = or : of it.
_dagtop_fit() {
  local line
  while IFS= read -r line; do
    if [[ $line == "$current"* ]]; then COMPREPLY+=("\${line#"$kept"}"); fi
  done
}

_dagtop_files() {
  local line
  while IFS= read -r line; do
    if [[ -d $line || $1 == file || ( $1 == pipeline-file && $line =~ \.(yaml|yml|ts)$ ) ]]; then
      COMPREPLY+=("\${line#"$kept"}")
    fi
  done < <(compgen -f -- "$current")
  compopt -o filenames 2>/dev/null
}

_dagtop_offer() {
  local kind kinds
  IFS=, read -ra kinds <<<"$1"
  for kind in "\${kinds[@]}"; do
    case $kind in
      =*) kind=\${kind#=}; _dagtop_fit <<<"\${kind//|/$'\n'}" ;;
      file | pipeline-file | folder) _dagtop_files "$kind" ;;
      runs | pipelines | channels) _dagtop_fit < <(dagtop completion --names "$kind" "\${home[@]}" 2>/dev/null) ;;
      stages) _dagtop_fit < <(dagtop completion --names stages "\${home[@]}" -- "\${given[0]:-last}" 2>/dev/null) ;;
    esac
  done
}
`;

const MAIN = shellText`
  local options='--help --version' values='--home:folder' places='' command='' awaited='' ended=''
  local current kept word pair place glue=''
  local -a words=() given=() home=() kinds=()
  COMPREPLY=()
  for ((place = 1; place <= COMP_CWORD; place++)); do
    word=\${COMP_WORDS[place]}
    if ((\${#words[@]})) && [[ $glue || $word == [=:]* ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    glue=''
    if [[ $word == *[=:] ]]; then glue=1; fi
  done
  current=\${words[\${#words[@]}-1]-}
  kept=\${current%"\${current##*[=:]}"}
  for word in "\${words[@]:0:\${#words[@]}-1}"; do
    if [[ $awaited ]]; then
      if [[ $awaited == --home ]]; then home=(--home "$word"); fi
      awaited=''
    elif [[ ! $ended && $word == -- ]]; then
      ended=1
    elif [[ ! $ended && $word == -?* ]]; then
      for pair in $values; do
        if [[ \${pair%%:*} == "$word" ]]; then awaited=$word; fi
      done
    elif [[ ! $command ]]; then
      command=$word
      _dagtop_command "$command" || return 0
    else
      given+=("$word")
    fi
  done
  if [[ $awaited ]]; then
    for pair in $values; do
      if [[ \${pair%%:*} == "$awaited" ]]; then _dagtop_offer "\${pair#*:}"; fi
    done
  elif [[ ! $ended && $current == -* ]]; then
    _dagtop_fit <<<"\${options// /$'\n'}"
  elif [[ ! $command ]]; then
    _dagtop_fit <<<"\${commands// /$'\n'}"
  else
    read -ra kinds <<<"$places"
    _dagtop_offer "\${kinds[\${#given[@]}]-}"
  fi
`;
