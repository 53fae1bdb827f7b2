// The completion script for fish: a line for each command, option and argument.

import type { Completed, CompletedOption, Kind } from "./completion-words.ts";
import { shellText } from "./shell-text.ts";

export function fishScript(commands: readonly Completed[], version: string): string {
  const withValue = new Set(
    commands.flatMap(({ options }) =>
      options.flatMap(({ long, short, value }) =>
        value === null ? [] : [`--${long}`, ...(short === null ? [] : [`-${short}`])],
      ),
    ),
  );
  return [
    `# fish completion of dagtop ${version}:  dagtop completion fish > ~/.config/fish/completions/dagtop.fish`,
    "",
    `set -g __dagtop_with_value ${[...withValue].join(" ")}`,
    "",
    RULES,
    "",
    "complete -c dagtop -f",
    "complete -c dagtop -n '__dagtop_count 0' -l help -d 'this page'",
    "complete -c dagtop -n '__dagtop_count 0' -l version -d 'the version'",
    ...commands.map(
      ({ name, summary }) =>
        `complete -c dagtop -n '__dagtop_count 0' -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(commandLines),
  ].join("\n");
}

const RULES = shellText`
# The words so far, without options and their values: the command, then its arguments.
function __dagtop_words
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
        else if contains -- $word $__dagtop_with_value
            set is_value 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

function __dagtop_count
    test (count (__dagtop_words)) -eq $argv[1]
end

# Whether this is the command, and so many words are there.
function __dagtop_at
    set -l words (__dagtop_words)
    test "$words[1]" = $argv[1]; and test (count $words) -eq $argv[2]
end

function __dagtop_in
    set -l words (__dagtop_words)
    test "$words[1]" = $argv[1]
end

function __dagtop_stages
    set -l words (__dagtop_words) last
    test (count $words) -gt 2; and set words $words[2]; or set words last
    dagtop completion --names stages -- $words 2>/dev/null
end
`;

function commandLines({ name, options, arguments: places }: Completed): string[] {
  return [
    ...options.map((option) => optionLine(name, option)),
    ...places.flatMap((kinds, place) =>
      kinds.length === 0
        ? []
        : [`complete -c dagtop -n '__dagtop_at ${name} ${place + 1}' ${offers(kinds).join(" ")}`],
    ),
  ];
}

function optionLine(name: string, { long, short, help, value }: CompletedOption): string {
  const form = [
    ...(short === null ? [] : [`-s ${short}`]),
    `-l ${long}`,
    ...(value === null
      ? []
      : [offers(value.kinds).includes("-F") ? "-r" : "-x", ...offers(value.kinds)]),
    `-d ${quoted(help)}`,
  ];
  return `complete -c dagtop -n '__dagtop_in ${name}' ${form.join(" ")}`;
}

function offers(kinds: readonly Kind[]): string[] {
  const words = kinds.flatMap((kind) => {
    switch (kind.is) {
      case "words":
        return kind.words;
      case "pipeline-file":
      case "file":
        return [];
      case "folder":
        return ["(__fish_complete_directories)"];
      case "stages":
        return ["(__dagtop_stages)"];
      case "runs":
      case "pipelines":
      case "channels":
        return [`(dagtop completion --names ${kind.is} 2>/dev/null)`];
    }
  });
  const files = kinds.some(({ is }) => is === "file" || is === "pipeline-file") ? ["-F"] : [];
  return [...files, ...(words.length === 0 ? [] : [`-a ${quoted(words.join(" "))}`])];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;
}
